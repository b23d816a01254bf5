import type { BomFile, Ecosystem, Evidence, Grade, Sightings, UnplacedPath } from "@coppice/types";
import { compareText } from "../compare-text.ts";
import { createNamedFiles, type NamedFiles } from "../grading/named-files.ts";
import { type BomFiles, resolveFile } from "../grading/place-path.ts";
import { pythonSource } from "../grading/python-source.ts";
import { findMagicLink } from "../places/magic-link.ts";
import { createGlobs } from "./globs.ts";
import { isInterpreter } from "./interpreters.ts";
import { createPathNames, type PathNames } from "./path-names.ts";

/** A use whose file is not known, and the unit that saw it. */
interface PossibleUse {
  readonly path: string;
  readonly unit: string;
}

/** What uses without a place may have been of. */
export interface PossibleUses {
  /** The first that may have been of the file at a path. */
  ofFile(path: string): PossibleUse | undefined;
  /** The first that may have been of any package of an ecosystem. */
  ofEcosystem(ecosystem: Ecosystem): PossibleUse | undefined;
}

/** How many entries are looked at, before what is left may be anything. */
const maximumSteps = 5_000_000;
/** What it costs to find where a path leads. */
const stepsOfPath = 10;
/** The kernel takes none that is longer (`PATH_MAX`). */
const longestPath = 4096;

/** Programs that container runtimes bring along, which are no scripts. */
const broughtAlong: ReadonlySet<string> = new Set(["/sbin/docker-init", "/dev/init", "/pause"]);

/**
 * Finds the files that may have been used by paths that could not be placed: relative ones by their last names, cut ones
 * by their beginning, globs by what they fit, names of modules by the import system's rules. Links lead on, bytecode to its
 * source, and what a program runs is implied. A program that is not in the subject may be a script for any known interpreter,
 * and a path that is not may be one of the subject's as seen from another root.
 *
 * The work grows with the subject and the number of paths. Of paths that would take more, what is left may be anything.
 */
export function findPossibleUses(
  { units, unplaced, unattributed }: Evidence,
  files: BomFiles,
): PossibleUses {
  // Most evidence has no such paths, and then needs no index.
  let index: PathNames | undefined;
  const names = (): PathNames => {
    index ??= createPathNames(files);
    return index;
  };
  const named = new Map<string, NamedFiles>();
  const ecosystemsOf = new Map(
    units.flatMap(({ id, role, ecosystems }) =>
      role === "workload" ? [[id, ecosystems] as const] : [],
    ),
  );
  const marked = new Map<string, PossibleUse>();
  const markedBelow = new Set<string>();
  const ecosystems = new Map<Ecosystem, PossibleUse>();
  let anything: PossibleUse | undefined;
  let globs: ReturnType<typeof createGlobs> | undefined;
  let steps = 0;

  const isTooMuch = (): boolean => steps + (index?.visited ?? 0) > maximumSteps;

  function mark(first: BomFile, use: PossibleUse): void {
    const pending = [first];
    for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
      steps++;
      if (file.type === "directory" || marked.has(file.path)) continue;
      marked.set(file.path, use);
      const { path, type, shebang, elf } = file;
      const implied = [
        type === "symlink" ? path : undefined,
        pythonSource(path),
        shebang?.interpreter,
        elf?.interpreter,
      ];
      for (const other of implied) {
        const target = other?.startsWith("/") ? resolveFile(files, other) : undefined;
        if (target) pending.push(target);
      }
    }
  }

  /** Marks an entry and, of a folder, all that is below it, links included. */
  function markBelow(first: BomFile, use: PossibleUse): void {
    const pending = [first];
    for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
      mark(file, use);
      const folder = file.type === "symlink" ? resolveFile(files, file.path) : file;
      if (folder?.type !== "directory" || markedBelow.has(folder.path)) continue;
      markedBelow.add(folder.path);
      pending.push(...names().children(folder.path));
    }
  }

  function take({ given, reason }: Omit<UnplacedPath, "seen">, use: PossibleUse): void {
    if (isTooMuch() || given.length > longestPath) anything ??= use;
    else if (reason === "no-directory") takeRelative(given, use);
    else if (reason === "truncated") takeCut(given, use);
    else if (reason === "pattern") takeGlob(given, use);
    else takeName(given, use);
  }

  function takeRelative(given: string, use: PossibleUse): void {
    // An open file that the log does not name.
    if (given === "") anything ??= use;
    // What follows a link of the kernel is relative to what the process has open; that itself was opened before.
    const link = findMagicLink(given);
    if (link === undefined && given.startsWith("/")) takeBelowOtherRoot(given, use);
    const last = namesOf(link === undefined ? given : link.rest);
    const name = last.at(-1);
    if (name === undefined) return;
    for (const file of names().named(name, names().folders(last.slice(0, -1)))) mark(file, use);
  }

  function takeCut(given: string, use: PossibleUse): void {
    const slash = given.lastIndexOf("/");
    const rest = given.slice(slash + 1);
    // What follows dots is in another folder.
    const stays = rest !== "." && rest !== "..";
    if (!given.startsWith("/")) {
      const folders = names().folders(namesOf(given.slice(0, Math.max(slash, 0))));
      if (!stays || (folders === undefined && rest === "")) anything ??= use;
      else for (const file of names().beginning(rest, folders)) markBelow(file, use);
      return;
    }
    const { path } = files.index.resolve(stays ? given.slice(0, slash) || "/" : given);
    const folder = files.byPath.get(path);
    // The path of a part of an archive leads through it as if it were a folder.
    if (folder && (!stays || folder.type !== "directory")) markBelow(folder, use);
    else for (const file of names().beginning(rest, new Set([path]))) markBelow(file, use);
  }

  function takeGlob(given: string, use: PossibleUse): void {
    globs ??= createGlobs(files, names());
    if (given.split("/").includes("..")) anything ??= use;
    else for (const { file, below } of globs(given)) (below ? markBelow : mark)(file, use);
  }

  function takeName(given: string, use: PossibleUse): void {
    const source = ecosystemsOf.get(use.unit);
    const candidates = createNames(source).candidates(given);
    if (candidates) for (const file of candidates) mark(file, use);
    else if (source === undefined) anything ??= use;
    else if (!isJdkClass(given)) {
      for (const one of source) ecosystems.set(one, ecosystems.get(one) ?? use);
    }
  }

  function createNames(source: readonly Ecosystem[] | undefined): NamedFiles {
    const key = source?.join(" ") ?? "";
    const known = named.get(key) ?? createNamedFiles(files, source);
    named.set(key, known);
    return known;
  }

  /** A host or another container may see the subject's files below a folder of theirs. */
  function takeBelowOtherRoot(path: string, use: PossibleUse): void {
    if (path.length > longestPath) return;
    for (let at = path.indexOf("/", 1); at > 0; at = path.indexOf("/", at + 1)) {
      const end = path.indexOf("/", at + 1);
      // A name alone says too little.
      if (end < 0) return;
      if (!files.byPath.has(path.slice(at, end))) continue;
      steps += stepsOfPath;
      if (isTooMuch()) {
        anything ??= use;
        return;
      }
      const file = resolveFile(files, path.slice(at));
      if (file) mark(file, use);
    }
  }

  for (const { given, reason, seen } of unplaced) {
    const unit = firstUnit(seen);
    if (unit === undefined) continue;
    const use = { path: given, unit };
    take({ given, reason }, use);
    const source = sourceOfBytecode(given);
    if (source !== undefined) take({ given: source + afterSource[reason], reason }, use);
  }
  let foundScript = false;
  for (const { path, seen } of unattributed) {
    const unit = firstUnit(seen);
    if (unit === undefined) continue;
    takeBelowOtherRoot(path, { path, unit });
    const runner = foundScript ? undefined : firstUnit(seen, "executed");
    if (runner === undefined || !mayBeScript(path)) continue;
    foundScript = true;
    for (const file of files.byPath.values()) {
      if (isInterpreter(file)) mark(file, { path, unit: runner });
    }
  }
  return {
    ofFile: (path) => marked.get(path) ?? anything,
    ofEcosystem: (ecosystem) => ecosystems.get(ecosystem) ?? anything,
  };

  function firstUnit(seen: Sightings, grade?: Grade): string | undefined {
    const workload = Object.keys(seen).filter((id) => {
      return ecosystemsOf.has(id) && (grade === undefined || seen[id]?.grade === grade);
    });
    return workload.sort(compareText)[0];
  }
}

/** What the rest of a source's path may be when only so much of its bytecode's is known. */
const afterSource: Readonly<Record<UnplacedPath["reason"], string>> = {
  "no-directory": ".py",
  truncated: "",
  pattern: "*",
  name: "",
};

/** The path of the source of Python bytecode (PEP 3147) as far as its name goes, which the subject need not have. */
function sourceOfBytecode(given: string): string | undefined {
  const at = given.lastIndexOf("/") + 1;
  const folder = given.slice(0, at);
  if (folder !== cacheFolder && !folder.endsWith(`/${cacheFolder}`)) return undefined;
  const [name = ""] = given.slice(at).split(/[.*]/, 1);
  return folder.slice(0, -cacheFolder.length) + name;
}

const cacheFolder = "__pycache__/";

/** The names of a relative path that are left whatever folder it starts from. */
function namesOf(given: string): readonly string[] {
  const names = given.split("/").filter((name) => name !== "" && name !== ".");
  return names.slice(names.lastIndexOf("..") + 1);
}

/** The link to a running program leads to none (proc(5)): a script's is its interpreter. */
function mayBeScript(path: string): boolean {
  const isRunning = path.startsWith("/proc/") && path.endsWith("/exe");
  return !isRunning && !path.startsWith("/memfd:") && !broughtAlong.has(path);
}

/** Whether a class is of a package that only Java's runtime has. */
function isJdkClass(name: string): boolean {
  return ["java.", "jdk.", "sun.", "com.sun.crypto.", "com.sun.security."].some((start) =>
    name.startsWith(start),
  );
}
