import { falco, gradeEvidence, judgeUse, type LogFormat, tetragon, tracee } from "@coppice/trace";
import type { Bom, BomFile, Problem } from "@coppice/types";
import { expect, test } from "vitest";
import { bytesOf } from "./read-format.ts";

const paths = { curl: "/usr/bin/curl", zlib: "/usr/lib/libz.so.1", other: "/usr/bin/other" };

function fileOf(path: string, type: "file" | "directory", owner: string): BomFile {
  const facts = { mode: 0o755, uid: 0, gid: 0, size: 9 };
  return { path, type, ...facts, attribution: { kind: "owned", by: [owner] } };
}

const bom: Bom = {
  kind: "bom",
  schemaVersion: "1.0",
  subject: { name: "app", digest: "sha256:00" },
  tool: { name: "test", version: "0" },
  packages: Object.keys(paths).map((name) => ({
    id: name,
    ecosystem: "deb",
    name,
    presence: "installed",
    foundBy: "test",
  })),
  dependencies: [],
  files: [
    ...["/", "/usr", "/usr/bin", "/usr/lib"].map((path) => fileOf(path, "directory", "curl")),
    ...Object.entries(paths).map(([name, path]) => fileOf(path, "file", name)),
  ],
  problems: [],
};

/** The verdicts on curl, zlib and the package of which the log has nothing. */
async function verdictsOf(format: LogFormat, log: readonly object[]): Promise<readonly string[]> {
  const problems: Problem[] = [];
  const batches = format.read([bytesOf(log)], { onProblem: (problem) => problems.push(problem) });
  const evidence = await gradeEvidence(batches, bom, { unit: "run", source: format, problems });
  return judgeUse(evidence, bom).map(({ verdict }) => verdict);
}

const docker = "86eb9e29a77d432afc7a15b424db1d2";

const tetragonProcess = {
  exec_id: "a",
  pid: 9,
  binary: paths.curl,
  flags: "execve clone",
  docker,
};

const tetragonLog = (policy: string) => [
  { process_exec: { process: tetragonProcess } },
  ...["security_file_open", "security_mmap_file"].map((name) => ({
    process_kprobe: {
      process: tetragonProcess,
      function_name: name,
      args: [{ file_arg: { path: paths.zlib } }, { uint_arg: 5 }],
      policy_name: policy,
    },
  })),
  { process_exit: { process: tetragonProcess } },
];

const traceeEvent = (eventName: string, pathname: string, policy: string) => ({
  hostProcessId: 9,
  hostThreadId: 9,
  container: { id: docker },
  eventName,
  matchedPolicies: [policy],
  args: [
    { name: "pathname", value: pathname },
    { name: "prot", value: 5 },
  ],
});

const traceeLog = (policy: string) => [
  traceeEvent("sched_process_exec", paths.curl, policy),
  traceeEvent("security_file_open", paths.zlib, policy),
  traceeEvent("security_mmap_file", paths.zlib, policy),
  traceeEvent("sched_process_exit", "", policy),
];

test("with the policies that come with the package, what is not in a log was not used", async () => {
  const expected = ["used", "used", "unused"];
  expect(await verdictsOf(tetragon, tetragonLog("coppice"))).toEqual(expected);
  expect(await verdictsOf(tracee, traceeLog("coppice"))).toEqual(expected);
});

test("without them nothing can be said of what is not in a log", async () => {
  const expected = ["used", "used", "incomplete"];
  expect(await verdictsOf(tetragon, tetragonLog("watch-etc"))).toEqual(expected);
  expect(await verdictsOf(tracee, traceeLog("watch-etc"))).toEqual(expected);
  const programs = ["used", "incomplete", "incomplete"];
  expect(await verdictsOf(tetragon, tetragonLog("coppice").slice(0, 1))).toEqual(programs);
  const alert = {
    rule: "x",
    priority: "Notice",
    output_fields: { "container.id": docker, "proc.exepath": paths.curl, "fd.name": paths.zlib },
  };
  expect(await verdictsOf(falco, [alert])).toEqual(expected);
});

test("each loss that a log shows makes what is not in it incomplete", async () => {
  const log = tetragonLog("coppice");
  const losses = [
    { rate_limit_info: { number_of_dropped_process_events: "1" } },
    { process_throttle: { type: "THROTTLE_START", cgroup: "x" } },
    { process_exec: { process: { ...tetragonProcess, exec_id: "b", pid: 10, flags: "procFS" } } },
    { process_exec: { process: { ...tetragonProcess, exec_id: "b", pid: 10, binary: "" } } },
    { process_exec: { process: { ...tetragonProcess, exec_id: "b", pid: 10, binary: "/enomem" } } },
    {
      process_exec: {
        process: { ...tetragonProcess, exec_id: "b", pid: 10 },
        parent: { ...tetragonProcess, exec_id: "c", pid: 8 },
      },
    },
    { process_exec: {} },
    { process_kprobe: { process: { pid: 10, flags: "unknown" }, function_name: "fd_install" } },
    { process_exit: { process: { ...tetragonProcess, exec_id: "b", pid: 10 } } },
    { a: 1 },
  ];
  for (const loss of losses) {
    expect([loss, (await verdictsOf(tetragon, [...log, loss])).at(-1)]).toEqual([
      loss,
      "incomplete",
    ]);
  }
  expect((await verdictsOf(tetragon, log.slice(1))).at(-1)).toBe("incomplete");
  expect((await verdictsOf(tracee, traceeLog("coppice").slice(1))).at(-1)).toBe("incomplete");
});
