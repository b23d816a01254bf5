import { applyTypeRules } from "./apply-type-rules.ts";
import { decodeLoosely } from "./percent.ts";
import { emptyDraft, type PurlDraft, type PurlFault } from "./purl-draft.ts";
import { checkType } from "./purl-parts.ts";
import { byKey, isQualifierKey, type Pair, qualifiersOf } from "./read-qualifiers.ts";
import { splitPurl } from "./split-purl.ts";
import { typeEntries } from "./type-entries.ts";

/** A draft made of any text that has a type and a name, and the rule of its type that it breaks. */
export function readLoosePurl(text: string): { draft: PurlDraft; fault?: PurlFault } | PurlFault {
  const raw = splitPurl(text);
  if ("code" in raw) return raw;
  const draft = emptyDraft();
  draft.type = raw.type.toLowerCase();
  const wrongType = checkType(draft.type);
  if (wrongType !== undefined) return wrongType;
  const path = looseSegments(`${raw.namespace ?? ""}/${raw.name}`);
  const last = path.pop();
  if (last === undefined) {
    return { code: "NAME_MISSING", message: "the purl has no name; write pkg:type/name" };
  }
  draft.name = last;
  draft.namespace = path.flatMap((segment) => segment.split("/").filter(isSegment)).join("/");
  splitName(draft);
  draft.version = decodeLoosely(raw.version ?? "");
  draft.subpath = looseSegments(text.slice(raw.queryEnd + 1))
    .flatMap((segment) => segment.split("/"))
    .filter(isSubpathSegment)
    .join("/");
  draft.qualifiers = qualifiersOf(looseQualifiers(text.slice(raw.pathEnd + 1, raw.queryEnd)));
  const entry = typeEntries.get(draft.type);
  const fault = entry && applyTypeRules(draft, entry);
  return fault === undefined ? { draft } : { draft, fault };
}

/** The decoded segments of a path, without empty ones. */
function looseSegments(path: string): string[] {
  return path.split("/").filter(isSegment).map(decodeLoosely);
}

export function isSegment(text: string): boolean {
  return text !== "";
}

/** See ECMA-427, 5.6.7. */
export function isSubpathSegment(text: string): boolean {
  return text !== "" && text !== "." && text !== "..";
}

/** Key and decoded value of each pair that says something; of a key that is there twice the first. */
function looseQualifiers(text: string): Pair[] {
  const found = new Map<string, string>();
  for (const [key, value] of splitPairs(text)) {
    const name = looseKey(key);
    if (isQualifierKey(name) && value !== "" && !found.has(name)) {
      found.set(name, decodeLoosely(value));
    }
  }
  return [...found].map(([key, value]) => ({ key, value })).sort(byKey);
}

/** Key and value of each pair as they are written; the key is empty where there is no equals sign. */
export function splitPairs(text: string): [key: string, value: string][] {
  return text.split("&").map((pair) => {
    const equals = pair.indexOf("=");
    return [pair.slice(0, Math.max(equals, 0)), pair.slice(equals + 1)];
  });
}

/** A key in lower case, without what HTML's `&amp;` leaves of itself. */
export function looseKey(text: string): string {
  const key = decodeLoosely(text).trim().toLowerCase();
  return key.startsWith("amp;") ? key.slice(4) : key;
}

/** Cuts a name that was encoded together with its namespace: `%40babel%2Fcore`, `github.com%2Fgorilla%2Fmux`. */
function splitName(draft: PurlDraft): void {
  const slash = draft.name.lastIndexOf("/");
  if (slash <= 0 || slash === draft.name.length - 1 || draft.namespace !== "") return;
  if (draft.type !== "npm" && typeEntries.get(draft.type)?.definition.namespace !== "required")
    return;
  draft.namespace = draft.name.slice(0, slash).split("/").filter(isSegment).join("/");
  draft.name = draft.name.slice(slash + 1);
}
