import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { perfScript } from "@coppice/trace";
import { describe, expect, test } from "vitest";
import { corpus } from "../corpus.ts";
import { checkHardness, readFormat } from "../json/read-format.ts";

/** A line of perf script. */
const line = (event: string, thread = "9", comm = "ls"): string =>
  `${comm.padStart(16)} ${thread} [000] 24442.644881: ${event}`;

const exec = (path: string, pid = 9): string =>
  line(` sched:sched_process_exec: filename=${path} pid=${pid} old_pid=${pid}`, String(pid));

const mmap = (path: string, permissions = "r-xp", pid = 9): string =>
  line(
    `PERF_RECORD_MMAP2 ${pid}/${pid}: [0x558eb5da2000(0x16000) @ 0x4000 fe:00 247493 0]: ${permissions} ${path}`,
    String(pid),
  );

const comm = (pid = 9): string => line(`PERF_RECORD_COMM exec: ls:${pid}/${pid}`, String(pid));

async function said(...lines: readonly string[]): Promise<readonly string[]> {
  const { said: all, problems } = await readFormat(perfScript, `${lines.join("\n")}\n`);
  expect(problems).toEqual([]);
  return all;
}

describe("perf script", () => {
  test("shows programs, what they map, and when they come and go", async () => {
    const { events } = await readFormat(
      perfScript,
      [
        line("PERF_RECORD_FORK(9:9):(7:7)", "7", "sh"),
        comm(),
        mmap("/usr/bin/ls"),
        mmap("/usr/lib/libc.so.6"),
        line("PERF_RECORD_EXIT(9:9):(7:7)"),
        "",
      ].join("\n"),
    );
    const child = { pid: 9, parent: 7 };
    const process = { ...child, program: "/usr/bin/ls" };
    const origin = { offset: expect.any(Number), time: 24_442.644881 };
    expect(events).toEqual([
      { kind: "start", ...origin, process: child },
      {
        kind: "exec",
        ...origin,
        process,
        path: { known: true, path: "/usr/bin/ls", real: "/usr/bin/ls" },
      },
      {
        kind: "map",
        ...origin,
        process,
        path: { known: true, path: "/usr/lib/libc.so.6", real: "/usr/lib/libc.so.6" },
      },
      { kind: "exit", ...origin, process },
    ]);
  });

  test("shows mappings of data, older records, and names with spaces", async () => {
    expect(
      await said(
        mmap("/usr/share/my data", "r--p"),
        line("PERF_RECORD_MMAP 9/9: [0x558e(0x16000) @ 0x4000]: x /usr/lib/old.so"),
        line(
          "PERF_RECORD_MMAP2 9/9: [0x7f(0x26000) @ 0x1000 <a94a8fe5ccb19ba61c4c0873d391e987982fbbd3>]: r-xp /usr/lib/id.so",
        ),
      ),
    ).toEqual([
      "read /usr/share/my data (real)",
      "map /usr/lib/old.so (real)",
      "map /usr/lib/id.so (real)",
    ]);
  });

  test("tells that processes were there before it", async () => {
    const early = mmap("/usr/bin/ls").replace("24442.644881", "0.000000");
    expect(await said(early, early)).toEqual([
      "lost late-start",
      "map /usr/bin/ls (real)",
      "map /usr/bin/ls (real)",
    ]);
  });

  test("passes over what is no file, and the kernel's own", async () => {
    for (const path of [
      "[vdso]",
      "//anon",
      "/memfd:jit (deleted)",
      "/SYSV00000000 (deleted)",
      "[kernel.kallsyms]_text",
    ]) {
      expect(await said(mmap(path)), path).toEqual([]);
    }
    const kernel =
      "PERF_RECORD_MMAP -1/0: [0xffffffff81000000(0x1209988) @ 0xffffffff81000000]: x [kernel.kallsyms]_text";
    expect(
      await said(
        line(kernel, "0", "swapper"),
        line("PERF_RECORD_COMM: perf-exec:9/9"),
        line("PERF_RECORD_MMAP2 9"),
      ),
    ).toEqual([]);
  });

  test("shows the tracepoints of processes", async () => {
    expect(
      await said(
        line("sched:sched_process_fork: comm=sh pid=7 child_comm=sh child_pid=9", "7", "sh"),
        exec("/opt/my app/run"),
        exec("bin/tool"),
        line("sched:sched_process_exit: comm=run pid=9 prio=120"),
        line("sched:sched_process_exit: comm=run pid=9 prio=120"),
      ),
    ).toEqual(["start 9", "exec /opt/my app/run", "exec ?no-directory bin/tool", "exit 9"]);
    expect(
      await said(
        line("sched:sched_process_exec: x"),
        line("sched:sched_process_fork: x"),
        line("sched:sched_process_exit: x"),
      ),
    ).toEqual([]);
  });

  test("tells once of a fork that is told of twice, and again when a number is used again", async () => {
    const record = line("PERF_RECORD_FORK(9:9):(7:7)", "7", "sh");
    const point = line(
      "sched:sched_process_fork: comm=sh pid=7 child_comm=sh child_pid=9",
      "7",
      "sh",
    );
    expect(await said(exec("/bin/sh", 7), point, record, exec("/bin/a"), record, point)).toEqual([
      "exec /bin/sh",
      "start 9",
      "exec /bin/a",
      "start 9",
    ]);
  });

  test("takes threads for their processes", async () => {
    const { events } = await readFormat(
      perfScript,
      [
        exec("/bin/app"),
        line("PERF_RECORD_FORK(9:12):(9:9)"),
        line("250000 cycles:u: 7f21 main+0x1 (/usr/lib/a.so)", "12"),
        line("PERF_RECORD_EXIT(9:12):(9:9)"),
        line("250000 cycles:u: 7f21 main+0x1 (/usr/lib/b.so)", "12"),
        line("250000 cycles:u: 7f21 main+0x1 (/usr/lib/c.so)", "9/12"),
        "",
      ].join("\n"),
    );
    expect(events.flatMap((event) => (event.kind === "call" ? [event.process.pid] : []))).toEqual([
      9, 12, 9,
    ]);
  });

  test("shows the file of each sample and of its callers once for a process", async () => {
    expect(
      await said(
        line("     250000 cpu-clock: ", "9"),
        "\tffffffff821f2fa7 exc_page_fault+0xd7 ([kernel.kallsyms])",
        "\t           3f0d1 getenv+0x21 (/usr/lib/libc.so.6)",
        "\t           3f0d1 main+0x21 (/usr/bin/my app)",
        "\t    7ffc631f7aae [unknown] ([stack])",
        "",
        line("     250000 cpu-clock: 3f0d1 getenv+0x21 (/usr/lib/libc.so.6)", "9"),
        line("     250000 cpu-clock: 3f0d1 getenv+0x21 (/usr/lib/libc.so.6)", "10"),
      ),
    ).toEqual([
      "call /usr/lib/libc.so.6 (real)",
      "call /usr/bin/my app (real)",
      "call /usr/lib/libc.so.6 (real)",
    ]);
  });

  test("shows opens where perf has the path, if they succeeded", async () => {
    const enter = (args: string, call = "openat") => line(`syscalls:sys_enter_${call}: ${args}`);
    const leave = (result: string, call = "openat") =>
      line(` syscalls:sys_exit_${call}: ${result}`);
    const path =
      'dfd: 0xffffff9c, filename: 0x7f96214fb0b1 "/etc/fstab", flags: 0x00080000, mode: 0x00000000';
    expect(await said(enter(path), leave("0x3"))).toEqual(["open /etc/fstab"]);
    expect(await said(enter(path), leave("0xfffffffffffffffe"))).toEqual([]);
    expect(await said(enter(path), leave("0x3", "statx"), leave("0x3"))).toEqual([]);
    expect(await said(enter(path.replace("0x00080000", "0x00000241")), leave("0x3"))).toEqual([
      "write /etc/fstab",
    ]);
    expect(
      await said(enter('filename: 0x7f "etc/x"', "newlstat"), leave("0x0", "newlstat")),
    ).toEqual(["stat ?no-directory etc/x"]);
    expect(await said(enter(path.replace(' "/etc/fstab"', "")), leave("0x3"))).toEqual([
      "lost filtered 1",
    ]);
    expect(await said(enter("fd: 0x3", "close"), leave("0x0", "close"))).toEqual([]);
    expect(await said(enter(path.replace("/etc/fstab", "")), leave("0x3"))).toEqual([]);
    // The kernel keeps some bytes of a path and no more.
    expect(await said(enter(path.replace("/fstab", "/fs...")), leave("0x3"))).toEqual([
      "open ?truncated /etc/fs",
    ]);
  });

  test("tells what perf lost", async () => {
    expect(
      await said(
        line("PERF_RECORD_LOST lost 1159"),
        line("PERF_RECORD_LOST_SAMPLES lost 3"),
        line("PERF_RECORD_THROTTLE"),
        "LOST 630 events!",
        `LOST ${"9".repeat(400)} events!`,
        "Processed 4711 events and lost 4 chunks!",
        "# captured on: today",
      ),
    ).toEqual([
      "lost dropped 1159",
      "lost dropped 3",
      "lost dropped 1",
      "lost dropped 630",
      "lost dropped 4",
    ]);
  });

  test("may leave out the processor, and have flags and names with spaces", async () => {
    const event = "sched:sched_process_exec: filename=/bin/a pid=9 old_pid=9";
    for (const head of [
      "ls 9 1.5:",
      "ls 9/9 1.5:",
      "Web Content 9/9 [001] 1.5:",
      "ls 9 [001] d..3. 1.500000001:",
    ]) {
      expect(await said(`${head} ${event}`), head).toEqual(["exec /bin/a"]);
    }
  });

  test("forgets processes where there are more than the limits allow", async () => {
    const log = [
      exec("/bin/a", 1),
      exec("/bin/b", 2),
      exec("/bin/c", 3),
      mmap("/lib/x.so", "r-xp", 1),
      "",
    ].join("\n");
    const { events } = await readFormat(perfScript, log, { limits: { processes: 2 } });
    expect(events.at(-1)).toMatchObject({ kind: "map", process: { pid: 1 } });
    expect(events.at(-1)).not.toHaveProperty("process.program");
  });
});

describe("perf trace", () => {
  test("shows paths where it has them, and says how many it leaves out", async () => {
    expect(
      await said(
        "         ? (         ): ls/9  ... [continued]: execve())                                           = 0",
        "     0.672 ( 0.023 ms): sh/9 openat(dfd: CWD, filename: 0xada3f0b1, flags: RDONLY|CLOEXEC)         = 4",
        "     0.672 ( 0.023 ms): sh/9 openat(dfd: CWD, filename: 0xada3f0b1, flags: RDONLY|CLOEXEC)         = -1 ENOENT (No such file or directory)",
        '     0.672 ( 0.023 ms): sh/9 openat(dfd: CWD, filename: "/etc/fstab", flags: RDONLY|CLOEXEC)       = 4',
        '     0.672 ( 0.023 ms): a b/9 openat(dfd: CWD, filename: "x", flags: WRONLY|CREAT)                 = 4',
        '     1.200 ( 0.111 ms): cat/10 execve(filename: "/usr/bin/cat", argv: 0x55c9, envp: 0x55c9)         = 0',
        "     0.374 ( 0.014 ms): cat/10 close(fd: 4</usr/lib/libc.so.6>)                                     = 0",
        "     0.374 ( 0.014 ms): cat/10 brk()                                                                = 0x560b638a0000",
      ),
    ).toEqual([
      "lost filtered 1",
      "lost filtered 1",
      "open /etc/fstab",
      "write ?no-directory x",
      "exec /usr/bin/cat",
      "open /usr/lib/libc.so.6 (real)",
    ]);
  });

  test("puts together calls during which other threads did something", async () => {
    const begun = (path: string, flags = "RDONLY") =>
      `     0.672 (         ): a b/9 openat(dfd: CWD, filename: ${path}, flags: ${flags})                      ...`;
    const ended = (result: string, call = "openat") =>
      `     0.672 ( 2.023 ms): a b/9  ... [continued]: ${call}())                                  = ${result}`;
    const other =
      "     0.700 ( 0.023 ms): (sd-pam)/7 brk()                                                = 0x560b638a0000";
    expect(await said(begun('"/etc/x"'), other, ended("3"))).toEqual(["open /etc/x"]);
    expect(await said(begun('"/etc/x"', "RDWR"), ended("3"))).toEqual(["write /etc/x"]);
    expect(await said(begun('"/etc/x"'), ended("-1 ENOENT (No such file)"), ended("3"))).toEqual([
      "lost filtered 1",
    ]);
    expect(await said(begun('"/etc/x"'), ended("0", "statx"))).toEqual(["lost filtered 1"]);
    expect(await said(begun("0x7f"), ended("3"))).toEqual(["lost filtered 1"]);
    expect(await said(begun('""'), ended("3"))).toEqual([]);
  });

  test("may be of one thread that it does not name", async () => {
    const { events, problems } = await readFormat(
      perfScript,
      '     0.672 ( 0.023 ms): openat(dfd: CWD, filename: "/etc/fstab", flags: RDONLY)    = 4\n' +
        "         ? (         ):  ... [continued]: clock_nanosleep())     = -1 (unknown) (INTERNAL ERROR)\n",
    );
    expect(problems).toEqual([]);
    expect(events).toMatchObject([{ kind: "open", process: { pid: 0 } }]);
  });

  test("shows the tracepoints of processes", async () => {
    const point = (text: string) => `     2.891 (         ): ls/9 sched:sched_process_${text}`;
    expect(
      await said(
        point('fork(parent_comm: "sh", parent_pid: 7 (sh), child_comm: "sh", child_pid: 9 (sh))'),
        point('exec(filename: "/usr/bin/ls", pid: 9 (ls), old_pid: 9 (ls))'),
        point('exit(comm: "ls", pid: 9 (ls), prio: 120)'),
        point('exec(filename: "/usr/bin/ls")'),
        point("wait(pid: 9)"),
      ),
    ).toEqual(["start 9", "exec /usr/bin/ls", "exit 9"]);
  });

  test.skipIf(corpus === undefined)("is read to the last line, as recorded", async () => {
    const log = readFileSync(join(corpus ?? "", "trace/perf/perf-trace.txt"));
    const { problems, said: all } = await readFormat(perfScript, log);
    expect(perfScript.recognises(log)).toBe(true);
    expect(problems).toEqual([]);
    expect(all).toContain("open /usr/lib/x86_64-linux-gnu/libpcre2-8.so.0.11.2 (real)");
  });
});

test("other lines are problems", async () => {
  for (const other of [
    "hello",
    "ls x [000] 1.5: a:b: c",
    "9 [000] 1.5: a:b: c",
    "1 ( x: y",
    "(1): ls/9 x(",
    "x ( 0.1 ms): ls/9 x()",
    "0.1 ( 0.1 ms): ls/-9 x()",
    `ls ${"9".repeat(40)} [000] 1.5: a:b: c`,
    "0.1 ( 0.1 ms): ls openat() = 0",
    '0.1 ( 0.1 ms): ls/9 openat(dfd: CWD, filename: "/etc/x',
    '0.1 ( 0.1 ms): ls/9 openat(dfd: CWD, filename: "/etc/x") = 0x',
  ]) {
    const { problems } = await readFormat(perfScript, `${exec("/bin/a")}\n${other}\n`);
    expect(problems, other).toMatchObject([{ code: "LOG_LINE" }]);
  }
});

test("a log is known by a line of perf", () => {
  const recognises = (text: string) => perfScript.recognises(new TextEncoder().encode(text));
  for (const text of [
    exec("/bin/a"),
    `# header\n\n${comm()}`,
    line("250000 cycles:u: 7f main (/bin/a)"),
    "     0.054 ( 0.012 ms): ls/24213 brk() = 0x560b638a0000",
  ]) {
    expect(recognises(text), text).toBe(true);
  }
  for (const text of [
    "",
    '9 1700000000.123456 openat(AT_FDCWD, "x", O_RDONLY) = 3',
    "Nov 23 20:09:34 host kernel: [ 12.345]: x",
    "            ls-9       [001] d..3. 123.456789: sched_process_exec: filename=/bin/a pid=9 old_pid=9",
    "       7:\tcalling init: /lib/a.so",
    "ls 9 1.5: hello",
  ]) {
    expect(recognises(text), text).toBe(false);
  }
});

test("the last line without its end may be cut", async () => {
  const log = `${exec("/bin/a")}\n${mmap("/usr/lib/lib")}`;
  expect((await readFormat(perfScript, log)).said).toEqual(["exec /bin/a", "lost cut 1"]);
});

const canRecord =
  spawnSync("perf", ["record", "-q", "-o", "/dev/null", "-e", "dummy:u", "true"]).status === 0;
if (!canRecord) process.stderr.write("perf cannot record here: it is no referee\n");

test.runIf(canRecord)(
  "a program that perf records is executed and maps what it is linked to",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "perf-"));
    try {
      const data = join(folder, "perf.data");
      execFileSync("perf", ["record", "-q", "-o", data, "-e", "dummy:u", "--", "/bin/ls", "/"]);
      const show = ["--show-mmap-events", "--show-task-events"];
      const log = execFileSync("perf", ["script", "-i", data, ...show], { maxBuffer: 1 << 26 });
      expect(perfScript.recognises(log)).toBe(true);
      const { problems, said: all } = await readFormat(perfScript, log);
      expect(problems).toEqual([]);
      const [program, ...mapped] = all.filter((text) => /^(?:exec|map) /.test(text));
      expect(program).toMatch(/^exec \/(?:usr\/)?bin\/ls \(real\)$/);
      expect(mapped.some((text) => text.includes("/ld-"))).toBe(true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

test("what was damaged or cut gives problems and coded errors only, and cuts of the stream change nothing", async () => {
  const log = [
    exec("/opt/my app/run"),
    comm(),
    mmap("/usr/bin/ls"),
    line("     250000 cpu-clock: ", "9"),
    "\t           3f0d1 getenv+0x21 (/usr/lib/libc.so.6)",
    '     0.672 ( 0.023 ms): sh/9 openat(dfd: CWD, filename: "/etc/fstab", flags: RDONLY|CLOEXEC)       = 4',
    "LOST 630 events!",
  ];
  await checkHardness(perfScript, `${log.join("\n")}\n`);
});
