import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { corpus } from "../corpus.ts";
import { eventsOf, readLog } from "../read-log.ts";

const first = '1 execve("/bin/sh", ["sh"], 0x1 /* 0 vars */) = 0\n1 chdir("/w") = 0\n';
const lossesOf = async (log: string | Uint8Array): Promise<readonly string[]> =>
  (await readLog(log)).events.flatMap((event) => (event.kind === "lost" ? [event.code] : []));

describe("a child whose lines come before its fork returns, in a log of successful calls alone", () => {
  test("is in its parent's folder, though it be the first child of the log", async () => {
    const log = `${first}2 open("a", O_RDONLY) = 3\n1 vfork() = 2\n2 open("b", O_RDONLY) = 3\n`;
    expect((await eventsOf(log)).slice(2)).toEqual(["open /w/a", "open /w/b"]);
    expect(await lossesOf(log)).toEqual([]);
  });

  test("is so though it have children itself and end before", async () => {
    const log = `${first}3 open("a", O_RDONLY) = 3
2 open("b", O_RDONLY) = 3
2 vfork() = 3
3 chdir("/x") = 0
3 +++ exited with 0 +++
2 +++ exited with 0 +++
1 vfork() = 2
1 open("c", O_RDONLY) = 3
`;
    const { events } = await readLog(log);
    expect((await eventsOf(log)).slice(2)).toEqual([
      "open /w/b",
      "open /w/a",
      "stat /x",
      "open /w/c",
    ]);
    expect(events.flatMap((e) => (e.kind === "exit" ? [e.process.parent] : []))).toEqual([1, 2]);
  });
});

test("very many processes that no fork brings are held back no longer than a part of the log", async () => {
  const pids = Array.from({ length: 20_000 }, (_, index) => index + 100);
  const log = `${first}1 fork() = 2\n${pids.map((pid) => `${pid} stat("/x", {}) = 0\n`).join("")}`;
  const { events } = await readLog(log);
  expect(
    events.flatMap(({ kind, offset }) =>
      kind === "stat" && offset > first.length ? [offset] : [],
    ),
  ).toHaveLength(pids.length);
  expect(events.flatMap((event) => (event.kind === "lost" ? [event.code] : []))).toEqual(
    pids.map(() => "unseen-exec"),
  );
});

describe("a log without forks", () => {
  test("lacks nothing when it has every exec, and waits for no fork", async () => {
    const log = `${first}2 open("a", O_RDONLY) = 3\n1 open("b", O_RDONLY) = 3\n3 open("/c", O_RDONLY) = 3\n1 open("d", O_RDONLY) = 3\n`;
    expect((await eventsOf(log)).slice(2)).toEqual([
      "open /w/b",
      "open ?no-directory a",
      "open /c",
      "open /w/d",
    ]);
    expect(await lossesOf(log)).toEqual([]);
  });

  test("of processes that were there before lacks how each began", async () => {
    const log = `1 open("/a", O_RDONLY) = 3\n2 open("/b", O_RDONLY) = 3\n2 +++ exited with 0 +++\n3 execve("/c", ["c"], 0x1 /* 0 vars */) = 0\n`;
    expect(await lossesOf(log)).toEqual(["late-start", "late-start"]);
  });

  const cases = ["flask", "nginx", "node", "perl"].map(
    (name) => `${corpus}/harden/planner-cases/${name}/trace.strace.gz`,
  );
  test.skipIf(!cases.every((path) => existsSync(path)))(
    "of real workloads lacks nothing",
    async () => {
      for (const path of cases) expect(await lossesOf(gunzipSync(readFileSync(path)))).toEqual([]);
    },
  );
});
