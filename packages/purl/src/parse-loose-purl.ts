import type { Problem } from "@coppice/types";
import { listRepairs, type PurlRepair } from "./list-repairs.ts";
import { replaceSurrogates } from "./percent.ts";
import type { Purl } from "./purl.ts";
import { emptyDraft, finishDraft } from "./purl-draft.ts";
import type { PurlErrorCode } from "./purl-error.ts";
import { readLoosePurl } from "./read-loose-purl.ts";
import { readPurl } from "./read-purl.ts";
import { renderDraft } from "./render-draft.ts";

/** What {@link parseLoosePurl} could make of a text. */
export type LoosePurl = ReadablePurl | UnreadablePurl;

/** A purl, with what was repaired for it and what is still wrong with it. */
export interface ReadablePurl {
  readonly purl: Purl;
  /** What differs from the canonical text; none where the text is it. */
  readonly repairs: readonly PurlRepair[];
  /** A rule of the type that the purl breaks and that nothing can repair, such as a Maven artifact without a group. */
  readonly fault?: PurlProblem;
}

/** A text that is no package URL whatever is repaired. */
export interface UnreadablePurl {
  readonly purl: undefined;
  readonly repairs: readonly [];
  readonly fault: PurlProblem;
}

/** What is wrong with a purl, as data. */
export interface PurlProblem extends Problem {
  readonly code: PurlErrorCode;
}

/**
 * Reads a package URL as tools in the field write it, and says what it repaired: an `@` that was not encoded, an
 * encoded slash, capital letters, slashes too many, spaces, stray percent signs, `&amp;`, qualifiers in another order,
 * empty or twice. Never throws. A canonical text has no repairs, and gives what {@link parsePurl} gives.
 *
 * @example
 * ```ts
 * import { parseLoosePurl } from "@coppice/purl";
 *
 * const { purl, repairs } = parseLoosePurl("pkg:npm/@babel/core@7.26.0");
 * purl?.namespace; // => "@babel"
 * repairs.map(({ code }) => code); // => ["ENCODING"]
 * parseLoosePurl("pkg:maven/junit@4.13").fault?.code; // => "NAMESPACE_MISSING"
 * parseLoosePurl("junit-4.13.jar").purl; // => undefined
 * ```
 */
export function parseLoosePurl(text: string): LoosePurl {
  const draft = emptyDraft();
  if (readPurl(text, draft) === undefined) {
    const repairs = renderDraft(draft) === text ? [] : listRepairs(text, draft);
    return { purl: finishDraft(draft), repairs };
  }
  return repair(text);
}

const spaceRepair: PurlRepair = {
  code: "SPACE",
  message: "space around the purl is left out, and half of a surrogate pair is U+FFFD",
};

function repair(text: string): LoosePurl {
  const clean = replaceSurrogates(text.trim());
  const read = readLoosePurl(clean);
  if ("code" in read) return { purl: undefined, repairs: [], fault: read };
  const { draft, fault } = read;
  const repairs = listRepairs(clean, draft);
  if (clean !== text) repairs.unshift(spaceRepair);
  return { purl: finishDraft(draft), repairs, ...(fault && { fault }) };
}
