import { spawnSync } from "node:child_process";
import { chmod, copyFile, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import process from "node:process";
import type { Recording } from "@coppice/trace/node";
import { parseDocument } from "@coppice/types";
import { describe, expect, test, vi } from "vitest";
import { hasFailed, recordReport } from "../src/node/reports/record-report.ts";
import { makeImage, makeRoot } from "./root.ts";
import { run } from "./run.ts";
import { workFolder } from "./work-folder.ts";

const { place, read, write } = workFolder();

const runs = (program: string, ...args: string[]): boolean =>
  spawnSync(program, args, { stdio: "ignore", timeout: 20_000 }).status === 0;
const canRecord =
  process.platform === "linux" &&
  process.geteuid?.() === 0 &&
  runs("unshare", "--mount", "--pid", "--net", "--fork", "setpriv", "true") &&
  runs("strace", "-f", "-o", "/dev/null", "true");
if (!canRecord) process.stderr.write("nothing can be recorded here: its tests are skipped\n");

/** Adds this machine's shell and cat, with their libraries, to the root of the shop. */
async function makeRunnable(root: string): Promise<void> {
  await makeRoot(root);
  for (const program of ["sh", "cat"]) {
    const real = spawnSync("sh", ["-c", `readlink -f "$(command -v ${program})"`], {
      encoding: "utf8",
    });
    const path = real.stdout.trim();
    const { stdout } = spawnSync("ldd", [path], { encoding: "utf8" });
    const libraries = [...stdout.matchAll(/\/\S+/g)].map(
      ([library]) => [library, library] as const,
    );
    for (const [from, to] of [[path, `/usr/bin/${program}`] as const, ...libraries]) {
      await mkdir(dirname(join(root, to)), { recursive: true });
      await copyFile(from, join(root, to));
      await chmod(join(root, to), 0o755);
    }
  }
}

describe.skipIf(!canRecord)("record", () => {
  test("runs an image, and says what it used and what recording cost", async () => {
    const root = place("root");
    await makeRunnable(root);
    const files = [
      "-o",
      place("evidence.json"),
      "--bom",
      place("bom.json"),
      "--logs",
      place("logs"),
    ];
    const { code, stderr, stdout } = await run([
      "record",
      root,
      "--measure",
      ...files,
      "--",
      "/usr/bin/shop",
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^Recorded with strace.* for [0-9.]+ seconds; the workload ended\.$/m);
    expect(stdout).toMatch(/^Without recording it took [0-9.]+ seconds/m);
    expect(stdout).toContain("used by the workload");
    const evidence = parseDocument("evidence", JSON.parse(await read("evidence.json")));
    const bom = parseDocument("bom", JSON.parse(await read("bom.json")));
    expect(evidence.subject.digest).toBe(bom.subject.digest);
    expect(evidence.units).toHaveLength(1);
    const gradeOf = (path: string) =>
      Object.values(evidence.files.find((file) => file.path === path)?.seen ?? {}).map(
        ({ grade }) => grade,
      );
    expect(gradeOf("/usr/bin/shop")).toEqual(["executed"]);
    expect(gradeOf("/usr/bin/sh")).toEqual(["executed"]);
    expect(gradeOf("/usr/bin/probe")).toEqual([]);
    const traced = await run([
      "trace",
      place("logs/strace.log"),
      "--bom",
      place("bom.json"),
      "--json",
    ]);
    expect(traced.code).toBe(0);
  });

  test("runs an image that is packed, by its own command", async () => {
    await makeImage(place("root"), place("image"));
    const { code, stdout } = await run(["record", place("image"), "--source", "strace"]);
    expect(code).toBe(0);
    expect(stdout).toContain("Recorded with strace for");
  });

  test("says so with its exit code when the workload or its exercise fails", async () => {
    const root = place("root");
    const failed = await run([
      "record",
      root,
      "--source",
      "strace",
      "--",
      "/bin/sh",
      "-c",
      "echo broken; exit 9",
    ]);
    expect(failed.code).toBe(1);
    expect(failed.stdout).toContain("the workload ended with exit code 9");
    expect(failed.stdout).toContain("  broken");
    const exercise = await write("exercise.sh", "echo cannot reach it; exit 7\n");
    const options = ["--source", "strace", "--exercise", exercise];
    const unreached = await run([
      "record",
      root,
      ...options,
      "--",
      "/bin/sh",
      "-c",
      "read x </dev/zero",
    ]);
    expect(unreached.code).toBe(1);
    expect(unreached.stdout).toContain("The exercise ended with exit code 7:\n  cannot reach it");
  });
});

test("record refuses what it does not know", async () => {
  const { code, stderr } = await run(["record", "root", "--source", "dtrace"]);
  expect(code).toBe(2);
  expect(stderr).toContain("It is one of strace, bpftrace, fanotify.");
  expect(await run(["record", place("absent")])).toMatchObject({ code: 3 });
  vi.spyOn(process, "geteuid").mockReturnValue(1000);
  const unprivileged = await run(["record", place("absent")]);
  vi.restoreAllMocks();
  expect(unprivileged).toMatchObject({ code: 3 });
  if (process.platform === "linux") expect(unprivileged.stderr).toContain("NOT_ROOT");
});

test("a report of a run shows the end of what it wrote and nothing that moves the cursor", () => {
  const recording: Recording = {
    logs: [{ source: "strace", path: "log", imageRoot: "/" }],
    status: 143,
    stopped: true,
    exercised: 2,
    output: "",
    exerciseOutput: `${"line\n".repeat(20)}\u001b[31mred\n`,
    seconds: 2,
    cpuSeconds: 0.5,
  };
  const subject = { name: "app", digest: "sha256:00" } as const;
  const common = { schemaVersion: "1.0", subject, packages: [], problems: [] } as const;
  const evidence = {
    ...common,
    kind: "evidence",
    units: [],
    files: [],
    unattributed: [],
    unplaced: [],
    network: [],
  } as const;
  const bom = {
    ...common,
    kind: "bom",
    tool: { name: "x", version: "1" },
    dependencies: [],
    files: [],
  } as const;
  const bare = [
    { ...recording, seconds: 4, cpuSeconds: 0.1 },
    { ...recording, seconds: 1, cpuSeconds: 0.2 },
  ];
  const text = recordReport({ recording, bare, hooks: ["node"] }, evidence, bom);
  expect(text).toContain(
    "Recorded with strace for 2.0 seconds; the workload was stopped (exit code 143).\n" +
      "Without recording it took 1.0 seconds, and 0.10 seconds of processors.\n" +
      "Recording took 2.0 times as long, and 5.0 times the processors' time.\n" +
      "No process of node took the hook: none ran, or it did not get its environment.\n",
  );
  const odd = recordReport(
    { recording, bare: [{ ...recording, seconds: 4, cpuSeconds: 0 }], hooks: [] },
    evidence,
    bom,
  );
  expect(odd).toContain(
    "Recording took 0.5 times as long, and an unknown number of times the processors' time.\n" +
      "Recording was not the faster: other work on this machine makes the times unsure.\n",
  );
  expect(text).toContain("  (9 lines before)\n  line");
  expect(text).toContain("  \\u{1b}[31mred");
  expect(hasFailed(recording)).toBe(true);
  expect(hasFailed({ ...recording, exercised: 0 })).toBe(false);
  expect(hasFailed({ ...recording, exercised: 0, stopped: false })).toBe(true);
});
