import { decodeName } from "@coppice/image";

/** One paragraph of a file in the format of deb822(5), such as dpkg's status. */
export interface DpkgStanza {
  /** Where it begins, in bytes. */
  readonly start: number;
  /** Where the next one begins: the blank lines after a stanza belong to it, so that it can be cut out verbatim. */
  readonly end: number;
  /**
   * Values by field name in lower case. The lines of a longer value keep their indent and are joined by `\n`. Where a
   * name comes twice the first one counts.
   */
  readonly fields: ReadonlyMap<string, string>;
  /** Lines that are neither a field nor a part of one. */
  readonly unreadable: number;
}

/**
 * The stanzas of dpkg's status file, or of another file in its format. They tile the file: the ranges put together
 * are all of it, so that an editor can leave stanzas out and copy the others byte for byte.
 *
 * @example
 * ```ts
 * import { parseDpkgStatus } from "@coppice/inventory";
 *
 * const file = new TextEncoder().encode("Package: a\nVersion: 1\n\nPackage: b\n");
 * const [a, b] = parseDpkgStatus(file);
 * a?.fields.get("version"); // => "1"
 * [a?.start, a?.end, b?.end]; // => [0, 23, 34]
 * ```
 */
export function* parseDpkgStatus(bytes: Uint8Array): Generator<DpkgStanza> {
  let start = 0;
  let hasContent = false;
  let afterBlank = false;
  for (let at = 0; at < bytes.length; ) {
    const newline = bytes.indexOf(newLine, at);
    const next = newline < 0 ? bytes.length : newline + 1;
    const blank = isBlank(bytes, at, next);
    if (!blank && hasContent && afterBlank) {
      yield readStanza(bytes, start, at);
      start = at;
    }
    hasContent ||= !blank;
    afterBlank = blank;
    at = next;
  }
  if (hasContent) yield readStanza(bytes, start, bytes.length);
}

const newLine = 0x0a;

/** dpkg takes a line of white space as the end of a stanza too. */
function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d && byte !== newLine) return false;
  }
  return true;
}

function readStanza(bytes: Uint8Array, start: number, end: number): DpkgStanza {
  const values = new Map<string, string[]>();
  let current: string[] | undefined;
  let unreadable = 0;
  for (const line of decodeName(bytes.subarray(start, end)).split("\n")) {
    if (line.trim() === "") continue;
    if (line[0] === " " || line[0] === "\t") {
      if (current) current.push(line.trimEnd());
      else unreadable++;
      continue;
    }
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).toLowerCase();
    current = colon > 0 ? [line.slice(colon + 1).trim()] : undefined;
    if (current === undefined || values.has(name)) unreadable++;
    else values.set(name, current);
  }
  const fields = new Map<string, string>();
  for (const [name, lines] of values) fields.set(name, lines.join("\n"));
  return { start, end, fields, unreadable };
}
