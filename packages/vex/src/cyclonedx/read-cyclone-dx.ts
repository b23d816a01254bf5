import type { JsonObject } from "@coppice/sbom";
import { distinct, itemsOf, objectOf, objectsOf, textOf, textsOf } from "../json/members.ts";
import { readTime } from "../read-time.ts";
import type { VexAuthor, VexModel } from "../vex-document.ts";
import { readVexJustification, type VexJustification } from "../vex-justification.ts";
import { blankVexProduct, type VexProduct } from "../vex-product.ts";
import type { VexReading } from "../vex-reader.ts";
import { readVexResponse } from "../vex-response.ts";
import type { VexStatement, VexVulnerability } from "../vex-statement.ts";
import { readVexStatus, type VexStatus } from "../vex-status.ts";
import { notesProperty, readProperty } from "./properties.ts";
import { type KnownComponent, readComponents } from "./read-components.ts";

/**
 * The statements of a CycloneDX document: for each vulnerability one, or one for each status that its versions have. What is
 * said of a component that stands in the document holds inside of what the document is about.
 */
export function readCycloneDx(native: JsonObject, reading: VexReading): VexModel {
  const metadata = objectOf(native["metadata"]);
  const issued = readTime(metadata["timestamp"], "/metadata/timestamp", reading);
  const { version } = native;
  const components = readComponents(native);
  return {
    id: textOf(native["serialNumber"]),
    author: readAuthor(metadata),
    issued,
    revision: typeof version === "number" ? String(version) : undefined,
    statements: itemsOf(native["vulnerabilities"]).flatMap((value, index) =>
      readVulnerability(objectOf(value), `/vulnerabilities/${index}`, components, reading).map(
        (statement) => ({ ...statement, issued: statement.issued ?? issued }),
      ),
    ),
  };
}

function readAuthor(metadata: JsonObject): VexAuthor | undefined {
  const organizations = ["manufacturer", "supplier", "manufacture"].map((name) =>
    objectOf(metadata[name]),
  );
  for (const party of [...objectsOf(metadata["authors"]), ...organizations]) {
    const name = textOf(party["name"]);
    if (name !== undefined) return { name, url: textsOf(party["url"])[0] };
  }
  return undefined;
}

function readVulnerability(
  native: JsonObject,
  pointer: string,
  components: ReadonlyMap<string, KnownComponent>,
  reading: VexReading,
): readonly VexStatement[] {
  const analysis = objectOf(native["analysis"]);
  const word = textOf(analysis["state"]);
  const state = word === undefined ? undefined : readVexStatus("cyclonedx", word);
  const id = textOf(native["id"]);
  if (id === undefined) {
    reading.problem("STATEMENT_INVALID", pointer, "the vulnerability has no id; it is left out");
    return [];
  }
  if (word !== undefined && state === undefined) {
    const message = `${JSON.stringify(word)} is no state of CycloneDX; the vulnerability is left out`;
    reading.problem("STATUS_UNKNOWN", `${pointer}/analysis/state`, message);
    return [];
  }
  const common = {
    pointer,
    vulnerability: vulnerabilityOf(id, native),
    notes: readProperty(native, notesProperty),
    justification: readJustification(native, pointer, reading),
    impact: textOf(analysis["detail"]),
    action: readAction(native),
    responses: [
      ...new Set(
        textsOf(analysis["response"]).flatMap((one) => readVexResponse("cyclonedx", one) ?? []),
      ),
    ],
    issued: readTime(analysis["firstIssued"], `${pointer}/analysis/firstIssued`, reading),
    updated: readTime(analysis["lastUpdated"], `${pointer}/analysis/lastUpdated`, reading),
  };
  const groups = readAffects(native, pointer, state, components, reading);
  return [...groups].map(([status, products]) => ({
    ...common,
    products,
    status,
    statusWord: status === state && word !== status ? word : undefined,
  }));
}

function readAction(native: JsonObject): string | undefined {
  const texts = distinct([textOf(native["recommendation"]), textOf(native["workaround"])]);
  return texts.length === 0 ? undefined : texts.join("\n");
}

/** See CycloneDX 1.7 `vulnerability`. */
function vulnerabilityOf(id: string, native: JsonObject): VexVulnerability {
  const source = objectOf(native["source"]);
  return {
    id,
    aliases: distinct(objectsOf(native["references"]).map((one) => textOf(one["id"]))),
    description: textOf(native["description"]),
    source: textOf(source["name"]),
    url: textOf(source["url"]),
    references: distinct(objectsOf(native["advisories"]).map(({ url }) => textOf(url))),
    ratings: objectsOf(native["ratings"]).map((rating) => ({
      method: textOf(rating["method"]),
      score: typeof rating["score"] === "number" ? rating["score"] : undefined,
      severity: textOf(rating["severity"]),
      vector: textOf(rating["vector"]),
      source: textOf(objectOf(rating["source"])["name"]),
    })),
  };
}

function readJustification(
  native: JsonObject,
  pointer: string,
  reading: VexReading,
): VexJustification | undefined {
  const word = textOf(objectOf(native["analysis"])["justification"]);
  if (word === undefined) return undefined;
  const justification = readVexJustification("cyclonedx", word);
  if (justification === undefined) {
    const message = `${JSON.stringify(word)} is no justification of CycloneDX; the statement has none`;
    reading.problem("JUSTIFICATION_UNKNOWN", `${pointer}/analysis/justification`, message);
  }
  return justification;
}

/** The products of each status, in the order in which the document names them. */
function readAffects(
  native: JsonObject,
  pointer: string,
  state: VexStatus | undefined,
  components: ReadonlyMap<string, KnownComponent>,
  reading: VexReading,
): ReadonlyMap<VexStatus, readonly VexProduct[]> {
  const groups = new Map<VexStatus, VexProduct[]>();
  for (const [index, affected] of objectsOf(native["affects"]).entries()) {
    const ref = textOf(affected["ref"]);
    const known = ref === undefined ? undefined : components.get(ref);
    if (ref === undefined || (known === undefined && !ref.startsWith("urn:cdx:"))) {
      const message = `${JSON.stringify(ref ?? "")} is no component of the document; nothing is said of it`;
      reading.problem("PRODUCT_UNKNOWN", `${pointer}/affects/${index}/ref`, message);
      continue;
    }
    for (const [status, versions] of readVersions(affected, state)) {
      reading.count(1);
      const products = groups.get(status) ?? [];
      groups.set(status, products);
      products.push(productOf(ref, known, versions));
    }
  }
  if (groups.size === 0) {
    reading.problem(
      "PRODUCTS_MISSING",
      pointer,
      "the vulnerability affects no component; it says nothing",
    );
  }
  return groups;
}

type Versions = Pick<VexProduct, "versions" | "ranges">;

/** The versions of each status; all of them where none is named. */
function readVersions(
  affected: JsonObject,
  state: VexStatus | undefined,
): ReadonlyMap<VexStatus, Versions> {
  const entries = objectsOf(affected["versions"]);
  if (entries.length === 0) return new Map([[state ?? "affected", { versions: [], ranges: [] }]]);
  const groups = new Map<VexStatus, { readonly versions: string[]; readonly ranges: string[] }>();
  for (const { version, range, status } of entries) {
    const effective = statusOf(state, textOf(status));
    const group = groups.get(effective) ?? { versions: [], ranges: [] };
    groups.set(effective, group);
    if (typeof version === "string") group.versions.push(version);
    if (typeof range === "string") group.ranges.push(range);
  }
  return groups;
}

/**
 * The analysis is what counts; a version's own status tells which versions have the flaw in them at all. So "affected" versions
 * of what is not affected have the flaw out of reach, while "unaffected" versions of what is exploitable are not affected.
 * Without an analysis, what the schema calls `affects` is affected.
 */
function statusOf(state: VexStatus | undefined, version: string | undefined): VexStatus {
  const open = state === undefined || state === "affected" || state === "under_investigation";
  if (open && version === "unaffected") return "not_affected";
  if (open && version === "unknown") return "under_investigation";
  return state ?? "affected";
}

function productOf(ref: string, known: KnownComponent | undefined, versions: Versions): VexProduct {
  if (known === undefined) return { ...blankVexProduct, ref, ...versions };
  const component = { ...known.component, ...versions };
  if (known.root === undefined) return { ...blankVexProduct, ...component };
  return { ...blankVexProduct, ...known.root, subcomponents: [component] };
}
