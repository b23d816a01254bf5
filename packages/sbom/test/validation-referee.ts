import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import { Ajv2019 } from "ajv/dist/2019.js";
import { Ajv2020 } from "ajv/dist/2020.js";
import { formatChecks } from "../src/validation/json-formats.ts";
import { corpus } from "./validation-corpus.ts";

const library = join(
  dirname(createRequire(import.meta.url).resolve("@cyclonedx/cyclonedx-library/package.json")),
  "res/schema",
);

/** The official XML Schema of a version of CycloneDX, as the CycloneDX library carries it. */
export function xmlSchemaFile(version: string): string {
  return join(library, `bom-${version}.SNAPSHOT.xsd`);
}

/**
 * The official schema of a format, compiled by ajv: from the corpus, otherwise, for versions whose schema it carries
 * unchanged, from the CycloneDX library. Formats are judged as the package does.
 */
export function jsonReferee(
  family: "cyclonedx" | "spdx",
  version: string,
): ValidateFunction | undefined {
  const options = { strict: false, allErrors: true };
  const ajv =
    family === "cyclonedx" || version === "2.2"
      ? new Ajv(options)
      : version === "2.3"
        ? new Ajv2019(options)
        : new Ajv2020(options);
  for (const [name, { fits }] of formatChecks) ajv.addFormat(name, fits);
  ajv.addFormat("string", true);
  if (family === "spdx") {
    if (corpus === undefined) return undefined;
    const folder = join(corpus, "schemas/spdx/resources");
    return ajv.compile(load(join(folder, `spdx-schema-v${version}.json`)));
  }
  const folder = corpus ? join(corpus, "schemas/cyclonedx/schema") : library;
  const infix = corpus ? "" : ".SNAPSHOT";
  if (!corpus && !/^1\.[67]$/.test(version)) return undefined;
  for (const name of ["spdx", "jsf-0.82", "cryptography-defs"]) {
    const file = `${name}${infix}.schema.json`;
    if (existsSync(join(folder, file))) {
      ajv.addSchema(load(join(folder, file)), `http://cyclonedx.org/schema/${file}`);
    }
  }
  return ajv.compile(load(join(folder, `bom-${version}${infix}.schema.json`)));
}

function load(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(file, "utf8"));
}
