import {
  closeSync,
  constants,
  fstatSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { createFileIndex, type FileIndex, joinPath, parentPath } from "@coppice/image";
import type { EventPath, FileEntry } from "@coppice/types";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readLog } from "../read-log.ts";

/** What a process does to files, by paths from its working directory or absolute ones. */
type Step =
  | readonly ["open" | "chdir" | "mkdir" | "creat" | "unlink", string]
  | readonly ["rename" | "link" | "symlink", string, string];

/** Few names, so that paths are often there. */
const names = fc.constantFrom("a", "f", "l", "n");
const path = fc
  .tuple(fc.constantFrom("/", "", "", "../"), fc.array(names, { minLength: 1, maxLength: 2 }))
  .map(([start, parts]) => start + parts.join("/"));
const two = fc.tuple(
  fc.constantFrom("rename" as const, "rename" as const, "link" as const, "symlink" as const),
  path,
  path,
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.constant("open" as const), path) },
  {
    weight: 4,
    arbitrary: fc.tuple(
      fc.constantFrom("chdir" as const, "mkdir" as const, "creat" as const, "unlink" as const),
      path,
    ),
  },
  { weight: 3, arbitrary: two },
);

const runs = process.platform === "linux";
const root = runs ? realpathSync(mkdtempSync(`${tmpdir()}/coppice-kernel-`)) : "/";

/** A folder with files and links, as an image has them. */
function makeImage(base: string): void {
  for (const folder of ["", "/a", "/a/n", "/a/a"]) mkdirSync(base + folder);
  for (const file of ["/f", "/a/f", "/a/n/f", "/a/a/f"]) writeFileSync(base + file, file);
  symlinkSync("a/n", `${base}/l`);
  symlinkSync("../a", `${base}/a/l`);
  symlinkSync(`${base}/a`, `${base}/a/n/l`);
}

function entriesBelow(folder: string): FileEntry[] {
  return readdirSync(folder).flatMap((name) => {
    const entry = entryAt(joinPath(folder, name));
    return entry.type === "directory" ? [entry, ...entriesBelow(entry.path)] : [entry];
  });
}

function entryAt(path: string): FileEntry {
  const found = lstatSync(path);
  const facts = { path, mode: 0, uid: 0, gid: 0, size: 0 };
  if (found.isSymbolicLink()) return { ...facts, type: "symlink", target: readlinkSync(path) };
  return { ...facts, type: found.isDirectory() ? "directory" : "file" };
}

/** A log of what was done, and for each opening where the kernel says it led: by its number of the line. */
interface Recording {
  readonly log: string;
  readonly truths: ReadonlyMap<number, string>;
  readonly files: FileIndex;
  readonly base: string;
}

let count = 0;

function record(steps: readonly Step[]): Recording {
  const base = `${root}/${count++}`;
  makeImage(base);
  const parents: FileEntry[] = [];
  for (let at = base; at !== "/"; at = parentPath(at)) parents.push(entryAt(at));
  const entries = [...parents, ...entriesBelow(base)];
  const kept = entries.filter(({ type }) => type !== "symlink");
  const byInode = new Map(kept.map(({ path }) => [lstatSync(path).ino, path]));
  // While a file is open its inode is not given to another one.
  const held = kept.map(({ path }) => openSync(path, "r"));
  const lines: string[] = [];
  const truths = new Map<number, string>();
  let cwd = openSync(base, constants.O_RDONLY | constants.O_DIRECTORY);
  const given = (text: string): string => (text.startsWith("/") ? base + text : text);
  const real = (text: string): string =>
    text.startsWith("/") ? base + text : `/proc/self/fd/${cwd}/${text}`;
  const isBelow = (text: string): boolean =>
    `${realpathSync(parentPath(real(text)))}/`.startsWith(`${base}/`);
  const say = (line: string): number => lines.push(`1 ${line}`) - 1;
  const attempt = (action: () => void): void => {
    try {
      action();
    } catch (error) {
      if (!(error instanceof Error && "code" in error)) throw error;
    }
  };
  for (const [kind, one, other = ""] of steps) {
    attempt(() => {
      switch (kind) {
        case "open": {
          const fd = openSync(real(one), constants.O_RDONLY);
          const at = say(`openat(AT_FDCWD, "${given(one)}", O_RDONLY) = ${100 + lines.length}`);
          // A file of the image counts under its name there, wherever it was moved or linked to.
          const origin = byInode.get(fstatSync(fd).ino);
          truths.set(at, origin ?? readlinkSync(`/proc/self/fd/${fd}`));
          closeSync(fd);
          return;
        }
        case "chdir": {
          const fd = openSync(real(one), constants.O_RDONLY | constants.O_DIRECTORY);
          closeSync(cwd);
          cwd = fd;
          say(`chdir("${given(one)}") = 0`);
          return;
        }
        case "symlink":
          if (!isBelow(other)) return;
          symlinkSync(given(one), real(other));
          say(`symlink("${given(one)}", "${given(other)}") = 0`);
          return;
        case "rename":
        case "link":
          if (!isBelow(one) || !isBelow(other)) return;
          (kind === "rename" ? renameSync : linkSync)(real(one), real(other));
          say(`${kind}("${given(one)}", "${given(other)}") = 0`);
          return;
        case "mkdir":
          if (!isBelow(one)) return;
          mkdirSync(real(one));
          say(`mkdir("${given(one)}", 0777) = 0`);
          return;
        case "creat":
          if (!isBelow(one)) return;
          writeFileSync(real(one), "", { flag: "wx" });
          say(`openat(AT_FDCWD, "${given(one)}", O_WRONLY|O_CREAT|O_EXCL, 0666) = 9`);
          return;
        case "unlink":
          if (!isBelow(one)) return;
          unlinkSync(real(one));
          say(`unlink("${given(one)}") = 0`);
      }
    });
  }
  for (const fd of [cwd, ...held]) closeSync(fd);
  rmSync(base, { recursive: true });
  return { log: `${lines.join("\n")}\n`, truths, files: createFileIndex(entries), base };
}

/** Which file of the image or made later an event means, as grading finds it. */
function meant(files: FileIndex, path: EventPath): string {
  if (!path.known) return `?${path.reason} ${path.given}`;
  if (path.real !== undefined && files.stat(path.real)?.path === path.real) return path.real;
  const found = files.resolve(path.path);
  if (found.found) return found.path;
  const folder = files.resolve(parentPath(path.path));
  return (
    path.real ??
    (folder.found
      ? joinPath(folder.path, path.path.slice(path.path.lastIndexOf("/") + 1))
      : path.path)
  );
}

describe.skipIf(!runs)("any sequence of changes to files", () => {
  test("leads each path where the kernel says", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 40 }), async (steps) => {
        const { log, truths, files, base } = record(steps);
        if (truths.size === 0) return;
        const { events, problems } = await readLog(log, { files, cwd: base, imageRoot: "/" });
        expect(problems).toEqual([]);
        const offsets = [...log.matchAll(/^/gm)].map(({ index }) => index);
        for (const [line, truth] of truths) {
          const event = events.find(
            ({ kind, offset }) => kind === "open" && offset === offsets[line],
          );
          const said = event && "path" in event ? meant(files, event.path) : "nothing";
          expect(said, `${log}line ${line + 1}`).toBe(truth);
        }
      }),
      { numRuns: 150 },
    );
    rmSync(root, { recursive: true });
  });
});
