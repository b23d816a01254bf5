import { spawnSync } from "node:child_process";
import { lstatSync, mkdtempSync, readFileSync, readlinkSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { indexFiles } from "@coppice/image";
import type { FileEntry } from "@coppice/types";
import { afterAll, describe, expect, test } from "vitest";
import { readLog } from "../read-log.ts";

const runs = (program: string, ...args: string[]) => spawnSync(program, args).status === 0;
const strace = runs("strace", "-o", "/dev/null", "true");
const mounts = runs("unshare", "-m", "true");
if (!strace || !mounts) process.stderr.write("no strace or no mounts here: tests are skipped\n");

const folder = realpathSync(mkdtempSync(`${tmpdir()}/coppice-live-`));
afterAll(() => rmSync(folder, { recursive: true }));

/** The files of this machine as they are now, but for what no image has. */
const files = indexFiles(
  (path): FileEntry | undefined => {
    if (/^\/(?:proc|dev|sys)\//.test(path)) return undefined;
    const facts = { path, mode: 0, uid: 0, gid: 0, size: 0 };
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found?.isSymbolicLink()) return { ...facts, type: "symlink", target: readlinkSync(path) };
    return found && { ...facts, type: found.isDirectory() ? "directory" : "file" };
  },
  () => [],
);

/** What a script opens by names that end in `seen`, each as it lies in the image, or `?` and why it does not. */
async function seenBy(script: string, command: readonly string[] = []): Promise<string[]> {
  const log = `${folder}/log`;
  const all = ["-f", "-o", log, ...command, "sh", "-ec", script];
  const { status, stderr } = spawnSync("strace", all, { cwd: folder, encoding: "utf8" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  const { events } = await readLog(readFileSync(log), { files, cwd: folder, imageRoot: "/" });
  return events.flatMap((event) => {
    if (event.kind !== "open") return [];
    const { path } = event;
    const text = path.known ? (path.real ?? files.resolve(path.path).path) : path.given;
    if (!text.endsWith("seen")) return [];
    return [path.known ? text.replace(`${folder}/`, "") : `?${path.reason}`];
  });
}

describe.skipIf(!strace || !mounts)("recorded here", () => {
  test("mounts show the image's files in other places, in their namespace alone", async () => {
    const script = `mkdir src dst empty; echo 1 >src/seen; echo 2 >empty/seen
      unshare -m sh -ec 'mount --bind src dst; cat dst/seen; mount -t tmpfs none empty; echo 3 >empty/seen; cat empty/seen'
      cat empty/seen`;
    expect(await seenBy(script)).toEqual(["src/seen", "?outside", "empty/seen"]);
  });

  test("a sandbox that pivots to another root shows what is bound into it", async () => {
    const script = `mkdir box; echo 1 >seen; mount -t tmpfs none box; cd box; mkdir old usr etc home
      for name in bin lib lib64 sbin; do ln -s usr/$name $name; done
      mount --rbind /usr usr; mount --bind .. home; echo 4 >etc/seen; pivot_root . old; cd /; cat home/seen etc/seen
      cat old${folder}/seen ../../../home/../home/seen`;
    expect(await seenBy(script, ["unshare", "-m"])).toEqual(["seen", "?outside", "seen", "seen"]);
  });

  test("a program that is executed from memory is none of the image's", async () => {
    const script = `python3 -S -c '
import os
code = open("/bin/true", "rb").read()
fd = os.memfd_create("seen")
os.write(fd, code)
os.execve(fd, ["true"], {})
'`;
    expect(await seenBy(script)).toEqual([]);
    const { events } = await readLog(readFileSync(`${folder}/log`), {
      files,
      cwd: folder,
      imageRoot: "/",
    });
    const last = events.filter(({ kind }) => kind === "exec").at(-1);
    expect(last).toMatchObject({ path: { known: false, reason: "outside" } });
  });
});
