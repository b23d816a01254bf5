import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openImage } from "@coppice/image/node";
import { findRecordSources, record, unpackImage } from "@coppice/trace/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { appUses, works } from "./app-uses.ts";
import { canRecord, makeSmallRoot } from "./small-root.ts";

if (!canRecord) process.stderr.write("nothing can be recorded here: its tests are skipped\n");
const work = mkdtempSync(join(tmpdir(), "coppice-test-record-"));
const root = join(work, "root");
const folder = join(work, "logs");
beforeAll(() => {
  mkdirSync(root);
  mkdirSync(folder);
  if (canRecord) makeSmallRoot(root);
});
afterAll(() => rmSync(work, { recursive: true }));

/** Whether a process in the run sleeps for so many seconds; its recorder's own command names it as well. */
function sleeps(marker: string): boolean {
  return readdirSync("/proc").some((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "latin1") === `sleep\0${marker}\0`;
    } catch {
      return false;
    }
  });
}

describe.skipIf(!canRecord)("a run", () => {
  const config = {
    Entrypoint: ["./run"],
    Env: ["GREETING=hello"],
    User: "app:staff",
    WorkingDir: "/app",
  };

  test("has the command, environment, user and folder of the image, and leaves the image as it was", async () => {
    const { output, status, stopped } = await record(root, { folder, config, sources: [] });
    expect(output).toBe("data\nhello from /app\nuid=1234(app) gid=50(staff) groups=50(staff)\n");
    expect({ status, stopped }).toEqual({ status: 0, stopped: false });
    const member = { ...config, User: "app", WorkingDir: "/app/new/folder" };
    const inGroup = await record(root, {
      folder,
      config: member,
      command: ["sh", "-c", "pwd; id -G"],
      sources: [],
    });
    expect(inGroup.output).toBe("/app/new/folder\n99 27\n");
    const command = ["sh", "-c", "echo changed >/app/data; cat /app/data; exit 3"];
    const changed = await record(root, { folder, command, sources: [] });
    expect([changed.output, changed.status]).toEqual(["changed\n", 3]);
    expect(readFileSync(join(root, "app/data"), "utf8")).toBe("data\n");
    expect(readdirSync(root).sort()).toEqual(expect.not.arrayContaining(["proc", "dev"]));
  });

  test("is exercised beside it, and stopped with its signal when that ends", async () => {
    const recording = await record(root, {
      folder,
      sources: [],
      config: { StopSignal: "SIGUSR1" },
      command: [
        "sh",
        "-c",
        "trap 'echo stopped; exit 5' USR1; echo up >/app/up; while :; do sleep 0.1; done",
      ],
      exercise: "while ! [ -e $COPPICE_ROOT/app/up ]; do sleep 0.05; done; echo exercised; exit 4",
    });
    expect(recording).toMatchObject({
      output: "stopped\n",
      exerciseOutput: "exercised\n",
      exercised: 4,
      status: 5,
      stopped: true,
    });
  });

  test("that does not stop is killed with all that it started", async () => {
    const recording = await record(root, {
      folder,
      sources: works.strace ? ["strace"] : [],
      command: [
        "sh",
        "-c",
        "trap '' TERM; (while :; do sleep 1; done) & while :; do sleep 1; done",
      ],
      seconds: 1,
      stopSeconds: 1,
    });
    expect([recording.status, recording.stopped]).toEqual([137, true]);
  });

  test("whose command is not there says so by its exit code", async () => {
    const { output, status } = await record(root, { folder, command: ["/nothing"], sources: [] });
    expect(status).toBe(127);
    expect(output).toContain("/nothing");
  });

  test("can be ended, and then nothing is left of it", async () => {
    const abort = new AbortController();
    const marker = `${91_000 + process.pid}`;
    const running = record(root, {
      folder,
      sources: [],
      command: ["sleep", marker],
      signal: abort.signal,
    });
    setTimeout(() => abort.abort(), 700);
    await expect(running).rejects.toThrow(/abort/i);
    await expect.poll(() => sleeps(marker), { timeout: 5000 }).toBe(false);
    expect(readFileSync("/proc/mounts", "utf8")).not.toContain("coppice-record-");
    await expect(record(root, { folder, signal: abort.signal })).rejects.toThrow(/abort/i);
  });

  test("ends with the process that records it, however that does", {
    timeout: 30_000,
  }, async () => {
    const marker = `${191_000 + process.pid}`;
    const script = `
import { record } from "@coppice/trace/node";
await record(${JSON.stringify(root)}, { folder: ${JSON.stringify(folder)}, command: ["sleep", "${marker}"] });
`;
    const options = [
      "--import",
      "tsx",
      "-C",
      "@coppice/source",
      "--input-type=module",
      "-e",
      script,
    ];
    const recorder = spawn(process.execPath, options, {
      cwd: import.meta.dirname,
      env: { ...process.env, TMPDIR: work },
      stdio: "ignore",
    });
    await expect.poll(() => sleeps(marker), { timeout: 20_000 }).toBe(true);
    recorder.kill("SIGKILL");
    await expect.poll(() => sleeps(marker), { timeout: 5000 }).toBe(false);
  });
});

test.skipIf(!canRecord || !works.strace)(
  "strace records where it works, with fanotify beside it",
  async () => {
    expect(await findRecordSources()).toEqual(works.fanotify ? ["strace", "fanotify"] : ["strace"]);
  },
);

describe.skipIf(!canRecord)("what is recorded", () => {
  const run = { config: { WorkingDir: "/app" }, command: ["sh", "./run"], stopSeconds: 2 };

  test.skipIf(!works.strace)("by strace is what ran", async () => {
    const recording = await record(root, { folder, ...run, sources: ["strace"] });
    expect(await appUses(recording, "strace")).toEqual(
      expect.arrayContaining(["open /app/data", "open /app/run"]),
    );
  });

  test.skipIf(!works.fanotify)("by fanotify is what ran", async () => {
    const recording = await record(root, {
      folder,
      config: run.config,
      // What is removed before it is told of keeps its name.
      command: ["sh", "-c", "./run; exec 3<data; rm data; cat <&3"],
      sources: ["fanotify"],
    });
    expect(await appUses(recording, "fanotify")).toEqual([
      "exec /app/run",
      "open /app/data",
      "open /app/run",
      "read /app/data",
      "read /app/run",
    ]);
  });
});

test.skipIf(!canRecord)("an image is unpacked as it is", async () => {
  const image = await openImage(root);
  const copy = join(work, "copy");
  mkdirSync(copy);
  await unpackImage(image.tree, copy);
  const unpacked = await openImage(copy);
  const facts = ({ tree }: typeof image) =>
    [...tree.entries()]
      .filter(({ path }) => path !== "/")
      .map(({ path, mode, uid, gid, target, digest }) => ({
        path,
        mode,
        uid,
        gid,
        target,
        digest,
      }));
  expect(facts(unpacked)).toEqual(facts(image));
  await image.close();
  await unpacked.close();
});
