import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compileJsonSchema } from "./sbom-validators/compile-json-schema.ts";
import {
  compileCycloneDxPlaces,
  compilePlaces,
  compileSpdx3Places,
} from "./sbom-validators/compile-places.ts";
import { compileXmlSchema } from "./sbom-validators/compile-xml-schema.ts";

const folder = fileURLToPath(
  new URL("../packages/sbom/src/generated/validation/", import.meta.url),
);
const cycloneDxJson = ["1.2", "1.2-strict", "1.3", "1.3-strict", "1.4", "1.5", "1.6", "1.7"];
const cycloneDxXml = ["1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7"];
const spdxJson = ["2.2", "2.3", "3.0.0", "3.0.1"];

/** Places of SPDX 2 documents: their schema says only "string", the specification's chapters say what they are. */
const spdx2Places = {
  id:
    "SPDXID packages[].SPDXID files[].SPDXID snippets[].SPDXID " +
    "externalDocumentRefs[].externalDocumentId hasExtractedLicensingInfos[].licenseId",
  reference:
    "documentDescribes[] relationships[].spdxElementId relationships[].relatedSpdxElement packages[].hasFiles[] " +
    "files[].fileDependencies[] snippets[].snippetFromFile snippets[].ranges[].startPointer.reference " +
    "snippets[].ranges[].endPointer.reference",
  license:
    "packages[].licenseConcluded packages[].licenseDeclared packages[].licenseInfoFromFiles[] " +
    "files[].licenseConcluded files[].licenseInfoInFiles[] snippets[].licenseConcluded " +
    "snippets[].licenseInfoInSnippets[]",
  timestamp:
    "creationInfo.created annotations[].annotationDate packages[].annotations[].annotationDate " +
    "files[].annotations[].annotationDate snippets[].annotations[].annotationDate packages[].builtDate " +
    "packages[].releaseDate packages[].validUntilDate revieweds[].reviewDate",
  identifier: "packages[].externalRefs[]",
  hash: "packages[].checksums[] files[].checksums[] externalDocumentRefs[].checksum",
};

/**
 * The tables of `packages/sbom` made from the official schemas in the folder `schemas`: path and text of each file.
 * Nothing where the folder is absent.
 */
export function sbomValidatorFiles(schemas: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  if (!existsSync(schemas)) return files;
  const cyclonedx = join(schemas, "cyclonedx/schema");
  const spdx = join(schemas, "spdx/resources");
  const load = (file: string): Record<string, unknown> =>
    JSON.parse(readFileSync(join(file.startsWith("spdx-schema") ? spdx : cyclonedx, file), "utf8"));
  const add = (name: string, type: string, file: string, table: unknown): void => {
    const text = JSON.stringify(table).replaceAll("\\", "\\\\").replaceAll("'", "\\'");
    files.set(join(folder, `${name}.js`), `export const table = JSON.parse('${text}');\n`);
    const from = `import type { ${type} } from "../../validation/${file}.ts";\n\n`;
    files.set(join(folder, `${name}.d.ts`), `${from}export declare const table: ${type};\n`);
  };
  const addJson = (name: string, file: string): void =>
    add(name, "JsonSchemaTable", "json-schema-table", compileJsonSchema(file, load));
  for (const version of cycloneDxJson) {
    addJson(`cyclonedx-json-${version}`, `bom-${version}.schema.json`);
  }
  for (const version of spdxJson) addJson(`spdx-json-${version}`, `spdx-schema-v${version}.json`);
  for (const version of cycloneDxXml) {
    const text = readFileSync(join(cyclonedx, `bom-${version}.xsd`), "utf8");
    add(`cyclonedx-xml-${version}`, "XmlSchemaTable", "xml-schema-table", compileXmlSchema(text));
  }
  const licenses = load("spdx.schema.json")["enum"];
  add("license-ids", "LicenseIds", "license-ids", licenses);
  const latest = ["1.4", "1.5", "1.6", "1.7"].map((version) => load(`bom-${version}.schema.json`));
  const places = {
    cyclonedx: compileCycloneDxPlaces(latest),
    "spdx-2": compilePlaces(spdx2Places),
    "spdx-3": compileSpdx3Places(load("spdx-schema-v3.0.1.json")),
  };
  add("places", "PlaceTables", "place-table", places);
  return files;
}
