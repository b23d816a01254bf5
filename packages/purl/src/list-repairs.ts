import type { Problem } from "@coppice/types";
import { decodeLoosely, encodePart, encodePath } from "./percent.ts";
import type { PurlDraft } from "./purl-draft.ts";
import { quote } from "./quote.ts";
import { isSegment, isSubpathSegment, looseKey, splitPairs } from "./read-loose-purl.ts";
import { renderPath, renderQualifiers } from "./render-draft.ts";
import { splitPurl } from "./split-purl.ts";

/**
 * How a text was repaired. `SPACE`: what is around it, or is no character, is gone; `SCHEME`: slashes after `pkg:` or
 * its capital letters; `CASE`: letters are in lower case now; `SLASH`: slashes and dots that separate nothing are gone;
 * `ENCODING`: percent-encoding is as the standard has it; `NAME`: the type's rules changed more than that; `QUALIFIER`:
 * pairs are gone that are empty, there twice or not readable; `ORDER`: qualifiers are in the order of their keys;
 * `EMPTY`: a separator before nothing is gone.
 */
export type PurlRepairCode =
  | "SPACE"
  | "SCHEME"
  | "CASE"
  | "SLASH"
  | "ENCODING"
  | "NAME"
  | "QUALIFIER"
  | "ORDER"
  | "EMPTY";

/** A difference between a text and the canonical form of its purl. */
export interface PurlRepair extends Problem {
  readonly code: PurlRepairCode;
}

/** What differs between a text and the canonical form of the draft that was read from it: each code once a part. */
export function listRepairs(text: string, draft: PurlDraft): PurlRepair[] {
  const raw = splitPurl(text);
  if ("code" in raw) return [];
  const { type, namespace, name, version, subpath } = draft;
  const repairs: PurlRepair[] = [];
  const compare = (part: string, written: string, canonical: string, codes: CodesOfPart): void => {
    if (written === canonical) return;
    const found = new Set(codes());
    if (found.size === 0) found.add("ENCODING");
    for (const code of found) {
      repairs.push({ code, message: `the ${part} ${quote(written)} is ${quote(canonical)}` });
    }
  };
  const scheme = text.slice(0, text.indexOf(raw.type, 4));
  compare("scheme", scheme, "pkg:", () => ["SCHEME"]);
  compare("type", raw.type, type, () => ["CASE"]);
  const path = raw.namespace === undefined ? raw.name : `${raw.namespace}/${raw.name}`;
  const value = namespace === "" ? name : `${namespace}/${name}`;
  compare("path", path, renderPath(draft), () => codesOfPath(path, value, isSegment));
  compare("version", raw.version ?? "", encodePart(version), () =>
    codesOfText(raw.version ?? "", version),
  );
  const query = text.slice(raw.pathEnd + 1, raw.queryEnd);
  const qualifiers = draft.qualifiers ?? {};
  compare("qualifiers", query, renderQualifiers(qualifiers), () =>
    codesOfQualifiers(query, qualifiers),
  );
  const fragment = text.slice(raw.queryEnd + 1);
  compare("subpath", fragment, encodePath(subpath), () =>
    codesOfPath(fragment, subpath, isSubpathSegment),
  );
  const { pathEnd, queryEnd } = raw;
  if (raw.version === "" || pathEnd + 1 === queryEnd || queryEnd + 1 === text.length) {
    repairs.push({ code: "EMPTY", message: "an @, ? or # before nothing is left out" });
  }
  return repairs;
}

type CodesOfPart = () => Iterable<PurlRepairCode>;

function* codesOfText(written: string, value: string): Generator<PurlRepairCode> {
  const decoded = decodeLoosely(written);
  if (decoded !== value) {
    yield decoded.toLowerCase() === value.toLowerCase() ? "CASE" : "NAME";
  }
  if (encodePart(decoded) !== written) yield "ENCODING";
}

function* codesOfPath(
  written: string,
  value: string,
  isKept: (segment: string) => boolean,
): Generator<PurlRepairCode> {
  const segments = written.split("/");
  const kept = segments.filter(isKept);
  if (kept.length < segments.length) yield "SLASH";
  const decoded = kept.map(decodeLoosely);
  if (decoded.join("/") !== value) {
    yield decoded.join("/").toLowerCase() === value.toLowerCase() ? "CASE" : "NAME";
  }
  if (decoded.map(encodePart).join("/") !== kept.join("/")) yield "ENCODING";
}

function* codesOfQualifiers(
  written: string,
  qualifiers: { readonly [key: string]: string },
): Generator<PurlRepairCode> {
  const seen = new Set<string>();
  let last = "";
  for (const [writtenKey, writtenValue] of splitPairs(written)) {
    const key = looseKey(writtenKey);
    const value = Object.hasOwn(qualifiers, key) ? qualifiers[key] : undefined;
    if (value === undefined || writtenValue === "" || seen.has(key)) {
      yield "QUALIFIER";
      continue;
    }
    seen.add(key);
    if (key < last) yield "ORDER";
    last = key;
    if (writtenKey !== key) yield writtenKey.toLowerCase() === key ? "CASE" : "ENCODING";
    yield* codesOfText(writtenValue, value);
  }
}
