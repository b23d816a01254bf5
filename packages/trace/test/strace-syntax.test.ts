import { describe, expect, test } from "vitest";
import { eventsOf, readLog } from "./read-log.ts";

/** Kinds, or codes of losses, in order. */
async function kindsOf(log: string): Promise<string[]> {
  const { events, problems } = await readLog(log);
  expect(problems).toEqual([]);
  return events.map((event) => (event.kind === "lost" ? event.code : event.kind));
}

async function pidOf(line: string): Promise<number | undefined> {
  const { events, problems } = await readLog(`${line}\n`);
  expect(problems).toEqual([]);
  const event = events.find(({ kind }) => kind === "open");
  return event && "process" in event ? event.process.pid : undefined;
}

const call = 'open("/f", O_RDONLY) = 3';

describe("the head of a line", () => {
  test.each([
    ["[pid    17<nginx: worker>] ", 17],
    ["17<a\\74b\\76> ", 17],
    ["17 [unconfined_t] ", 17],
    [
      "17 [unconfined_u:unconfined_r:unconfined_t:s0-s0:c0.c1023] 23:21:22 [ 257] [00007f02ac8d15e7] ",
      17,
    ],
    ["17 [a_t!!b_t] ", 17],
    ["17 1795465695 ", 17],
    ["1795465695 ", 0],
    ["1795465695.123456789 ", 0],
    ["17 23:21:22.123 (+     0.001) ", 17],
    ["17 23:21:22 (+     1) ", 17],
    ["17      3 ", 17],
    ["     3 ", 0],
    ["17 [????????] ", 17],
    ["0 ", 0],
    ["\u001b[0m[\u001b[0mpid    17\u001b[0m]\u001b[0m ", 17],
    ["\ufeff17 ", 17],
  ])("may be %j", async (head, pid) => {
    expect(await pidOf(head + call)).toBe(pid);
  });

  test("tells no time from a number that is none", async () => {
    const { events } = await readLog(`17 ${"9".repeat(400)} ${call}\n`, {
      onProblem: () => {},
    }).catch(() => ({ events: [] }));
    expect(events).toEqual([]);
  });
});

describe("calls in the same words", () => {
  test("are told apart by what they are, however often they come", async () => {
    const rest = '(AT_FDCWD, "/f", O_WRONLY) = 3';
    const calls = ["faccessat", "openat", "mkdirat", "statx", "execveat"];
    const log = calls.map((name) => `${name}${rest}\n`.repeat(3)).join("");
    const kinds = ["stat", "write", "write", "stat", "exec"];
    const events = await eventsOf(log, { imageRoot: "/" });
    expect(events).toEqual(kinds.flatMap((kind) => Array(3).fill(`${kind} /f`)));
  });

  test.each([1, 3, 59, 250, 251, 252, 253, 300])(
    "are read alike with %d letters",
    async (count) => {
      const path = "x".repeat(count);
      const log = ["a", "b", "a", "b", "a"].map((end) => `open("/${path}${end}", O_RDONLY) = 3\n`);
      const events = await eventsOf(log.join(""));
      expect(events).toEqual(["a", "b", "a", "b", "a"].map((end) => `open /${path}${end}`));
    },
  );

  test("are read alike whether their paths are addresses or not", async () => {
    const log = "open(0x7ffe, O_RDONLY) = 3\n".repeat(3);
    for (let time = 0; time < 2; time++) {
      expect(await kindsOf(log)).toEqual(["start", "late-start", "filtered"]);
    }
  });
});

describe("arguments", () => {
  test.each([
    ['openat(dirfd=AT_FDCWD, pathname="/f", flags=O_RDONLY|O_CLOEXEC) = 3', "open /f"],
    ['openat(dirfd=AT_FDCWD</>, pathname="f", flags=O_WRONLY) = 3', "write /f"],
    ['openat(-100 /* AT_FDCWD */, "/f", 0x80000 /* O_RDONLY|O_CLOEXEC */) = 3', "open /f"],
    ['openat(-100, "/f", 0x80000) = 3', "open /f"],
    [
      'openat(AT_FDCWD</root> [admin_home_t], "/f" [etc_t], O_RDONLY) = 3</f> [etc_t]',
      "open /f -> /f",
    ],
    ['openat(AT_FDCWD, "/f", O_RDONLY) = 3</f>(deleted)', "open /f -> /f"],
    ['openat(AT_FDCWD, "/f", O_RDONLY) = 3 (DELAYED)', "open /f"],
    ['openat(AT_FDCWD, "/f", O_RDONLY) = 3 (INJECTED)', "open /f"],
    ['openat(AT_FDCWD, "/f", O_RDONLY) = 3 <0.000010>', "open /f"],
    ['openat(AT_FDCWD, "/f", O_RDONLY)  = 3</f> <0.000010>', "open /f -> /f"],
    [
      '\u001b[93mopenat\u001b[0m(\u001b[1;96mAT_FDCWD\u001b[0m, \u001b[95m"/f"\u001b[0m, 0)\u001b[92m = 3\u001b[0m',
      "open /f",
    ],
    ['readv#64(0x3, [{iov_base="x", iov_len=1}], 1) = 1', undefined],
    ['stat("/f", {st_mode=S_IFREG|0644, st_size=6, ...}) = 0', "stat /f"],
    ["syscall_0x1c3(0x3, 0x1) = 0x1", undefined],
    ["clone3({flags=CLONE_VM|CLONE_THREAD, stack=0x1} => {parent_tid=[9]}, 88) = 9", undefined],
    ["kill(1 /* 17152 in strace's PID NS */, SIGTERM) = 0", undefined],
    [
      'openat(AT_FDCWD, "/f", O_RDONLY) = -1 ENOENT (No such file or directory) (INJECTED)',
      undefined,
    ],
    [
      'openat(AT_FDCWD, "/f", O_RDONLY) = -1 ENOENT (No such file or directory) <0.000010>',
      undefined,
    ],
    ['openat(AT_FDCWD, "/f", O_RDONLY) = -1 (errno 18446744073709551595)', undefined],
    [
      'openat(AT_FDCWD, "/f", O_RDONLY) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)',
      undefined,
    ],
    ['openat(AT_FDCWD, "/f", O_RDONLY) = ? <unavailable>', undefined],
    [
      'open("/a = -1 ENOENT (No such file or directory)", O_RDONLY) = 3',
      "open /a = -1 ENOENT (No such file or directory)",
    ],
    ['openat(AT_FDCWD, "/f", O_RDONLY) = 3</f = -1 ENOENT (No)>', "open /f -> /f = -1 ENOENT (No)"],
    [
      'connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("192.0.2.1")}, 16) = -1 EINPROGRESS (Operation now in progress)',
      "connect 192.0.2.1:80",
    ],
  ])("are read: %s", async (line, event) => {
    const { problems } = await readLog(`1 ${line}\n`);
    expect(problems).toEqual([]);
    expect(await eventsOf(`1 ${line}\n`)).toEqual(event === undefined ? [] : [event]);
  });

  test("of a raw mapping are told apart by their numbers", async () => {
    const log = `1 openat(AT_FDCWD, "/f", O_RDONLY) = 3
1 mmap(0, 0x1000, 0x5, 0x2, 0x3, 0) = 0x7f0000000000
1 mmap(0, 0x1000, 0x3, 0x22, 0xffffffff, 0) = 0x7f0000001000
`;
    expect(await eventsOf(log)).toHaveLength(2);
  });

  test("that show addresses instead of paths are a loss, told once", async () => {
    const log = `1 execve(0x7fff4a694260, 0x7fff4a695700, 0x7fff4a695710) = 0
1 openat(0xffffff9c, 0x7fd01f9860b1, 0x80000, 0) = 0x3
`;
    expect(await kindsOf(log)).toEqual(["start", "filtered"]);
  });
});

describe("lines that are not calls", () => {
  test.each([
    "--- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=2, si_status=0} ---",
    "--- stopped by SIGTSTP ---",
    " > /usr/lib/x86_64-linux-gnu/libc.so.6(__open+0x1) [0xf1]",
    " > /usr/bin/sh(main+0x1) [0xf1] main.c:12",
    " | 00000  7f 45 4c 46 02 01 01 03  00 00 00 00 00 00 00 00  .ELF............ |",
    " * 26 bytes in buffer 0",
    "strace: Process 7 attached with 4 threads",
    "/usr/bin/strace: Process 7 attached",
    "Process 7 attached (waiting for parent)",
    "[ Process PID=7 runs in 32 bit mode. ]",
    "strace: [ Process PID=7 runs in x32 mode. ]",
    "strace: System call limit has been reached, detaching tracees",
    "???( <unfinished ...>",
    "+++ killed by SIGSEGV (core dumped) +++",
  ])("are passed over: %s", async (line) => {
    const { problems } = await readLog(`${call}\n${line}\n`);
    expect(problems).toEqual([]);
  });

  test.each([
    `% time     seconds  usecs/call     calls    errors syscall
------ ----------- ----------- --------- --------- ----------------
 25.53    0.000012           1        10         2 mmap
------ ----------- ----------- --------- --------- ----------------
100.00    0.000047                    54         6 total
System call usage summary for 32 bit mode:
% time     seconds  usecs/call     calls    errors syscall
`,
    `syscall          % time
---------------- ------
read              25.53
`,
    `  ______________________________________________         ____
 /                                              \\       /    \\
 | strace prints file paths along with file     |      |-. .-.|
`,
  ])("may be a summary or a tip behind the log", async (text) => {
    expect((await readLog(`${call}\n+++ exited with 0 +++\n${text}`)).problems).toEqual([]);
  });

  test("are read again after a summary that was none", async () => {
    const { events } = await readLog(`% time calls syscall\nhello\n${call}\nhello\n`);
    expect(events.at(-1)).toMatchObject({ kind: "open" });
    const { problems } = await readLog(`% time calls syscall\nhello\n${call}\nhello\n`);
    expect(problems).toHaveLength(1);
  });
});

describe("a program that a thread executes", () => {
  const made =
    '10 execve("/a", ["a"], 0x1 /* 1 var */) = 0\n10 clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_THREAD) = 11\n';
  test.each([
    `11 execve("/b", ["b"], 0x1 /* 1 var */ <unfinished ...>
10 +++ superseded by execve in pid 11 +++
10 <... execve resumed>) = 0`,
    `11 execve("/b", ["b"], 0x1 /* 1 var */ <pid changed to 10 ...>
10 +++ superseded by execve in pid 11 +++
10 <... execve resumed>) = 0`,
    `11 execve("/b", ["b"], 0x1 /* 1 var */ <pid changed to 10 ...>
10 <... execve resumed>) = 0`,
    `11 execve("/b", ["b"], 0x1 /* 1 var */ <unfinished ...>
10 futex(0x7f, FUTEX_WAIT_BITSET, 0, {tv_sec=2510    +++ superseded by execve in pid 11 +++
10 <... execve resumed>) = 0`,
    `10 read(3,  <unfinished ...>
11 execve("/b", ["b"], 0x1 /* 1 var */ <unfinished ...>
10 <... read resumed> <unfinished ...>) = ?
10 +++ superseded by execve in pid 11 +++
10 <... execve resumed>) = 0`,
  ])("is that of the first one", async (lines) => {
    const { events, problems } = await readLog(`${made}${lines}\n10 stat("/f", {}) = 0\n`);
    expect(problems).toEqual([]);
    expect(events.filter(({ kind }) => kind === "exec")).toMatchObject([
      { process: { pid: 10, program: "/a" } },
      { process: { pid: 10, program: "/b" } },
    ]);
    expect(events.at(-1)).toMatchObject({ kind: "stat", process: { pid: 10, program: "/b" } });
  });
});

describe("losses", () => {
  test("of what came before the log", async () => {
    expect(await kindsOf(`7 ${call}\n`)).toEqual(["start", "late-start", "open"]);
    expect(await kindsOf('7 <... openat resumed>) = 3\n7 stat("/f", {}) = 0\n')).toEqual([
      "start",
      "late-start",
      "dropped",
      "stat",
    ]);
    expect(
      await kindsOf(
        "7 <... openat resumed>) = -1 ENOENT (No such file or directory)\n7 close(3) = 0\n",
      ),
    ).toEqual(["start", "late-start"]);
    expect(await kindsOf('7 execve("/a", ["a"], 0x1 /* 1 var */ <unfinished ...>\n')).toEqual([
      "start",
    ]);
  });

  const begun = '7 execve("/a", ["a"], 0x1 /* 1 var */) = 0\n';

  test("of calls whose answer is not there: a path that may have been used, or more", async () => {
    const going = "7 close(9) = 0\n";
    const said = async (line: string) => {
      const { events } = await readLog(`${begun}7 ${line} <unfinished ...>\n${going}`);
      return events.slice(2).map((event) => {
        if (event.kind === "lost") return event.code;
        return "path" in event && !event.path.known ? event.path : event.kind;
      });
    };
    const maybe = (given: string) => ({ known: false, given, reason: "truncated" });
    expect(await said('openat(AT_FDCWD, "/x", O_RDONLY')).toEqual([maybe("/x")]);
    expect(await said('stat("/x", ')).toEqual([maybe("/x")]);
    expect(await said("read(3</etc/x>, ")).toEqual([maybe("/etc/x")]);
    expect(await said('rename("/x", "/y"')).toEqual(["dropped"]);
    expect(await said('chdir("/x"')).toEqual(["dropped"]);
    expect(await said("vfork(")).toEqual(["dropped"]);
    expect(await said("futex(0x1, ")).toEqual([]);
  });

  test("of what came after strace let go", async () => {
    expect(await kindsOf(`${begun}7 wait4(-1,  <detached ...>\n`)).toEqual([
      "start",
      "exec",
      "detached",
    ]);
    expect(
      await kindsOf(`${begun}7 read(3,  <detached ...>\nstrace: Process 7 detached\n`),
    ).toEqual(["start", "exec", "detached"]);
    const superseded = "7 futex(0x1,  <detached ...>\n7 +++ superseded by execve in pid 8 +++\n";
    const thread = '8 execve("/b", ["b"], 0x1 /* 1 var */ <unfinished ...>\n';
    const rest = "7 <... execve resumed>) = 0\n";
    expect(
      await kindsOf(
        `${begun}7 clone(flags=CLONE_VM|CLONE_THREAD) = 8\n${thread}${superseded}${rest}`,
      ),
    ).toEqual(["start", "exec", "start", "exec"]);
  });

  test.each([
    "7 openat(AT_FDC",
    '7 openat(AT_FDCWD, "/etc/pas',
    '7 openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = ',
    "7 brk(",
    "7 ope",
    "7 +++ exi",
  ])("of a log that ends within a line: %s", async (line) => {
    expect(await kindsOf(begun + line)).toEqual(["start", "exec", "cut"]);
  });

  test("are not seen where the last line lacks its end alone", async () => {
    expect(await kindsOf(`${begun}7 ${call}`)).toEqual(["start", "exec", "open"]);
  });

  test("are not what else breaks off", async () => {
    const { events, problems } = await readLog(`${begun}7 openat(AT_FDC\n`);
    expect(problems).toHaveLength(1);
    expect(events.map(({ kind }) => kind)).toEqual(["start", "exec"]);
  });
});
