import { spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { createFileIndex, parentPath } from "@coppice/image";
import { afterAll, describe, expect, test } from "vitest";
import { entriesOf, readLog } from "./read-log.ts";

const runs = (program: string, ...args: string[]) => spawnSync(program, args).status === 0;
const strace = runs("strace", "-o", "/dev/null", "true");
const namespaces = runs("unshare", "-rpf", "true");
// By its own path, since what is first in PATH may be a script that looks for it.
const python = "/usr/bin/python3";
if (!strace) process.stderr.write("strace does not run here: its tests are skipped\n");

const folder = realpathSync(mkdtempSync(`${tmpdir()}/coppice-`));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(`${folder}/real/deep/er`, { recursive: true });
mkdirSync(`${folder}/other`);
symlinkSync("real/deep", `${folder}/link`);
const odd = 'other/odd "é" <x>\\,\n)';
for (const file of ["real/beside", "real/deep/here", "real/deep/er/below", "other/alone", odd]) {
  writeFileSync(`${folder}/${file}`, file);
}

const parents: string[] = [];
for (let path = folder; path !== "/"; path = parentPath(path)) parents.unshift(`${path}/`);
const files = createFileIndex(
  entriesOf(
    "/",
    ...parents,
    ...["real/", "real/beside", "real/deep/", "real/deep/here", "real/deep/er/"].map(inFolder),
    ...["real/deep/er/below", "other/", "other/alone", odd, "link -> real/deep"].map(inFolder),
  ),
);

function inFolder(path: string): string {
  return `${folder}/${path}`;
}

/** Records a command from the temporary folder and gives the files in it that it opened, by their real paths. */
async function openedBy(flags: readonly string[], command: readonly string[]): Promise<string[]> {
  const log = `${folder}/log`;
  const { status } = spawnSync("strace", ["-f", "-o", log, ...flags, ...command], { cwd: folder });
  expect(status).toBe(0);
  const { events, problems } = await readLog(readFileSync(log), { files, cwd: folder });
  expect(problems).toEqual([]);
  const opened = new Set<string>();
  for (const event of events) {
    if (event.kind !== "open") continue;
    if (!event.path.known) throw new Error(`unknown path ${event.path.given}`);
    const found = files.resolve(event.path.path);
    if (!found.found || !found.path.startsWith(`${folder}/`) || found.entry.type !== "file")
      continue;
    if (event.path.real !== undefined) expect(event.path.real).toBe(found.path);
    opened.add(found.path.slice(folder.length + 1));
  }
  return [...opened].sort();
}

describe.skipIf(!strace)("strace on this machine", () => {
  const script = `cd link; cat here ../beside; (cd er; cat below; cd -P ../../../other; exec cat alone ./odd*) & wait`;

  test.each([
    ["plainly", []],
    ["with paths of descriptors", ["-y"]],
    ["with all that can be shown", ["-yy", "-Y", "-tt", "-r", "-T", "-i", "-n", "-xx"]],
    ["with successful calls only", ["-e", "status=successful"]],
    ["without exits", ["-qq", "-ttt"]],
    ["without forks", ["-y", "-e", "trace=%file"]],
    ["with numbers for constants", ["-X", "raw"]],
    ["with numbers beside constants", ["-X", "verbose", "-r"]],
    ["with pids of both namespaces", ["--decode-pids=all", "-T"]],
    ["with what was read and written", ["-e", "read=all", "-e", "write=all", "-v", "-s", "9999"]],
    ["with a summary", ["-C", "-y", "-U", "name,time-percent", "--absolute-timestamps=unix,s"]],
    [
      "with delays",
      ["-e", "inject=close:delay_exit=1", "--relative-timestamps=ns", "--syscall-times=s"],
    ],
    ["through a filter of the kernel", ["--seccomp-bpf", "-e", "trace=%file,%process,%desc"]],
  ])("shows the files that a shell's children open, recorded %s", async (_, flags) => {
    expect(await openedBy(flags, ["sh", "-c", script])).toEqual([
      "other/alone",
      odd,
      "real/beside",
      "real/deep/er/below",
      "real/deep/here",
    ]);
  });

  test.skipIf(!namespaces)("shows the files that are opened in a pid namespace", async () => {
    const run = ["unshare", "-rpf", "sh", "-c", `${script}; (cd er; cat below); cat here`];
    const opened = ["other/alone", odd, "real/beside", "real/deep/er/below", "real/deep/here"];
    expect(await openedBy([], run)).toEqual(opened);
  });

  test.skipIf(!runs(python, "-c", ""))(
    "shows the files that threads open by descriptors and after chdir",
    async () => {
      const program = `
import os, threading
os.chdir("link")
def work():
    os.chdir("er")
    open("below").close()
thread = threading.Thread(target=work); thread.start(); thread.join()
open("../here").close()
other = os.open("../../../other", os.O_RDONLY | os.O_DIRECTORY)
copy = os.dup(other); os.close(other)
os.open("alone", os.O_RDONLY, dir_fd=copy)
os.fchdir(copy)
if os.fork() == 0:
    open("../real/beside").close()
    os._exit(0)
os.wait()
`;
      for (const flags of [[], ["-y"]]) {
        expect(await openedBy(flags, [python, "-S", "-c", program])).toEqual([
          "other/alone",
          "real/beside",
          "real/deep/er/below",
          "real/deep/here",
        ]);
      }
    },
  );
});
