import { renderCycloneDxXml } from "../cyclonedx/xml/render-cyclone-dx-xml.ts";
import {
  type DraftDocument,
  type DraftPath,
  draftDocument,
  finishDraft,
  objectsIn,
} from "../edit/draft-document.ts";
import { type Draft, isDraft } from "../json/draft.ts";
import { jsonPointerSteps } from "../json/json-pointer.ts";
import type { JsonObject } from "../json/json-value.ts";
import type { SbomLoss } from "../sbom-document.ts";
import type { SbomFormat } from "../sbom-format.ts";
import { demoteExpressions } from "./demote-expressions.ts";
import { knownFaults } from "./known-faults.ts";
import { pruneToSchema } from "./prune-to-schema.ts";

/** What CycloneDX requires, and where nothing else is said. */
const defaults: ReadonlyMap<string, string> = new Map([["version", ""]]);

/** Words of CycloneDX 1.2 that older versions do not have, with the version that brought them. */
const newerTypes: ReadonlyMap<unknown, string> = new Map([
  ["file", "1.1"],
  ["container", "1.2"],
  ["firmware", "1.2"],
]);
const newerHashes: ReadonlySet<unknown> = new Set([
  "SHA-384",
  "SHA3-384",
  "BLAKE2b-256",
  "BLAKE2b-384",
  "BLAKE2b-512",
  "BLAKE3",
]);

/**
 * The same document in another version of CycloneDX. Members that an older version names otherwise are renamed, a type that it
 * does not have becomes `library` or `other`; what else it does not have goes. 1.0 and 1.1 are as far as their XML goes. What
 * the version `from`, which a document was written in, does not allow either stays.
 */
export async function fitCycloneDx(
  native: JsonObject,
  version: string,
  from?: SbomFormat,
): Promise<{ readonly native: JsonObject; readonly losses: readonly SbomLoss[] }> {
  const draft = draftDocument(native);
  const { root } = draft;
  const isKnown = await knownFaults(draft, from);
  const reason = `CycloneDX ${version} has no place for this`;
  const schema = isBefore(version, "1.2") ? "1.2" : version;
  root["bomFormat"] = "CycloneDX";
  root["specVersion"] = schema;
  // Required until 1.5, which says that it is 1 unless told.
  root["version"] ??= 1;
  if (typeof root["$schema"] === "string") {
    root["$schema"] = `http://cyclonedx.org/schema/bom-${schema}.schema.json`;
  }
  renameMetadata(draft, version);
  for (const object of objectsIn(root)) renameMembers(draft, object, version);
  const format = { family: "cyclonedx", version: schema, encoding: "json" } as const;
  const before = native;
  await pruneToSchema(draft, { format, before, reason, defaults, nearest, isKnown });
  if (schema !== version) pruneToXml(draft, version, reason);
  root["specVersion"] = version;
  return { native: finishDraft(draft), losses: draft.losses };
}

/** The word that every version has for a type that a version does not have. */
function nearest(path: DraftPath): string | undefined {
  const [list, item, member] = path.slice(-3);
  if (member !== "type") return undefined;
  if (list === "externalReferences") return "other";
  return list === "components" || item === "component" ? "library" : undefined;
}

/** What 1.4 and 1.5 call otherwise. */
function renameMetadata({ root }: DraftDocument, version: string): void {
  const { metadata } = root;
  if (!isDraft(metadata)) return;
  const { tools, manufacturer } = metadata;
  if (isBefore(version, "1.6") && manufacturer !== undefined) {
    if (metadata["manufacture"] === undefined) {
      metadata["manufacture"] = manufacturer;
      delete metadata["manufacturer"];
    }
  }
  if (isBefore(version, "1.5") && isDraft(tools)) {
    const parts = [tools["components"], tools["services"]].flat().filter(isDraft);
    for (const part of parts) {
      if (part["group"] === undefined) continue;
      part["vendor"] = part["group"];
      delete part["group"];
    }
    metadata["tools"] = parts;
  }
}

/** What older versions write in another form. */
function renameMembers(draft: DraftDocument, object: Draft, version: string): void {
  if (isBefore(version, "1.7")) {
    const reason = `CycloneDX ${version} takes no expression beside other licences: this becomes a name`;
    demoteExpressions(object, (license) => draft.lose(license, "expression", reason));
  }
  if (!isBefore(version, "1.6")) return;
  const { authors, evidence } = object;
  // Metadata, which has no type, has always had authors.
  if (Array.isArray(authors) && typeof object["type"] === "string") {
    const names = authors.flatMap((item) => (isDraft(item) ? [item["name"]] : []));
    const author = names.filter((name) => typeof name === "string").join(", ");
    if (author !== "") object["author"] ??= author;
  }
  if (isDraft(evidence) && Array.isArray(evidence["identity"])) {
    const [first, second] = evidence["identity"];
    if (second !== undefined) {
      draft.lose(evidence, "identity", `CycloneDX ${version} has place for the first one only`);
    }
    if (first === undefined) delete evidence["identity"];
    else evidence["identity"] = first;
  }
}

/** Takes out what the XML of a version that has no JSON cannot say. */
function pruneToXml(draft: DraftDocument, version: string, reason: string): void {
  draft.root["components"] ??= [];
  for (const object of objectsIn(draft.root)) {
    // A component of 1.0 must say whether it is a changed copy.
    const component = typeof object["type"] === "string" && "name" in object;
    if (component && version === "1.0") object["modified"] ??= false;
    // Extensions came with 1.1.
    if (version === "1.0" && object["$xml"] !== undefined) {
      draft.lose(object, "$xml", reason);
      delete object["$xml"];
    }
    const since = newerTypes.get(object["type"]);
    if (component && since !== undefined && isBefore(version, since)) {
      draft.lose(object, "type", reason);
      object["type"] = "library";
    }
    const { hashes } = object;
    if (!Array.isArray(hashes)) continue;
    object["hashes"] = hashes.filter((hash) => {
      if (!isDraft(hash) || !newerHashes.has(hash["alg"])) return true;
      draft.lose(hash, "alg", reason);
      return false;
    });
  }
  const { losses } = renderCycloneDxXml(finishDraft(draft), version);
  for (const loss of losses) {
    if (loss.pointer === "/specVersion") continue;
    draft.remove(jsonPointerSteps(loss.pointer), `${reason}: ${loss.reason}`);
  }
  draft.compact();
  for (const object of objectsIn(draft.root)) {
    const { licenses } = object;
    if (Array.isArray(licenses) && licenses.length === 0) delete object["licenses"];
  }
}

function isBefore(a: string, b: string): boolean {
  return Number(a.split(".")[1]) < Number(b.split(".")[1]);
}
