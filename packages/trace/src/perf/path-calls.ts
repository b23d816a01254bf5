import type { FileEvent } from "@coppice/types";
import { longestPath } from "../places/place.ts";

/** Calls with a path, and what they do to its file; by their names in tracepoints and in `perf trace`. */
const uses: ReadonlyMap<string, FileEvent["kind"]> = new Map([
  ["execve", "exec"],
  ["execveat", "exec"],
  ["open", "open"],
  ["openat", "open"],
  ["openat2", "open"],
  ["stat", "stat"],
  ["newstat", "stat"],
  ["newlstat", "stat"],
  ["newfstatat", "stat"],
  ["statx", "stat"],
  ["access", "stat"],
  ["faccessat", "stat"],
  ["faccessat2", "stat"],
  ["readlink", "stat"],
  ["readlinkat", "stat"],
]);

/** What a call does to the file that its path leads to; `undefined` for one of no interest. */
export function pathUse(call: string): FileEvent["kind"] | undefined {
  return uses.get(call);
}

/** `write` instead of `open` where the flags of an open say that the file may change: as a number or as names. */
export function openedAs(kind: FileEvent["kind"], flags: string): FileEvent["kind"] {
  if (kind !== "open") return kind;
  const value = Number(flags);
  const changes = Number.isNaN(value)
    ? /WRONLY|RDWR|CREAT|TRUNC/.test(flags)
    : (value & 0o1103) !== 0;
  return changes ? "write" : "open";
}

/** The flags among the arguments of a call. */
export function flagsIn(args: string): string {
  const at = args.indexOf("flags: ");
  return at < 0 ? "" : (args.slice(at + 7).split(/[, ]/, 1)[0] ?? "");
}

/** The path, where perf shows texts and not only their addresses; empty when that is what the program gave. */
export function quotedIn(args: string): string | undefined {
  const open = args.indexOf('"');
  const close = args.indexOf('"', open + 1);
  return open < 0 || close < 0 || close > open + longestPath
    ? undefined
    : args.slice(open + 1, close);
}

/** Whether a call returned no error: `0x3`, or `0xfffffffffffffffe` for ENOENT. */
export function succeeded(body: string): boolean {
  return body.startsWith("0x") && !(body.length === 18 && body.startsWith("0xffffffff"));
}
