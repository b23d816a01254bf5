import { spawnSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { type FileIndex, indexFiles } from "@coppice/image";
import { type ReadLogOptions, strace } from "@coppice/trace";
import type { EventPath, FileEntry, FileEvent } from "@coppice/types";
import type { Row } from "../evaluation.ts";
import { shownPaths, withoutAnnotations } from "./shown-paths.ts";
import { type Workload, workloads } from "./workloads.ts";

/** Logs of others that were recorded with `-y`. */
const recorded: readonly string[] = ["f_y", "python-yaml-requests_y", "java_y"];

/**
 * Whether paths lead where the kernel says: of logs that were recorded with `-y` all that this shows is taken away, and
 * what the reader then says of each open and exec is compared with it. It may be unknown, and never another path.
 */
export async function* resolver(corpus: string): AsyncIterable<Row> {
  const log = (name: string): string => join(corpus, "trace", "strace-recorded", `${name}.strace`);
  for (const name of recorded) {
    if (existsSync(log(name))) yield compareFolders(name, readFileSync(log(name), "latin1"));
  }
  if (spawnSync("strace", ["-V"]).status !== 0) {
    yield { name: "recorded here", values: { skipped: "there is no strace here" }, passed: true };
    return;
  }
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "coppice-resolver-")));
  try {
    for (const workload of workloads) yield await record(folder, workload);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What was compared. */
interface Comparison {
  same: number;
  unknown: number;
  wrong: number;
  /** The first that is wrong, for whoever looks for the reason. */
  example: string;
}

function rowOf(name: string, { same, unknown, wrong, example }: Comparison): Row {
  const share = (100 * unknown) / Math.max(1, same + unknown + wrong);
  const values = { same, unknown, "unknown %": share.toFixed(1), wrong, example };
  return { name, values, passed: wrong === 0 && same > 0 };
}

async function record(folder: string, workload: Workload): Promise<Row> {
  const { name, script, root } = workload;
  const cwd = mkdtempSync(join(folder, "w"));
  const file = `${cwd}.strace`;
  spawnSync("strace", ["-f", "-y", "-o", file, "dash", "-c", script], { cwd, timeout: 120_000 });
  const log = readFileSync(file, "latin1");
  const image = root === undefined ? "/" : join(cwd, root);
  const files = filesBelow(image);
  const events = await usesByLine(withoutAnnotations(log), {
    files,
    ...(root === undefined ? { cwd, imageRoot: "/" } : { imageRoot: image }),
  });
  const comparison: Comparison = { same: 0, unknown: 0, wrong: 0, example: "" };
  for (const { line, kind, path } of shownPaths(log)) {
    if (kind === "exec" && root !== undefined) continue;
    const used = events.get(line);
    const real = kind === "exec" ? followed(files, path) : path;
    const below = pathBelow(real, image);
    const truth: Said = below === undefined ? { reason: "outside" } : { path: below };
    compare(comparison, line, used && sayOf(used, (given) => followed(files, given)), truth);
  }
  return rowOf(name, comparison);
}

function pathBelow(path: string, folder: string): string | undefined {
  if (folder === "/") return path;
  return path === folder || path.startsWith(`${folder}/`)
    ? path.slice(folder.length) || "/"
    : undefined;
}

/** Compares what the reader says of the same log with and without what `-y` shows; no files are there to follow links. */
async function compareFolders(name: string, log: string): Promise<Row> {
  const cwd = /AT_FDCWD<(\/[^>]*)>/.exec(log)?.[1] ?? "/";
  const shown = await usesByLine(log, { cwd });
  const comparison: Comparison = { same: 0, unknown: 0, wrong: 0, example: "" };
  for (const [line, used] of await usesByLine(withoutAnnotations(log), { cwd })) {
    const truth = shown.get(line);
    compare(comparison, line, givenOf(used), truth && givenOf(truth));
  }
  return rowOf(name, comparison);
}

/** What an event says: a path, or why there is none. */
type Said = { readonly path: string } | { readonly reason: string } | undefined;

function compare(comparison: Comparison, line: number, said: Said, truth: Said): void {
  if (said && "reason" in said && said.reason !== "outside") comparison.unknown++;
  else if (textOf(said) === textOf(truth) || isSameFile(textOf(said), textOf(truth)))
    comparison.same++;
  else {
    comparison.wrong++;
    comparison.example ||= `line ${line + 1}: ${textOf(said)} is ${textOf(truth)}`;
  }
}

/** A file may have several names, of which the reader says the image's. */
function isSameFile(a: string, b: string): boolean {
  if (!a.startsWith("/") || !b.startsWith("/")) return false;
  const [one, other] = [a, b].map((path) => lstatSync(path, { throwIfNoEntry: false }));
  return one !== undefined && one.ino === other?.ino && one.dev === other.dev;
}

/** The kernel's folder of a process is called by its number or `self`. */
function textOf(said: Said): string {
  if (said === undefined) return "nothing";
  return "path" in said ? said.path.replace(/^\/proc\/\d+\//, "/proc/self/") : said.reason;
}

function givenOf(used: EventPath): Said {
  return used.known ? { path: used.path } : { reason: used.reason };
}

function sayOf(used: EventPath, follow: (path: string) => string): Said {
  return used.known ? { path: used.real ?? follow(used.path) } : { reason: used.reason };
}

/** The use that each line of a log begins, by its number from 0. */
async function usesByLine(log: string, options: ReadLogOptions): Promise<Map<number, EventPath>> {
  const bytes = Buffer.from(log, "latin1");
  const lineAt = new Map<number, number>([[0, 0]]);
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1))
    lineAt.set(at + 1, lineAt.size);
  const uses = new Map<number, EventPath>();
  const batches = strace.read([bytes], { ...options, onProblem: () => {} });
  for await (const batch of batches) {
    for (const event of batch) {
      const line = lineAt.get(event.offset);
      if (line !== undefined && "path" in event && kinds.has(event.kind))
        uses.set(line, event.path);
    }
  }
  return uses;
}

const kinds: ReadonlySet<string> = new Set<FileEvent["kind"]>(["exec", "open", "write", "stat"]);

/** The files of this machine below a folder, as they are now. */
function filesBelow(root: string): FileIndex {
  const facts = { mode: 0, uid: 0, gid: 0, size: 0 };
  const lookup = (path: string): FileEntry | undefined => {
    // No image has these.
    if (path.startsWith("/proc/")) return undefined;
    const here = join(root, path);
    const found = lstatSync(here, { throwIfNoEntry: false });
    if (found?.isSymbolicLink())
      return { path, type: "symlink", target: readlinkSync(here), ...facts };
    return found && { path, type: found.isDirectory() ? "directory" : "file", ...facts };
  };
  return indexFiles(lookup, () => []);
}

/** The path without links and dots; the folder of one that is gone may still be there. */
function followed(files: FileIndex, path: string): string {
  const found = files.resolve(path);
  if (found.found) return found.path;
  const folder = files.resolve(posix.dirname(path));
  return folder.found ? posix.join(folder.path, posix.basename(path)) : posix.normalize(path);
}
