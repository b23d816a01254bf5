import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { VexFamily } from "@coppice/vex";
import { Ajv, type ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";

/** Says what the official schema finds wrong with a document. */
export type Faults = (family: VexFamily, version: string, native: unknown) => unknown;

/** The official schemas of a corpus. Those of CVSS, to which CSAF's refers, are not in it and take all of their version. */
export function loadSchemas(corpus: string): Faults {
  const options = { strict: false, validateFormats: false };
  const load = (path: string): object => JSON.parse(readFileSync(join(corpus, path), "utf8"));
  const newer = new Ajv2020(options);
  for (const version of ["2.0", "3.0", "3.1"]) {
    const $id = `https://www.first.org/cvss/cvss-v${version}.json`;
    newer.addSchema({ $id, properties: { version: { const: version } } });
  }
  const older = new Ajv(options);
  const folder = "schemas/cyclonedx/schema";
  for (const name of ["spdx", "jsf-0.82", "cryptography-defs"]) {
    older.addSchema(load(`${folder}/${name}.schema.json`));
  }
  const schemas = new Map([
    ["openvex 0.2.0", { ajv: newer, path: "harden/openvex-spec/openvex_json_schema.json" }],
    ["csaf 2.0", { ajv: newer, path: "harden/csaf/csaf_2.0/json_schema/csaf_json_schema.json" }],
    ["cyclonedx 1.6", { ajv: older, path: `${folder}/bom-1.6.schema.json` }],
    ["cyclonedx 1.7", { ajv: older, path: `${folder}/bom-1.7.schema.json` }],
  ]);
  const compiled = new Map<string, ValidateFunction>();
  return (family, version, native) => {
    const name = `${family} ${version}`;
    const schema = schemas.get(name);
    if (schema === undefined) return "no schema";
    const validate = compiled.get(name) ?? schema.ajv.compile(load(schema.path));
    compiled.set(name, validate);
    return validate(native) ? [] : validate.errors;
  };
}
