import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Ajv } from "ajv";

/** Versions whose schema the CycloneDX library carries. */
export type CycloneDxVersion = "1.2" | "1.3" | "1.4" | "1.5" | "1.6" | "1.7";

/** The official JSON Schemas, as the CycloneDX library carries them. */
const schemas = join(
  dirname(createRequire(import.meta.url).resolve("@cyclonedx/cyclonedx-library/package.json")),
  "res/schema",
);

/** Gives what the official schema of `version` has to say against a document. */
export function schemaCheck(version: CycloneDxVersion): (document: unknown) => readonly string[] {
  const ajv = new Ajv({ strict: false, allErrors: true });
  for (const format of ["date", "date-time"]) {
    ajv.addFormat(format, (text: string) => !Number.isNaN(Date.parse(text)));
  }
  for (const format of ["uri", "iri-reference", "idn-email"]) ajv.addFormat(format, true);
  for (const name of ["spdx", "jsf-0.82", "cryptography-defs"]) {
    const file = `${name}.SNAPSHOT.schema.json`;
    ajv.addSchema(read(file), `http://cyclonedx.org/schema/${file}`);
  }
  const validate = ajv.compile(read(`bom-${version}.SNAPSHOT.schema.json`));
  return (document) => {
    validate(document);
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
}

function read(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(schemas, file), "utf8"));
}
