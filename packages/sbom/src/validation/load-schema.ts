import { SbomError } from "../sbom-error.ts";
import type { SbomFormat } from "../sbom-format.ts";
import { compileJsonSchema } from "./compile-json-schema.ts";
import type { JsonCheck } from "./json-check.ts";
import type { JsonSchemaTable } from "./json-schema-table.ts";
import type { XmlSchemaTable } from "./xml-schema-table.ts";

type Load<Table> = () => Promise<{ readonly table: Table }>;

/** Each is a file of its own, which is loaded when a document of its version is validated. */
const jsonSchemas: ReadonlyMap<string, Load<JsonSchemaTable>> = new Map([
  ["cyclonedx 1.2", () => import("@coppice/sbom/schemas/cyclonedx-json-1.2")],
  ["cyclonedx 1.2 strict", () => import("@coppice/sbom/schemas/cyclonedx-json-1.2-strict")],
  ["cyclonedx 1.3", () => import("@coppice/sbom/schemas/cyclonedx-json-1.3")],
  ["cyclonedx 1.3 strict", () => import("@coppice/sbom/schemas/cyclonedx-json-1.3-strict")],
  ["cyclonedx 1.4", () => import("@coppice/sbom/schemas/cyclonedx-json-1.4")],
  ["cyclonedx 1.5", () => import("@coppice/sbom/schemas/cyclonedx-json-1.5")],
  ["cyclonedx 1.6", () => import("@coppice/sbom/schemas/cyclonedx-json-1.6")],
  ["cyclonedx 1.7", () => import("@coppice/sbom/schemas/cyclonedx-json-1.7")],
  ["spdx 2.2", () => import("@coppice/sbom/schemas/spdx-json-2.2")],
  ["spdx 2.3", () => import("@coppice/sbom/schemas/spdx-json-2.3")],
  ["spdx 3.0.0", () => import("@coppice/sbom/schemas/spdx-json-3.0.0")],
  ["spdx 3.0.1", () => import("@coppice/sbom/schemas/spdx-json-3.0.1")],
]);

const xmlSchemas: ReadonlyMap<string, Load<XmlSchemaTable>> = new Map([
  ["1.0", () => import("@coppice/sbom/schemas/cyclonedx-xml-1.0")],
  ["1.1", () => import("@coppice/sbom/schemas/cyclonedx-xml-1.1")],
  ["1.2", () => import("@coppice/sbom/schemas/cyclonedx-xml-1.2")],
  ["1.3", () => import("@coppice/sbom/schemas/cyclonedx-xml-1.3")],
  ["1.4", () => import("@coppice/sbom/schemas/cyclonedx-xml-1.4")],
  ["1.5", () => import("@coppice/sbom/schemas/cyclonedx-xml-1.5")],
  ["1.6", () => import("@coppice/sbom/schemas/cyclonedx-xml-1.6")],
  ["1.7", () => import("@coppice/sbom/schemas/cyclonedx-xml-1.7")],
]);

/** Checks and tables that are loaded already. They are the same for every document, and never change. */
const checks = new Map<string, JsonCheck>();
let licenses: ReadonlySet<string> | undefined;

/**
 * The check of the official JSON Schema for a format. CycloneDX 1.2 and 1.3 have a `strict` one, which allows no other
 * members, as every later version does.
 *
 * @throws An {@link SbomError} with code `VERSION_UNSUPPORTED` where there is none.
 */
export async function loadJsonSchema(format: SbomFormat, strict: boolean): Promise<JsonCheck> {
  const name = `${format.family} ${schemaVersion(format)}`;
  const key = strict && jsonSchemas.has(`${name} strict`) ? `${name} strict` : name;
  const known = checks.get(key);
  if (known !== undefined) return known;
  const load = jsonSchemas.get(key);
  if (load === undefined) throw unsupported(format);
  const check = compileJsonSchema((await load()).table, await loadLicenseIds());
  checks.set(key, check);
  return check;
}

/**
 * The official XML Schema for a version of CycloneDX.
 *
 * @throws An {@link SbomError} with code `VERSION_UNSUPPORTED` where there is none.
 */
export async function loadXmlSchema(format: SbomFormat): Promise<XmlSchemaTable> {
  const load = format.family === "cyclonedx" ? xmlSchemas.get(format.version) : undefined;
  if (load === undefined) throw unsupported(format);
  return (await load()).table;
}

/** The identifiers that schemas of CycloneDX allow as a licence's `id`. */
export async function loadLicenseIds(): Promise<ReadonlySet<string>> {
  licenses ??= new Set((await import("@coppice/sbom/schemas/license-ids")).table);
  return licenses;
}

/** Version of the schema: SPDX 2.0 and 2.1 have none and are read as 2.2; 3.0 is its first edition. */
function schemaVersion({ family, version }: SbomFormat): string {
  if (family !== "spdx") return version;
  if (/^2\.[0-2](?:\.|$)/.test(version)) return "2.2";
  if (version.startsWith("2.3")) return "2.3";
  return version === "3.0" ? "3.0.0" : version;
}

function unsupported({ family, version, encoding }: SbomFormat): SbomError {
  if (family === "cyclonedx" && xmlSchemas.has(version)) {
    return new SbomError(
      "VERSION_UNSUPPORTED",
      `CycloneDX ${version} has an XML Schema and no other; give the text of the document beside it`,
    );
  }
  return new SbomError(
    "VERSION_UNSUPPORTED",
    `there is no official schema here for ${family} ${version} in ${encoding}; convert the document to a version that has one`,
  );
}
