import { readFileSync } from "node:fs";
import { fatrace } from "@coppice/trace";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { corpus } from "../corpus.ts";
import { bytesOf, expectSturdy, readFormat, say, sayAll } from "../read-format.ts";

describe("the lines of fatrace", () => {
  test("say by letters what happened to a file", async () => {
    const log = `cat(12): O   /etc/a
cat(12): R   /etc/a
cat(12): RCO /etc/b
cat(12): C   /etc/b
sh(13): CW  /etc/c
sh(13): WO  /etc/d
`;
    expect(await sayAll(fatrace, log)).toEqual([
      "open /etc/a",
      "read /etc/a",
      "open /etc/b",
      "read /etc/b",
      "write /etc/c",
      "open /etc/d",
      "write /etc/d",
    ]);
  });

  test("name the folder, not the file, that came, went or was renamed", async () => {
    const log = "mv(1): <>  /srv\nrm(2): D   /srv\ntouch(3): +   /srv\n";
    expect(await sayAll(fatrace, log)).toEqual(["write /srv", "write /srv", "write /srv"]);
  });

  test("begin with the time of the day or seconds since 1970", async () => {
    const times = async (log: string) =>
      (await readFormat(fatrace, log)).events.map((event) => "time" in event && event.time);
    expect(await times("23:59:59.500000 a(1): O /a\n00:00:01.000000 a(1): O /b\n")).toEqual([
      86_399.5, 86_401,
    ]);
    expect(await times("1795575964.681701 a(1): O /a\n")).toEqual([1_795_575_964.681701]);
    expect(await times("a(1): O /a\n")).toEqual([false]);
  });

  test("have a user, a program and parents where options ask for them", async () => {
    const log = `touch(12) [0:65534]: WO  /tmp/a, b exe=/usr/bin/touch, parents=(pid=3 comm=sh exe=/usr/bin/dash),(pid=1 comm=init exe=/sbin/init)
touch(12) [0:65534]: CW  /tmp/c exe=/usr/bin/touch, parents=(pid=3 comm=sh exe=/usr/bin/dash)
unknown(13): O  /tmp/d
cat(14): O  /tmp/e, parents=(pid=1 comm=init)
`;
    const { events } = await readFormat(fatrace, log);
    const process = { pid: 12, parent: 3, program: "/usr/bin/touch" };
    expect(events).toMatchObject([
      { process, path: { path: "/tmp/a, b" } },
      { process, path: { path: "/tmp/a, b" } },
      { process, path: { path: "/tmp/c" } },
      { process: { pid: 13 }, path: { path: "/tmp/d" } },
      { process: { pid: 14, parent: 1 }, path: { path: "/tmp/e" } },
    ]);
  });

  test("name a process as it likes", async () => {
    const log = `a (b) c(12): O /x
kworker/u8:2-events_unbound_and_more(7): R /y
(3): O /z
a(1): O b(12): O /x (3): R /y
`;
    const { events, problems } = await readFormat(fatrace, log);
    expect(problems).toEqual([]);
    expect(events.map((event) => "process" in event && event.process.pid)).toEqual([12, 7, 3, 12]);
  });

  test("are no lines when they can be read in two ways", async () => {
    const { events, problems } = await readFormat(fatrace, "b(2): O /a\na(1): O /b(12): O /x\n");
    expect(events).toHaveLength(1);
    expect(problems).toMatchObject([{ code: "LOG_LINE", offset: 11 }]);
  });

  test("show files without a path, which stay unknown", async () => {
    const log = `a(1): O device 8:2 inode 658203
rm(2): CW (deleted)
a(3): O /tmp/x (deleted)
`;
    expect(await sayAll(fatrace, log)).toEqual([
      "open ?name device 8:2 inode 658203",
      "write ?name (deleted)",
      "open /tmp/x",
    ]);
  });

  test("keep bytes that are no UTF-8, and bear what others write", async () => {
    const name = Uint8Array.of(0x61, 0xff, 0x0d, 0x0a);
    const log = new Uint8Array([0xef, 0xbb, 0xbf, 0x0a, ...bytesOf("a(1): O /"), ...name]);
    expect(fatrace.recognises(log)).toBe(true);
    expect(await sayAll(fatrace, log)).toEqual(["open /a\udcff"]);
    const lines = bytesOf("\ufeffa(1): O /é\r\n\r\na(1): RC\n");
    const { events, problems } = await readFormat(fatrace, lines);
    expect(events).toMatchObject([{ path: { path: "/é" } }]);
    expect(problems).toMatchObject([{ offset: 18 }]);
  });

  test("that are not ended may be cut, and tell nothing", async () => {
    for (const cut of ["a(1): R", "a(1): R /etc/hos"]) {
      const { events, problems } = await readFormat(fatrace, `a(1): O /a\n${cut}`);
      expect([events.map(say), problems]).toEqual([["open /a", "lost cut 1"], []]);
    }
    expect(await sayAll(fatrace, "a(1): R /etc/hos")).toEqual(["lost cut 1"]);
    await expect(readFormat(fatrace, "a(1): R")).rejects.toMatchObject({ code: "LOG_FORMAT" });
  });

  test("place paths below the image's root, and no others", async () => {
    const log = "a(1): O /srv/image/etc/a\na(1): O /etc/a\n";
    expect(await sayAll(fatrace, log, { imageRoot: "/srv/image" })).toEqual([
      "open /etc/a",
      "open ?outside /etc/a",
    ]);
  });

  test("show that it lost events, did not see a file system, or ended", async () => {
    const log = `a(1): O /a
unknown(0):     (deleted)
fatrace: Failed to add watch for /boot: Permission denied
Failed to add watch for ext4 mount /boot: Permission denied
fatrace: read: Bad file descriptor
No more fanotify event (EOF)
`;
    const { events, problems } = await readFormat(fatrace, log);
    expect(problems).toEqual([]);
    expect(events.map(say)).toEqual([
      "open /a",
      "lost dropped",
      "lost filtered",
      "lost filtered",
      "lost detached",
      "lost detached",
    ]);
  });

  test("may come with what tells of no loss", async () => {
    const log = `$ fatrace
fatrace: failed to open /proc/12: No such file or directory
unknown(12): O   /a
fatrace: failed to parse /proc/12/stat, please file a bug: 12 (x) S
fatrace: open_by_handle_at: No such file or directory
unknown(12): O   (deleted)
^C
`;
    expect(fatrace.recognises(bytesOf(log))).toBe(true);
    const { events, problems } = await readFormat(fatrace, log);
    expect([events.map(say), problems]).toEqual([["open /a", "open ?name (deleted)"], []]);
  });

  test("are not hidden by a program that calls itself like a notice", async () => {
    const log = "$ a(1): O /a\nfatrace: b(2): O /b\n# c(3): O /c\n";
    expect(await sayAll(fatrace, log)).toEqual(["open /a", "open /b", "open /c"]);
  });
});

describe("the lines of fatrace --json", () => {
  test("say the same", async () => {
    const log = `{"timestamp":"12:00:01.5","comm":"touch","pid":12,"types":"WO","device":{"major":8,"minor":1},"inode":7,"path":"/tmp/a","exe":"/usr/bin/touch","parents":[{"pid":3,"comm":"sh"},{"pid":1}]}
{"timestamp":"1700000000.25","comm":"x","pid":13,"types":"R","path_raw":[47,97,255]}
{"comm_raw":[1],"pid":14,"types":"O","device":{"major":8,"minor":1},"inode":7}
{"comm":"x","pid":15,"types":"D","path":"/tmp"}
{"comm":"x","pid":15,"types":"O"}
`;
    expect(fatrace.recognises(bytesOf(log))).toBe(true);
    const { events, problems } = await readFormat(fatrace, log);
    expect(problems).toEqual([]);
    expect(events).toMatchObject([
      { kind: "open", time: 43_201.5, process: { pid: 12, parent: 3, program: "/usr/bin/touch" } },
      { kind: "write", path: { path: "/tmp/a" } },
      { kind: "read", time: 1_700_000_000.25, path: { path: "/a\udcff" } },
      { kind: "open", path: { given: "device 8:1 inode 7", reason: "name" } },
      { kind: "write", path: { path: "/tmp" } },
      { kind: "open", path: { given: "(deleted)" } },
    ]);
  });

  test("that are cut at the end of the log say so", async () => {
    const { events, problems } = await readFormat(fatrace, 'a(1): O /a\n{"pid":1,"ty');
    expect([events.map(say), problems]).toEqual([["open /a", "lost cut 1"], []]);
    expect(await sayAll(fatrace, '{"pid":1,"types":"O","path":"/a"}')).toEqual(["open /a"]);
  });

  test("are no lines without a process", async () => {
    const { problems } = await readFormat(
      fatrace,
      'a(1): O /a\n{"types":"O","path":"/a"}\n{"pid":1\n',
    );
    expect(problems).toHaveLength(2);
  });
});

test("nothing else is recognised", () => {
  for (const head of [
    "",
    "fatrace: x",
    "hello\na(1): O /a\n",
    '{"pid":1}',
    "1 open(2): x",
    "a(1): X /a\n",
  ]) {
    expect(fatrace.recognises(bytesOf(head))).toBe(false);
  }
  expect(fatrace.recognises(bytesOf("fatrace: Failed to add watch for /x: y\na(1): O /et"))).toBe(
    true,
  );
});

test.skipIf(corpus === undefined)("a log of a real system is read whole", async () => {
  const log = readFileSync(`${corpus}/trace/fatrace/fatrace.txt`);
  expect(fatrace.recognises(log.subarray(0, 65_536))).toBe(true);
  const { events, problems } = await readFormat(fatrace, log);
  expect(problems).toEqual([]);
  const lines = log.toString("utf8").trimEnd().split("\n");
  const letters = lines.map((line) => /\): ([A-Z<>+]+)/.exec(line)?.[1] ?? "");
  const count = (letter: RegExp) => letters.filter((types) => letter.test(types)).length;
  const kinds = (kind: string) => events.filter((event) => event.kind === kind).length;
  expect([kinds("open"), kinds("read"), kinds("write")]).toEqual([
    count(/O/),
    count(/R/),
    count(/[W+D<>]/),
  ]);
});

test("any cut, chunk and damage is borne", async () => {
  const line = fc
    .tuple(
      fc.constantFrom("", "12:00:00.000000 ", "1700000000.000000 "),
      fc.constantFrom("cat(1)", "a (2)", "a(1): O /(3)", "x(9) [0:0]"),
      fc.constantFrom("RCO", "CW ", "D", "<>", "", "C"),
      fc.constantFrom(
        "/etc/a",
        "/é b",
        "(deleted)",
        "device 8:1 inode 2",
        "x",
        "/a exe=/b",
        "/a, parents=(pid=x)",
      ),
    )
    .map(([time, process, types, path]) => `${time}${process}: ${types} ${path}`);
  const json = fc.record({ pid: fc.nat(), types: fc.string(), path: fc.string() });
  const any = fc.oneof(
    { weight: 4, arbitrary: line },
    json.map((value) => JSON.stringify(value)),
  );
  await expectSturdy(
    fatrace,
    fc.array(any).map((lines) => ["a(1): O /a", ...lines].join("\n")),
  );
});

/** `fatrace -tt` 0.17 of a script, which runs cat of a link, writes a log and becomes cat of that. */
test("a recorded run shows the files that links led to", async () => {
  const log = readFileSync(new URL("../fixtures/run.fatrace", import.meta.url), "utf8");
  const { events, problems } = await readFormat(fatrace, log, { imageRoot: "/srv/app" });
  expect(problems).toEqual([]);
  const uses = new Set(events.map(say).filter((use) => !use.includes("outside")));
  expect([...uses].sort()).toEqual([
    "open /cat",
    "open /etc/a b.conf",
    "open /etc/out.log",
    "open /run.sh",
    "open /sh",
    "read /cat",
    "read /etc/a b.conf",
    "read /etc/out.log",
    "read /run.sh",
    "read /sh",
    "write /etc/out.log",
  ]);
});

test("what fatrace prints is read back, or is no line, whatever programs and files are called", async () => {
  const text = (unit: readonly string[], maxLength: number) =>
    fc.string({
      unit: fc.constantFrom("a", " ", "(1)", ": ", "O", "é", "[0:0]", ...unit),
      maxLength,
    });
  const facts = fc.record({
    pid: fc.integer({ min: 1, max: 4_194_304 }),
    comm: text(["/"], 8).filter((name) => bytesOf(name).length < 16),
    path: text([], 10).map((name) => `/${name}`),
    time: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(facts, async ({ pid, comm, path, time }) => {
      const line = `${time ? "12:00:00.000000 " : ""}${comm}(${pid}): R   ${path}\n`;
      const { events, problems } = await readFormat(fatrace, `a(1): O /a\n${line}`);
      if (problems.length > 0) expect(`${comm}(${path}`).toContain("(1)");
      else expect(events[1]).toMatchObject({ kind: "read", process: { pid }, path: { path } });
    }),
    { numRuns: 300 },
  );
});
