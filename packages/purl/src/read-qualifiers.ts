import { decodePart } from "./percent.ts";
import type { PurlDraft, PurlFault } from "./purl-draft.ts";
import { quote } from "./quote.ts";

/** A qualifier that was read. */
export interface Pair {
  readonly key: string;
  readonly value: string;
}

/** Up to this many pairs are sorted by insertion, which is faster for so few; hostile input has more. */
const few = 16;

/** Keys that most purls with qualifiers have. A literal of the program is a faster key than a piece of a text. */
const usualKeys: ReadonlyMap<string, string> = /* @__PURE__ */ new Map(
  [
    "arch",
    "classifier",
    "distro",
    "epoch",
    "package-id",
    "repository_url",
    "tag",
    "type",
    "upstream",
    "vcs_url",
  ].map((key) => [key, key]),
);

const keyCharacters = /^[a-z][a-z0-9._-]*$/;

/**
 * Reads the `key=value` pairs from `start` to `end` into `draft`, in the order of their keys. See ECMA-427, 5.6.6.
 * `plain` says that no character is encoded.
 */
export function readQualifiers(
  text: string,
  start: number,
  end: number,
  plain: boolean,
  draft: PurlDraft,
): PurlFault | undefined {
  const pairs: Pair[] = [];
  for (let pairStart = start; pairStart <= end; ) {
    const ampersand = text.indexOf("&", pairStart);
    const pairEnd = ampersand === -1 || ampersand > end ? end : ampersand;
    const equals = text.indexOf("=", pairStart);
    if (equals === -1 || equals >= pairEnd) return keyFault(text.slice(pairStart, pairEnd));
    const written = text.slice(pairStart, equals);
    const usual = usualKeys.get(written);
    if (usual === undefined && !isQualifierKey(written)) return keyFault(written);
    const key = usual ?? written;
    const encoded = text.slice(equals + 1, pairEnd);
    const value = plain ? encoded : decodePart(encoded);
    if (value === undefined) {
      return {
        code: "ENCODING_INVALID",
        message: `the qualifier "${key}" has a % that encodes no UTF-8; write it as %25`,
      };
    }
    if (pairs.length < few) insertPair(pairs, { key, value });
    else pairs.push({ key, value });
    pairStart = pairEnd + 1;
  }
  if (pairs.length > few) pairs.sort(byKey);
  for (let index = 1; index < pairs.length; index++) {
    const key = pairs[index]?.key;
    if (key === pairs[index - 1]?.key) {
      return {
        code: "QUALIFIER_REPEATED",
        message: `the qualifier "${key}" is there twice; keep one of them`,
      };
    }
  }
  draft.qualifiers = qualifiersOf(pairs);
  return undefined;
}

/** Adds a pair at its place among those before it; most often that is the end. */
function insertPair(pairs: Pair[], pair: Pair): void {
  let index = pairs.length;
  for (; index > 0; index--) {
    const before = pairs[index - 1];
    if (before === undefined || before.key < pair.key) break;
    pairs[index] = before;
  }
  pairs[index] = pair;
}

export function byKey(a: Pair, b: Pair): number {
  return a.key < b.key ? -1 : 1;
}

/** Pairs as qualifiers, without those whose value is empty; `undefined` where none remains. */
export function qualifiersOf(pairs: readonly Pair[]): PurlDraft["qualifiers"] {
  const qualifiers: { [key: string]: string } = {};
  let any = false;
  for (const pair of pairs) {
    if (pair.value === "") continue;
    qualifiers[pair.key] = pair.value;
    any = true;
  }
  return any ? qualifiers : undefined;
}

export function isQualifierKey(text: string): boolean {
  return keyCharacters.test(text);
}

export function keyFault(text: string): PurlFault {
  return {
    code: "QUALIFIER_INVALID",
    message: `${quote(text)} is no key of a qualifier; use a-z, 0-9, period, dash and underscore, a letter first`,
  };
}
