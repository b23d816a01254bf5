import { type Cursor, char, peek, skipText, standsAt } from "../lines/cursor.ts";
import { rawText } from "../lines/raw-text.ts";
import { apostrophe, readRepr } from "./read-repr.ts";

/** What a line of `python -v` says: of a file, or nothing of interest. */
export type VerboseLine =
  | { readonly kind: "load" | "read" | "write"; readonly path: string }
  /** A file of bytecode was read, and fits to its source, which was looked at. */
  | { readonly kind: "match"; readonly bytecode: string; readonly source: string }
  | { readonly kind: "nothing" };

/**
 * Reads a line of `python -v`; `undefined` when it is other output. The program may have written the beginning of the line,
 * or whoever collects its output.
 */
export function readVerboseLine(cursor: Cursor): VerboseLine | undefined {
  const { bytes, at: start, end } = cursor;
  const whole = readWhole(cursor);
  if (whole !== undefined) return whole;
  for (let at = start + 1; at < end; at++) {
    if (bytes[at] !== char.hash) continue;
    const begins = loads.some((words) => standsAt(bytes, at, end, words));
    if (begins) return readWhole({ bytes, at, end });
  }
  return undefined;
}

/** What tells of a file that was loaded. */
const loads = ["# code object from ", "# extension module "];

function readWhole(cursor: Cursor): VerboseLine | undefined {
  const at = { ...cursor };
  if (skipText(at, "import ")) return readImport(at);
  if (skipText(at, "Processing .pth file: ")) return fileOf("read", at);
  return skipText(at, "# ") ? readRemark(at) : undefined;
}

/** `'name' # <loader object at 0x…>`, or `name # where from`. */
function readImport(cursor: Cursor): VerboseLine | undefined {
  const quoted = peek(cursor) === apostrophe;
  while (cursor.at < cursor.end && peek(cursor) !== char.space) cursor.at++;
  if (!skipText(cursor, " # ")) return undefined;
  if (quoted) return readLoader(cursor);
  for (const words of origins) {
    if (skipText(cursor, words)) return { kind: "load", path: restOf(cursor) };
  }
  return others.some((word) => skipText(cursor, word)) ? nothing : undefined;
}

/** Only the loader of archives tells where it loads from: the archive, and a folder in it. */
function readLoader(cursor: Cursor): VerboseLine | undefined {
  if (skipText(cursor, '<zipimporter object "')) {
    const text = restOf(cursor);
    return text.endsWith('/">') ? { kind: "load", path: text.slice(0, -3) } : undefined;
  }
  return peek(cursor) === char.less ? nothing : undefined;
}

/** Of files, before their path: the first three are of Python 2, the last is of zipimport. */
const origins = ["precompiled from ", "from ", "dynamically loaded from ", "loaded from Zip "];
const others = ["frozen", "builtin", "directory ", "previously loaded "];

function readRemark(cursor: Cursor): VerboseLine | undefined {
  if (skipText(cursor, "code object from ")) return fileOf("load", cursor);
  if (skipText(cursor, "wrote ") || skipText(cursor, "created ")) return fileOf("write", cursor);
  if (skipText(cursor, "extension module ")) return readExtension(cursor);
  return hooks.some((words) => skipText(cursor, words)) ? nothing : readMatch(cursor);
}

const hooks = ["installing zipimport hook", "installed zipimport hook", "zipimport: found "];

/** `'name' loaded from 'path'`; that it was executed as well says no more. */
function readExtension(cursor: Cursor): VerboseLine | undefined {
  if (readRepr(cursor) === undefined) return undefined;
  if (skipText(cursor, " executed from ")) return nothing;
  return skipText(cursor, " loaded from ") ? fileOf("load", cursor) : undefined;
}

/** A path to the end of the line: quoted, and in Python 2 as it is. */
function fileOf(kind: "load" | "read" | "write", cursor: Cursor): VerboseLine | undefined {
  const first = peek(cursor);
  const path = first === apostrophe || first === char.quote ? readRepr(cursor) : restOf(cursor);
  return path ? { kind, path } : undefined;
}

function readMatch(cursor: Cursor): VerboseLine | undefined {
  const text = restOf(cursor);
  const between = text.indexOf(matches);
  if (between < 0) return undefined;
  const bytecode = text.slice(0, between + 4);
  return { kind: "match", bytecode, source: text.slice(between + matches.length) };
}

const matches = ".pyc matches ";

function restOf({ bytes, at, end }: Cursor): string {
  return rawText(bytes, at, end);
}

const nothing: VerboseLine = { kind: "nothing" };
