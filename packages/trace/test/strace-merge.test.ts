import { spawnSync } from "node:child_process";
import {
  createReadStream,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { isTraceError, type MergeStraceLogsOptions, mergeStraceLogs, strace } from "@coppice/trace";
import type { Problem } from "@coppice/types";
import * as fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";

type Logs = readonly (readonly [pid: number, log: string])[];

const filesOf = (logs: Logs, size: number) =>
  logs.map(([pid, log]) => ({
    pid,
    async *open() {
      const bytes = new TextEncoder().encode(log);
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    },
  }));

async function merge(
  logs: Logs,
  options?: MergeStraceLogsOptions,
  size: number = 7,
): Promise<string> {
  let merged = "";
  const decoder = new TextDecoder();
  for await (const chunk of mergeStraceLogs(filesOf(logs, size), options)) {
    merged += decoder.decode(chunk, { stream: true });
  }
  return merged;
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return isTraceError(error) ? error.code : String(error);
}

describe("logs with times", () => {
  test("are merged by them", async () => {
    const logs: Logs = [
      [9, "2.5 c() = 0\n > frame\n4.5 e() = 0\n"],
      [7, "1.25 a() = 0\n2.25 b() = 0\n3.25 d() = 0\n"],
      [8, ""],
    ];
    const lines = logs.map(([pid, log]): [number, string] => [
      pid,
      log.replace(/^(?=\d)/gm, "179546569"),
    ]);
    const merged = await merge(lines);
    expect(merged.replaceAll("179546569", "")).toBe(
      "7 1.25 a() = 0\n7 2.25 b() = 0\n9 2.5 c() = 0\n9  > frame\n7 3.25 d() = 0\n9 4.5 e() = 0\n",
    );
  });

  test("of the same time keep a parent before its child", async () => {
    const merged = await merge([
      [8, "10:00:00.5 b() = 0\n"],
      [7, "10:00:00.5 fork() = 8\n10:00:00.5 a() = 0\n"],
    ]);
    expect(merged).toBe("7 10:00:00.5 fork() = 8\n7 10:00:00.5 a() = 0\n8 10:00:00.5 b() = 0\n");
  });

  test("go on past midnight", async () => {
    const merged = await merge([
      [8, "00:00:00.500 c() = 0\n00:00:02.5 e() = 0\n"],
      [7, "23:59:59.500 a() = 0\n00:00:00.250 b() = 0\n00:00:01.5 d() = 0\n"],
    ]);
    expect(merged.replace(/[^a-e]/g, "")).toBe("abcde");
  });

  test("keep the order of each where clocks run back", async () => {
    const merged = await merge([
      [7, "10:00:02.5 a() = 0\n10:00:01.5 b() = 0\n10:00:03.5 d() = 0\n"],
      [8, "10:00:02.75 c() = 0\n"],
    ]);
    expect(merged.replace(/[^a-d]/g, "")).toBe("abcd");
  });

  test("show the program that a thread executes before it takes over", async () => {
    const logs: Logs = [
      [
        7,
        "1795465695.5 +++ superseded by execve in pid 8 +++\n1795465695.5 <... execve resumed>) = 0\n",
      ],
      [
        8,
        '1795465695.25 a() = 0\n1795465695.5 execve("/b", ["b"], 0x1 /* 1 var */ <pid changed to 7 ...>\n',
      ],
    ];
    expect((await merge(logs)).match(/^\d|execve|super/gm)).toEqual([
      ...["8", "8", "execve", "7", "super", "execve", "7", "execve"],
    ]);
  });
});

test("logs that each claim to go on as the other come to an end", async () => {
  const merged = await merge([
    [7, "10:00:00.5 +++ superseded by execve in pid 8 +++\n10:00:00.5 a() = 0\n"],
    [8, "10:00:00.5 +++ superseded by execve in pid 7 +++\n10:00:00.5 b() = 0\n"],
  ]);
  expect(merged.trim().split("\n")).toHaveLength(4);
});

describe("logs without times", () => {
  test("come where forks return them, others last", async () => {
    const merged = await merge([
      [5, "x() = 0\n"],
      [8, "b() = 0\nvfork() = 9\nc() = 0\n"],
      [
        7,
        "a() = 0\nclone(child_stack=NULL) = 8\nd() = 0\n<... clone3 resumed> => {parent_tid=[10]}, 88) = 10\n",
      ],
      [10, "e() = 0\nfork() = 2<sh> /* 11 in strace's PID NS */\n"],
      [9, "+++ exited with 0 +++\n"],
      [11, "f() = 0\n"],
    ]);
    expect(
      merged
        .replace(/^(\d+).*/gm, "$1")
        .trim()
        .split("\n")
        .map(Number),
    ).toEqual([...[5, 7, 7, 8, 8, 9, 8, 7, 7, 10, 10, 11]]);
  });

  test("are also those with whole seconds", async () => {
    const merged = await merge([
      [8, "10:00:00 b() = 0\n"],
      [7, "10:00:00 fork() = 8\n10:00:00 a() = 0\n"],
    ]);
    expect(merged).toBe("7 10:00:00 fork() = 8\n8 10:00:00 b() = 0\n7 10:00:00 a() = 0\n");
  });

  test("that make each other come once", async () => {
    const merged = await merge([
      [7, "fork() = 8\n"],
      [8, "fork() = 7\nfork() = 8\n+++ superseded by execve in pid 7 +++\n"],
    ]);
    expect(merged).toBe(
      "7 fork() = 8\n8 fork() = 7\n8 fork() = 8\n8 +++ superseded by execve in pid 7 +++\n",
    );
  });
});

describe("the merged log", () => {
  test("ends within a line where its last part does", async () => {
    expect(await merge([[7, "a() = 0\nb("]])).toBe("7 a() = 0\n7 b(");
    expect(await merge([])).toBe("");
  });

  test("has a line that cannot be read for each that is too long", async () => {
    const merged = await merge([[7, `a() = 0\n${"x".repeat(50)}\n`]], {
      limits: { lineBytes: 20 },
    });
    const problems: Problem[] = [];
    const batches = strace.read([new TextEncoder().encode(merged)], {
      onProblem: (p) => problems.push(p),
    });
    for await (const _ of batches);
    expect(problems).toMatchObject([{ code: "LOG_LINE", offset: 10 }]);
  });

  test("may have lines of any length that is read", async () => {
    const long = `write(1, "${"x".repeat(500_000)}", 9) = 9\n`;
    expect(await merge([[7, `a() = 0\n${long}`]], {}, 65_536)).toBe(`7 a() = 0\n7 ${long}`);
  });

  test("is limited", async () => {
    const chain: Logs = [
      [7, "fork() = 8\n"],
      [8, "fork() = 9\n"],
      [9, "a() = 0\n"],
    ];
    expect(await codeOf(merge(chain, { limits: { files: 2 } }))).toBe("LIMIT_EXCEEDED");
    expect(await codeOf(merge(chain, { limits: { openFiles: 2 } }))).toBe("LIMIT_EXCEEDED");
    expect(await merge(chain, { limits: { openFiles: 3 } })).toContain("9 a()");
  });

  test("can be stopped, and closes its files", async () => {
    const signal = AbortSignal.abort(new Error("stopped"));
    expect(await codeOf(merge([[7, "a() = 0\n"]], { signal }))).toBe("Error: stopped");
    let open = 0;
    const file = {
      pid: 7,
      async *open() {
        open++;
        try {
          for (;;) yield new TextEncoder().encode("1795465695.5 a() = 0\n".repeat(1000));
        } finally {
          open--;
        }
      },
    };
    for await (const _ of mergeStraceLogs([file, { ...file, pid: 8 }])) break;
    expect(open).toBe(0);
  });

  test("has every line of each log in its order, whatever they say", async () => {
    const line = fc.oneof(
      fc.nat(99_999).map((time) => `10:00:0${(time / 10_000).toFixed(4)} a() = 0`),
      fc.nat(6).map((pid) => `10:00:01.5 fork() = ${pid}`),
      fc.nat(6).map((pid) => `10:00:02.5 +++ superseded by execve in pid ${pid} +++`),
      fc.nat(6).map((pid) => `vfork() = ${pid}`),
      fc.string().map((text) => text.replaceAll(/[\r\n]/g, "")),
    );
    const logs = fc.array(fc.array(line, { maxLength: 12 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(logs, async (all) => {
        const merged = await merge(
          all.map((lines, pid) => [pid, lines.map((text) => `${text}\n`).join("")]),
        );
        for (const [pid, lines] of all.entries()) {
          const own = merged.split("\n").filter((text) => text.startsWith(`${pid} `));
          expect(own).toEqual(lines.map((text) => `${pid} ${text}`));
        }
      }),
      { numRuns: 100 },
    );
  });
});

const runs = (program: string, ...args: string[]) => spawnSync(program, args).status === 0;
const isThere = runs("strace", "-o", "/dev/null", "true");
const python = runs("/usr/bin/python3", "-c", "");
if (!isThere) process.stderr.write("strace does not run here: its tests are skipped\n");

const folder = realpathSync(mkdtempSync(`${tmpdir()}/coppice-`));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(`${folder}/deep/er`, { recursive: true });
writeFileSync(`${folder}/deep/here`, "here");
writeFileSync(`${folder}/deep/er/below`, "below");

const shell =
  "cd deep; cat here; (cd er; cat below) & wait; ls | cat; for i in 1 2; do (cd er; cat below); done";
const threads = `
import os, subprocess, threading
def work():
    os.chdir("deep"); open("here").read()
thread = threading.Thread(target=work); thread.start(); thread.join()
subprocess.run(["/bin/cat", "here"])
if os.fork() == 0: os.execv("/bin/cat", ["cat", "er/below"])
os.wait()
thread = threading.Thread(target=lambda: os.execv("/bin/cat", ["cat", "here"])); thread.start(); thread.join()
`;

async function usesOf(log: AsyncIterable<Uint8Array>): Promise<string[]> {
  const uses = new Set<string>();
  for await (const batch of strace.read(log, { cwd: folder })) {
    for (const event of batch) {
      expect(event.kind).not.toBe("lost");
      if (!("path" in event)) continue;
      const { path } = event;
      const said = path.known ? path.path : `?${path.reason} ${path.given}`;
      uses.add(`${event.kind} ${said.replace(/\/proc\/\d+/, "/proc/PID")}`);
    }
  }
  return [...uses].sort();
}

describe.skipIf(!isThere)("strace on this machine", () => {
  const inShell = ["sh", "-c", shell];
  const inThreads = ["/usr/bin/python3", "-S", "-c", threads];

  test.each([
    ["a shell", "", inShell],
    ["a shell", "-tt", inShell],
    ...(python
      ? ([
          ["threads", "-y", inThreads],
          ["threads", "-ttt", inThreads],
          ["threads", "-t", inThreads],
        ] as const)
      : []),
  ] as const)(
    "shows the same of %s with -ff as with -f, recorded with %j",
    async (_, flag, work) => {
      const logs = mkdtempSync(`${folder}/logs-`);
      const record = (...more: string[]) =>
        spawnSync("strace", [...more, ...(flag ? [flag] : []), ...work], { cwd: folder }).status;
      expect(record("-f", "-o", `${logs}/all`)).toBe(0);
      expect(record("-ff", "-o", `${logs}/one`)).toBe(0);
      const files = readdirSync(logs)
        .filter((name) => name.startsWith("one."))
        .map((name) => ({
          pid: Number(name.slice(4)),
          open: () => createReadStream(`${logs}/${name}`),
        }));
      expect(files.length).toBeGreaterThan(3);
      const together = await usesOf(createReadStream(`${logs}/all`));
      expect(together.length).toBeGreaterThan(20);
      expect(await usesOf(mergeStraceLogs(files))).toEqual(together);
    },
  );
});
