import { decodeName, joinPath } from "@coppice/image";

/** A package in apk's database of installed packages. */
export interface ApkRecord {
  /** Where it begins, in bytes. */
  readonly start: number;
  /** Where the next one begins: the blank line after a record belongs to it, so that it can be cut out verbatim. */
  readonly end: number;
  /** Values by letter, such as `P` for the name; those of files are not among them. The first one counts. */
  readonly fields: ReadonlyMap<string, string>;
  /** Paths from the root, in the order of the record. */
  readonly folders: readonly string[];
  readonly files: readonly ApkFile[];
  /** Lines that say nothing that is understood, and those of files whose paths take far more room than the record. */
  readonly unreadable: number;
}

/** A file or link of an {@link ApkRecord}. */
export interface ApkFile {
  /** From the root. */
  readonly path: string;
  /** As it is written: `Q1` and SHA-1 in base64. Of a link it is that of its target's text. */
  readonly checksum?: string;
}

/**
 * The packages in apk's database `installed`. They tile the file: the ranges put together are all of it.
 *
 * @example
 * ```ts
 * import { parseApkDatabase } from "@coppice/inventory";
 *
 * const file = new TextEncoder().encode("P:a\nV:1-r0\nF:etc\nR:a.conf\nZ:Q1AAAA\n\nP:b\nV:2-r0\n");
 * const [a, b] = parseApkDatabase(file);
 * a?.fields.get("V"); // => "1-r0"
 * a?.files; // => [{ path: "/etc/a.conf", checksum: "Q1AAAA" }]
 * [a?.end, b?.start, b?.end]; // => [36, 36, 47]
 * ```
 */
export function* parseApkDatabase(bytes: Uint8Array): Generator<ApkRecord> {
  let start = 0;
  let hasContent = false;
  let afterBlank = false;
  for (let at = 0; at < bytes.length; ) {
    const newline = bytes.indexOf(0x0a, at);
    const next = newline < 0 ? bytes.length : newline + 1;
    const blank = isBlank(bytes, at, next);
    if (!blank && hasContent && afterBlank) {
      yield readRecord(bytes, start, at);
      start = at;
    }
    hasContent ||= !blank;
    afterBlank = blank;
    at = next;
  }
  if (hasContent) yield readRecord(bytes, start, bytes.length);
}

function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  return to - from <= 2 && bytes.subarray(from, to).every((byte) => byte === 0x0a || byte === 0x0d);
}

/** A path takes less than its share of a record; a long folder with many short names in it is an attack. */
const maximumExpansion = 16;

function readRecord(bytes: Uint8Array, start: number, end: number): ApkRecord {
  const fields = new Map<string, string>();
  const folders: string[] = [];
  const files: ApkFile[] = [];
  let unreadable = 0;
  let left = (end - start) * maximumExpansion;
  for (const written of decodeName(bytes.subarray(start, end)).split("\n")) {
    const line = written.endsWith("\r") ? written.slice(0, -1) : written;
    if (line === "") continue;
    const letter = line.charAt(0);
    const value = line.slice(2);
    const folder = folders.at(-1);
    const file = files.at(-1);
    if (line[1] !== ":") unreadable++;
    else if (letter === "F") folders.push(`/${value}`);
    else if (letter === "R" && folder !== undefined && left > folder.length) {
      left -= folder.length;
      files.push({ path: joinPath(folder, value) });
    } else if (letter === "Z" && file !== undefined && file.checksum === undefined) {
      files[files.length - 1] = { path: file.path, checksum: value };
    } else if (letter === "R" || letter === "Z" || fields.has(letter)) unreadable++;
    // Owner and mode of the folder or file before them.
    else if (letter !== "M" && letter !== "a") fields.set(letter, value);
  }
  return { start, end, fields, folders, files, unreadable };
}
