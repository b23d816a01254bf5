import { fileURLToPath } from "node:url";
import { type MergedTypes, mergeTypes } from "./cyclonedx-merge.ts";
import { protoTablesOf } from "./cyclonedx-proto-messages.ts";
import { xmlTypesOf } from "./cyclonedx-xml-types.ts";

const notice = `// Generated from the XML Schemas, JSON Schemas and protocol buffer definitions of CycloneDX (https://cyclonedx.org).
// Copyright OWASP Foundation. Licensed under the Apache License, Version 2.0
// (https://www.apache.org/licenses/LICENSE-2.0): this file holds names and structure of those documents in another form.
`;

const xmlVersions = ["1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7"];
const protoVersions = xmlVersions.slice(3);

/** Tables of CycloneDX's encodings from the folder of its official schemas: path and text of each file. */
export function cycloneDxTables(schemaFolder: string): Map<string, string> {
  const generated = fileURLToPath(new URL("../packages/sbom/src/generated/", import.meta.url));
  const xml = xmlVersions.map((version) => [version, xmlTypesOf(schemaFolder, version)] as const);
  const proto = protoVersions.map(
    (version) => [version, protoTablesOf(schemaFolder, version)] as const,
  );
  const messages = proto.map(([version, tables]) => [version, tables.messages] as const);
  const enums = proto.map(([version, tables]) => [version, tables.enums] as const);
  return new Map([
    [
      `${generated}cyclonedx-xml-types.ts`,
      notice +
        table(
          "cycloneDxXmlTypes",
          "Entries of each type of CycloneDX's XML; `xml-types.ts` says how they are written.",
          mergeTypes(new Map(xml)),
        ),
    ],
    [
      `${generated}cyclonedx-proto-messages.ts`,
      notice +
        table(
          "cycloneDxProtoMessages",
          "Fields of each message of CycloneDX's protocol buffers; `proto-messages.ts` says how they are written.",
          mergeTypes(new Map(messages)),
        ) +
        table(
          "cycloneDxProtoEnums",
          "Values of each enumeration: what their names begin with, then number, name and word of each.",
          mergeTypes(new Map(enums)),
        ),
    ],
  ]);
}

function table(name: string, comment: string, types: MergedTypes): string {
  const lines = [...types].map(
    ([type, entries]) => `  ${JSON.stringify(type)}: ${JSON.stringify(entries.join(" "))},\n`,
  );
  return `\n/** ${comment} */\nexport const ${name}: { readonly [type: string]: string } = {\n${lines.join("")}};\n`;
}
