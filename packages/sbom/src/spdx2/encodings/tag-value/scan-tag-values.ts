import { SbomError } from "../../../sbom-error.ts";
import type { SbomLimits } from "../../../sbom-limits.ts";

/** A tag with its value, as a tag-value file has it. */
export interface TagValue {
  /** Empty for a line that is none. */
  readonly tag: string;
  /** Without the white space and `<text>` around it; line ends are line feeds. */
  readonly value: string;
  /** From 1. */
  readonly line: number;
  /** Where the line begins, in characters from the start of the text. */
  readonly start: number;
  /** What follows `</text>` on its line and is no part of the value; empty in sound files. */
  readonly rest: string;
}

const open = "<text>";
const close = "</text>";

/**
 * Gives each tag of a tag-value file with its value, in order; comments and empty lines are left out. Lines end with line
 * feeds, carriage returns or both.
 *
 * Source: SPDX 2.3, 4.4 and the tag-value examples in each clause.
 *
 * @throws An {@link SbomError} with code `TAG_VALUE_INVALID` where a `<text>` is never closed, `TOO_MANY_ITEMS` past the
 * limit.
 */
export function* scanTagValues(
  text: string,
  limits: Pick<SbomLimits, "items">,
): Generator<TagValue> {
  const toLineEnd = /[^\r\n]*/y;
  const endOf = (from: number): number => {
    toLineEnd.lastIndex = from;
    return from + (toLineEnd.exec(text)?.[0].length ?? 0);
  };
  let line = 0;
  let items = 0;
  for (let start = text.startsWith("\uFEFF") ? 1 : 0; start < text.length; ) {
    line += 1;
    let end = endOf(start);
    const written = text.slice(start, end);
    const content = trimBlanks(written);
    if (content !== "" && !content.startsWith("#")) {
      items += 1;
      if (items > limits.items) {
        throw new SbomError(
          "TOO_MANY_ITEMS",
          `the document has more than ${limits.items} tags; raise limits.items to read it`,
        );
      }
      const colon = content.indexOf(":");
      const tag = colon < 0 ? "" : trimBlanks(content.slice(0, colon));
      const value = trimBlanks(content.slice(colon + 1));
      if (!isTag(tag)) yield { tag: "", value: content, line, start, rest: "" };
      else if (!value.startsWith(open)) yield { tag, value, line, start, rest: "" };
      else {
        const from = text.indexOf(open, start) + open.length;
        const to = text.indexOf(close, from);
        if (to < 0) {
          throw new SbomError(
            "TAG_VALUE_INVALID",
            `the <text> of ${tag} on line ${line} is never closed; end it with </text>`,
          );
        }
        end = endOf(to);
        const value = lineFeeds(text.slice(from, to));
        yield { tag, value, line, start, rest: trimBlanks(text.slice(to + close.length, end)) };
        line += countLineFeeds(value);
      }
    }
    start = text.startsWith("\r\n", end) ? end + 2 : end + 1;
  }
}

/** Whether `text` can stand before the colon. */
export function isTag(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9]{0,99}$/.test(text);
}

/** `text` with every line end made a line feed, as XML does too. */
export function lineFeeds(text: string): string {
  return text.includes("\r") ? text.replaceAll("\r\n", "\n").replaceAll("\r", "\n") : text;
}

/** `text` without spaces and tabs at its ends. Other white space belongs to a value. */
export function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start += 1;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

function countLineFeeds(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}
