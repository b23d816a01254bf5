import { isTraceError, strace } from "@coppice/trace";
import type { RuntimeEvent } from "@coppice/types";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readLog } from "./read-log.ts";

const path = fc
  .array(fc.constantFrom("usr", "bin", "..", ".", "", "a b", "é", '\\"', "\\303\\251", ")", " = 3"))
  .map((names) => `/${names.join("/")}`);
const pid = fc.integer({ min: 1, max: 5 });
const fd = fc.integer({ min: 3, max: 6 });

/** Lines of strace, whole and in pieces, that need not make sense together. */
const line = fc.oneof(
  fc.tuple(pid, path).map(([p, x]) => `${p} chdir("${x}") = 0`),
  fc.tuple(pid, path, fd).map(([p, x, n]) => `${p} open("${x}", O_RDONLY|O_CLOEXEC) = ${n}<${x}>`),
  fc.tuple(pid, path, fd).map(([p, x, n]) => `${p} openat(${n}, "${x}", O_RDONLY <unfinished ...>`),
  fc.tuple(pid, fd).map(([p, n]) => `${p} <... openat resumed>) = ${n}`),
  fc.tuple(pid, path).map(([p, x]) => `${p} execve("${x}", ["x"], 0x1 /* 1 var */) = 0`),
  fc.tuple(pid, pid).map(([p, q]) => `${p} clone(flags=CLONE_FS|CLONE_FILES) = ${q}`),
  fc.tuple(pid, pid).map(([p, q]) => `${p} +++ superseded by execve in pid ${q} +++`),
  fc.tuple(pid, path).map(([p, x]) => `${p} chroot("${x}") = 0`),
  fc.tuple(pid, fd, fd).map(([p, n, m]) => `${p} dup2(${n}, ${m}) = ${m}`),
  pid.map((p) => `${p} vfork(strace: Process ${p} attached`),
  pid.map((p) => `[pid ${p}] +++ exited with 0 +++`),
  fc.tuple(pid, pid).map(([p, q]) => `${p} execve("/x", [], NULL <pid changed to ${q} ...>`),
  pid.map((p) => `${p} <... execve resumed>) = 0`),
  pid.map((p) => `${p} wait4(-1,  <detached ...>`),
  fc.tuple(pid, fc.nat(99)).map(([p, t]) => `${p} 1795465${t}.5 (+ 0.25) [ 257] getpid() = ${p}`),
  fc
    .tuple(pid, path)
    .map(([p, x]) => `${p}<sh> openat(dirfd=-100, pathname="${x}", flags=0x5) = 0x3`),
  pid.map((p) => `${p} \u001b[93mopen\u001b[0m("/c", O_RDONLY)\u001b[92m = 3\u001b[0m`),
  fc.constantFrom(
    ")  = 0",
    " <unfinished ...>",
    "read(3, ",
    "",
    " > x",
    `1 stat("/${"y".repeat(3500)}", {}) = 0`,
    "--- SIGHUP {} ---",
    "hello",
    "% time calls syscall",
  ),
);

const log = fc
  .array(line, { maxLength: 40 })
  .map((lines) => ["1 getpid() = 1", ...lines].join("\n"));

async function gather(chunks: Iterable<Uint8Array>): Promise<readonly unknown[]> {
  const seen: unknown[] = [];
  try {
    const batches = strace.read(chunks, {
      onProblem: (problem) => seen.push(problem),
      limits: { lineBytes: 3000 },
    });
    const events: RuntimeEvent[] = [];
    for await (const batch of batches) events.push(...batch);
    return [...seen, ...events];
  } catch (error) {
    if (!isTraceError(error)) throw error;
    return [error.code];
  }
}

test("any cut of the stream gives the same events", async () => {
  await fc.assert(
    fc.asyncProperty(log, fc.array(fc.nat(30)), async (text, sizes) => {
      const bytes = new TextEncoder().encode(text);
      const chunks: Uint8Array[] = [];
      let at = 0;
      for (const size of sizes) {
        chunks.push(bytes.subarray(at, at + size));
        at += size;
      }
      chunks.push(bytes.subarray(at));
      expect(await gather(chunks)).toEqual(await gather([bytes]));
    }),
  );
});

test("a log gives the same events however often its lines were read before", async () => {
  await fc.assert(
    fc.asyncProperty(log, async (text) => {
      const once = await gather([new TextEncoder().encode(text)]);
      for (let time = 0; time < 3; time++) {
        expect(await gather([new TextEncoder().encode(text)])).toEqual(once);
      }
    }),
    { numRuns: 50 },
  );
});

test("a cut within the first bytes that are looked ahead at gives the same events", async () => {
  const passed = `1 write(1, "${"a".repeat(2000)}", 2000) = 2000\n`;
  const text = `1 open("/a", O_RDONLY) = 3\n${passed.repeat(99)}`.repeat(25);
  const bytes = new TextEncoder().encode(text);
  const whole = await gather([bytes]);
  expect(whole).toHaveLength(27);
  expect(await gather([bytes.subarray(0, 4_200_000), bytes.subarray(4_200_000)])).toEqual(whole);
});

test("a log is recognised by its first 64 KiB, however they are cut", async () => {
  const bytes = new TextEncoder().encode(`${"hello\n".repeat(10_922)}aa\n1 getpid() = 1\n`);
  const gzip = new Uint8Array([0x1f, 0x8b, 8, 0, 0]);
  const messageOf = async (log: Uint8Array, size: number) => {
    const chunks: Uint8Array[] = [];
    for (let at = 0; at < log.length; at += size) chunks.push(log.subarray(at, at + size));
    const batches = strace.read(chunks, { imageRoot: "/", onProblem: () => {} });
    return batches.next().then(
      () => "recognised",
      (error: unknown) => isTraceError(error) && error.message,
    );
  };
  for (const size of [1, 1000, 65_536, 1_000_000]) {
    expect(await messageOf(bytes, size)).toContain("in the first 65536 bytes");
    expect(await messageOf(gzip, size)).toContain("compressed with gzip");
  }
});

test("no bytes give anything but events, problems and coded errors", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      await gather([bytes]);
    }),
  );
  await fc.assert(
    fc.asyncProperty(log, fc.array(fc.tuple(fc.nat(), fc.nat(255))), async (text, changes) => {
      const bytes = new TextEncoder().encode(text);
      for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
      await gather([bytes]);
    }),
  );
});

test("rubbish between the lines changes nothing but the problems", async () => {
  const whole = fc.oneof(
    fc.tuple(pid, path).map(([p, x]) => `${p} chdir("${x}") = 0`),
    fc.tuple(pid, path, fd).map(([p, x, n]) => `${p} open("${x}", O_RDONLY) = ${n}`),
    fc.tuple(pid, pid).map(([p, q]) => `${p} clone(flags=CLONE_FS) = ${q}`),
    pid.map((p) => `${p} +++ exited with 0 +++`),
  );
  const rubbish = fc.constantFrom(
    "hello",
    "\u0000\u00ff",
    "[",
    "12:",
    "{}",
    "= 3",
    "\u001b[1mx",
    "é(",
  );
  const both = fc.array(fc.tuple(whole, fc.option(rubbish, { nil: undefined })), { minLength: 1 });
  const say = ({ events }: Awaited<ReturnType<typeof readLog>>) =>
    events.map((event) => ({ ...event, offset: 0 }));
  await fc.assert(
    fc.asyncProperty(both, async (pairs) => {
      const clean = await readLog(`${pairs.map(([text]) => text).join("\n")}\n`);
      const lines = pairs.flatMap(([text, other]) => (other === undefined ? text : [text, other]));
      const dirty = await readLog(`${lines.join("\n")}\n`);
      expect(say(dirty)).toEqual(say(clean));
      expect(dirty.problems).toHaveLength(lines.length - pairs.length);
    }),
    { numRuns: 60 },
  );
});

test("a line of any length is passed over in the memory of one that is read", async () => {
  const chunk = new Uint8Array(1 << 22).fill(0x78);
  function* chunks(): Generator<Uint8Array> {
    yield new TextEncoder().encode("1 getpid() = 1\n1 open(");
    for (let at = 0; at < 20; at++) yield chunk;
    yield new TextEncoder().encode('\n1 open("/f", O_RDONLY) = 3\n');
  }
  const before = process.memoryUsage().arrayBuffers;
  const seen = await gather(chunks());
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32e6);
  expect(seen.at(0)).toMatchObject({ code: "LOG_LINE", offset: 15 });
  expect(seen.at(-1)).toMatchObject({ kind: "open", offset: 15 + 7 + 20 * chunk.length + 1 });
});

test("a process that gets the pid of one that ended is another", async () => {
  const { events } = await readLog(`1 execve("/a", [], 0x1 /* 0 vars */) = 0
1 chdir("/etc") = 0
1 fork() = 2
2 execve("/b", [], 0x1 /* 0 vars */) = 0
2 chdir("/tmp") = 0
2 +++ exited with 0 +++
1 fork() = 2
2 open("f", O_RDONLY) = 3
`);
  expect(events.at(-1)).toMatchObject({ path: { path: "/etc/f" }, process: { program: "/a" } });
});

test("a log takes time in proportion to its length, however many of its processes ended", async () => {
  let log = "";
  for (let pid = 1; pid <= 7500; pid++) log += `${pid} getpid() = 1\n`;
  for (let pid = 1; pid <= 5250; pid++) log += `${pid} +++ exited with 0 +++\n`;
  const timeWith = async (line: string) => {
    const start = performance.now();
    await readLog(`${log}${line.repeat(25_000)}`);
    return performance.now() - start;
  };
  const named = await timeWith("7500 getpid() = 1\n");
  const unnamed = [await timeWith("getpid() = 1\n"), await timeWith("getpid() = 1\n")];
  expect(Math.min(...unnamed)).toBeLessThan(4 * named);
});

test("a log takes time in proportion to its length, however it nests", async () => {
  const deep = `1 open(${"[{(".repeat(100_000)}\n`;
  const quoted = `1 open("${"\\".repeat(300_000)}\n`;
  const angles = `1 open(3${"<".repeat(300_000)}\n`;
  const start = performance.now();
  const { problems } = await readLog(`1 getpid() = 1\n${deep}${quoted}${angles}`);
  expect(problems).toHaveLength(3);
  expect(performance.now() - start).toBeLessThan(2000);
});
