import { gzipSync } from "node:zlib";
import { isTraceError, strace, TraceError } from "@coppice/trace";
import { describe, expect, test } from "vitest";
import { eventsOf, readLog, treeOf } from "./read-log.ts";

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return isTraceError(error) ? error.code : String(error);
}

describe("the head of a line", () => {
  const call = 'open("/etc/hosts", O_RDONLY) = 3';
  test.each([
    ["pid of -o", `17 ${call}`, 17, undefined],
    ["padded pid", `7     ${call}`, 7, undefined],
    ["pid of a terminal", `[pid  1576] ${call}`, 1576, undefined],
    ["pid with its name", `17<sh> ${call}`, 17, undefined],
    ["time of day", `17 23:21:22 ${call}`, 17, 84082],
    ["time of day with microseconds", `17 23:21:22.500000 ${call}`, 17, 84082.5],
    ["time since 1970", `17 1795465695.250000 ${call}`, 17, 1795465695.25],
    ["time since 1970 without pid", `1795465695.250000 ${call}`, 0, 1795465695.25],
    ["time since the line before", `     0.250000 ${call}`, 0, 0.25],
    ["both times", `17 00:00:01.000000 (+     0.250000) ${call}`, 17, 1],
    ["instruction pointer", `17 [00007fb0ca2e4ad7] ${call}`, 17, undefined],
    ["unknown instruction pointer", `17 [????????????????] ${call}`, 17, undefined],
    ["number of the call", `17<sh> [  59] [00007fb0ca2e4ad7] ${call}`, 17, undefined],
    ["nothing", call, 0, undefined],
  ])("may have %s", async (_, line, pid, time) => {
    const { events, problems } = await readLog(`${line}\n`);
    expect(problems).toEqual([]);
    const event = events.find(({ kind }) => kind === "open");
    expect(event).toEqual({
      kind: "open",
      offset: 0,
      ...(time !== undefined && { time }),
      process: { pid },
      path: { known: true, path: "/etc/hosts" },
    });
  });

  test("sums up the times between lines", async () => {
    const { events } = await readLog('     0.5 brk(NULL) = 0x1\n     0.25 stat("/a", {}) = 0\n');
    expect(events.at(-1)).toMatchObject({ kind: "stat", time: 0.75 });
  });
});

describe("the text of a path", () => {
  test.each([
    [String.raw`/a\"b\\c`, '/a"b\\c'],
    [String.raw`/a\tb\nc`, "/a\tb\nc"],
    [String.raw`/caf\303\251`, "/café"],
    [String.raw`/\x2f\x65\x74\x63`, "//etc"],
    [String.raw`/nul\0end`, "/nul\0end"],
    [String.raw`/octal\0017`, "/octal\x017"],
    [String.raw`/broken\377\303`, "/broken\udcff\udcc3"],
    [String.raw`/emoji\360\237\214\263`, "/emoji🌳"],
    ["/raw-é", "/raw-é"],
  ])("undoes the escapes of %s", async (written, path) => {
    const { events } = await readLog(`1 stat("${written}", {st_mode=S_IFREG}) = 0\n`);
    expect(events.at(-1)).toMatchObject({ path: { known: true, path } });
  });

  test("is unknown when the log cut it", async () => {
    expect(await eventsOf('1 stat("/very/long"..., {}) = 0\n')).toEqual([
      "stat ?truncated /very/long",
    ]);
  });

  test("may hold what else ends an argument", async () => {
    expect(await eventsOf('1 open("/a, b) = 1 <unfinished ...>", O_RDONLY) = 3\n')).toEqual([
      "open /a, b) = 1 <unfinished ...>",
    ]);
  });
});

describe("calls", () => {
  test.each([
    ['execve("/bin/sh", ["sh", "-c", "x) = 1"], 0x7ffe /* 39 vars */) = 0', "exec /bin/sh"],
    ['execveat(AT_FDCWD, "/bin/sh", ["sh"], 0x7ffe /* 1 var */, 0) = 0', "exec /bin/sh"],
    ['open("/f", O_RDONLY|O_CLOEXEC) = 3', "open /f"],
    ['open("/f", O_RDWR) = 3', "write /f"],
    ['openat(AT_FDCWD, "/f", O_WRONLY|O_CREAT|O_TRUNC, 0666) = 3', "write /f"],
    ['openat2(AT_FDCWD, "/f", {flags=O_RDONLY, resolve=0}, 24) = 3', "open /f"],
    ['creat("/f", 0644) = 3', "write /f"],
    ['access("/f", R_OK) = 0', "stat /f"],
    ['faccessat2(AT_FDCWD, "/f", R_OK, AT_EACCESS) = 0', "stat /f"],
    ['statx(AT_FDCWD, "/f", AT_STATX_SYNC_AS_STAT, STATX_ALL, {stx_mask=1}) = 0', "stat /f"],
    ['newfstatat(AT_FDCWD, "/f", {st_mode=S_IFREG|0644, ...}, 0) = 0', "stat /f"],
    ['readlink("/f", "target", 4096) = 6', "stat /f"],
    ['unlink("/f") = 0', "remove /f"],
    ['unlinkat(AT_FDCWD, "/f", AT_REMOVEDIR) = 0', "remove /f"],
    ['chown("/f", 33, -1) = 0', "write /f"],
    ['mkdir("/f", 0755) = 0', "write /f"],
    ['symlink("target", "/f") = 0', "write /f"],
    ['symlinkat("target", AT_FDCWD, "/f") = 0', "write /f"],
  ])("%s gives its event", async (call, event) => {
    expect(await eventsOf(`1 ${call}\n`)).toEqual([event]);
  });

  test("of two paths give an event for each", async () => {
    expect(await eventsOf('1 rename("/a", "/b") = 0\n')).toEqual(["remove /a", "write /b"]);
    expect(await eventsOf('1 renameat2(AT_FDCWD, "/a", AT_FDCWD, "/b", 0) = 0\n')).toEqual([
      "remove /a",
      "write /b",
    ]);
    expect(await eventsOf('1 linkat(AT_FDCWD, "/a", AT_FDCWD, "/b", 0) = 0\n')).toEqual([
      "stat /a",
      "write /b",
    ]);
  });

  test("that failed, did not return or look at an open file give none", async () => {
    const log = `1 open("/a", O_RDONLY) = -1 ENOENT (No such file or directory)
1 execve("/b", ["b"], 0x1 /* 1 var */) = ? ERESTARTNOINTR (To be restarted)
1 access(NULL, F_OK) = -1 EFAULT (Bad address)
1 newfstatat(3, "", {st_mode=S_IFREG|0644, ...}, AT_EMPTY_PATH) = 0
1 exit_group(0) = ?
`;
    expect(await eventsOf(log)).toEqual([]);
  });

  test("of no interest are passed over, as are unknown ones", async () => {
    const { events, problems } = await readLog("1 brk(NULL) = 0x55\n1 frobnicate2(1, 2) = 7\n");
    expect(problems).toEqual([]);
    expect(events.map(({ kind }) => kind)).toEqual(["start", "lost"]);
  });
});

describe("open files", () => {
  test("are mapped as code, mapped as data and read", async () => {
    const log = `1 openat(AT_FDCWD, "/lib/libc.so.6", O_RDONLY|O_CLOEXEC) = 3
1 read(3, "\\177ELF\\2\\1"..., 832) = 832
1 mmap(NULL, 1974096, PROT_READ, MAP_PRIVATE|MAP_DENYWRITE, 3, 0) = 0x7f90
1 mmap(0x7f90, 1400832, PROT_READ|PROT_EXEC, MAP_PRIVATE|MAP_FIXED|21<<MAP_HUGE_SHIFT, 3, 0x26000) = 0x7f90
1 mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f91
1 close(3) = 0
1 read(3, "", 10) = 0
`;
    expect(await eventsOf(log)).toEqual([
      "open /lib/libc.so.6",
      "read /lib/libc.so.6",
      "read /lib/libc.so.6",
      "map /lib/libc.so.6",
    ]);
  });

  test("are known by their duplicates until an exec closes them", async () => {
    const log = `1 open("/a", O_RDONLY|O_CLOEXEC) = 3
1 dup2(3, 10) = 10
1 fcntl(3, F_DUPFD_CLOEXEC, 11) = 11
1 dup3(3, 12, O_CLOEXEC) = 12
1 fcntl(3, F_DUPFD, 13) = 13
1 fcntl(13, F_SETFD, FD_CLOEXEC) = 0
1 dup(3) = 4
1 execve("/b", ["b"], 0x1 /* 1 var */) = 0
1 read(3, "x", 1) = 1
1 read(10, "x", 1) = 1
1 read(11, "x", 1) = 1
1 read(12, "x", 1) = 1
1 read(13, "x", 1) = 1
1 read(4, "x", 1) = 1
1 close_range(4, 4294967295, 0) = 0
1 read(10, "x", 1) = 1
`;
    expect(await eventsOf(log)).toEqual(["open /a", "exec /b", "read /a", "read /a"]);
  });

  test("show by -y where they led, and that they were opened before the log", async () => {
    const log = `1 openat(AT_FDCWD</srv>, "/lib/a.so", O_RDONLY) = 3</usr/lib/a.so>
1 mmap(NULL, 1, PROT_READ|PROT_EXEC, MAP_PRIVATE, 3</usr/lib/a.so>, 0) = 0x1
1 read(5</var/old (deleted)>, "x", 1) = 1
1 read(6</dev/null<char 1:3>>, "", 1) = 0
1 read(7<TCP:[127.0.0.1:80->127.0.0.1:4711]>, "x", 1) = 1
1 read(8<pipe:[21242]>, "x", 1) = 1
1 read(9</var/gone>(deleted), "x", 1) = 1
1 openat(AT_FDCWD</srv>, "sub", O_RDONLY) = 3</srv/\\74sub->
`;
    expect(await eventsOf(log)).toEqual([
      "open /lib/a.so -> /usr/lib/a.so",
      "map /lib/a.so -> /usr/lib/a.so",
      "read /var/old -> /var/old",
      "read /dev/null -> /dev/null",
      "read /var/gone -> /var/gone",
      "open /srv/sub -> /srv/<sub-",
    ]);
  });
});

describe("working directories", () => {
  test("are unknown until the log shows them", async () => {
    const log = `1 stat("a", {}) = 0
1 getcwd("/srv", 4096) = 5
1 stat("./a", {}) = 0
1 chdir("b") = 0
1 stat("c", {}) = 0
1 fchdir(3</etc>) = 0
1 stat(".", {}) = 0
1 getcwd("(unreachable)/x", 4096) = 16
`;
    expect(await eventsOf(log)).toEqual([
      "stat ?no-directory a",
      "stat /srv/a",
      "stat /srv/b",
      "stat /srv/b/c",
      "stat /etc",
    ]);
    expect(await eventsOf('1 stat("a", {}) = 0\n', { cwd: "/app" })).toEqual(["stat /app/a"]);
  });

  test("are where links lead, so that .. is the parent of the target", async () => {
    const files = treeOf("/", "/usr/", "/usr/share/", "/usr/share/doc/", "/d -> usr/share/doc");
    const log = `1 chdir("/d") = 0
1 chdir("..") = 0
1 stat("doc", {}) = 0
1 openat(AT_FDCWD, "/d", O_RDONLY|O_DIRECTORY) = 4
1 newfstatat(4, "../x", {}, 0) = 0
`;
    expect(await eventsOf(log, { files })).toEqual([
      "stat /d",
      "stat /usr/share/doc/..",
      "stat /usr/share/doc",
      "open /d",
      "stat /usr/share/doc/../x -> /usr/share/x",
    ]);
  });

  test("do not grow without end", async () => {
    const log = `1 chdir("/a") = 0\n${'1 chdir("..") = 0\n'.repeat(3000)}1 stat("x", {}) = 0\n`;
    expect((await eventsOf(log)).at(-1)).toBe("stat ?no-directory x");
  });

  test("pass from parent to child by each kind of fork, and stay apart", async () => {
    for (const fork of ["fork()", "vfork()", "clone(child_stack=NULL, flags=SIGCHLD)"]) {
      const log = `1 chdir("/a") = 0
1 open("/f", O_RDONLY) = 3
1 ${fork} = 2
2 chdir("b") = 0
2 read(3, "x", 1) = 1
2 close(3) = 0
1 stat("c", {}) = 0
1 read(3, "x", 1) = 1
2 stat("c", {}) = 0
`;
      expect(await eventsOf(log)).toEqual([
        "stat /a",
        "open /f",
        "stat /a/b",
        "read /f",
        "stat /a/c",
        "read /f",
        "stat /a/b/c",
      ]);
    }
  });

  test("are shared by threads, and open files too, until they unshare", async () => {
    const log = `1 chdir("/a") = 0
1 clone3({flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_THREAD, stack=0x7f}, 88) = 2
2 chdir("/b") = 0
2 open("f", O_RDONLY) = 3
1 read(3, "x", 1) = 1
1 stat("c", {}) = 0
2 unshare(CLONE_FS|CLONE_FILES) = 0
2 chdir("/d") = 0
2 close(3) = 0
1 stat("c", {}) = 0
1 read(3, "x", 1) = 1
`;
    expect((await eventsOf(log)).slice(2)).toEqual([
      "open /b/f",
      "read /b/f",
      "stat /b/c",
      "stat /d",
      "stat /b/c",
      "read /b/f",
    ]);
  });

  test("are shared by a thread that comes up before its clone returns, with all other threads", async () => {
    const flags = "flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_THREAD";
    const log = `1 clone3({${flags}}, 88) = 2
2 clone3({${flags}} <unfinished ...>
3 open("/a", O_RDONLY) = 3
2 <... clone3 resumed>, 88) = 3
1 read(3, "x", 1) = 1
1 open("/b", O_RDONLY) = 4
3 read(4, "x", 1) = 1
2 read(4, "x", 1) = 1
`;
    expect(await eventsOf(log)).toEqual(["open /a", "read /a", "open /b", "read /b", "read /b"]);
  });

  test("of a child that comes up before its parent's fork returns are the parent's", async () => {
    const log = `1 chdir("/a") = 0
1 clone(child_stack=NULL, flags=SIGCHLD <unfinished ...>
2 stat("b", {}) = 0
1 <... clone resumed>, child_tidptr=0x7f71e122ba10) = 2
2 stat("c", {}) = 0
3 stat("d", {}) = 0
1 fork() = 3
3 stat("e", {}) = 0
`;
    const { events } = await readLog(log);
    expect(await eventsOf(log)).toEqual([
      "stat /a",
      "stat /a/b",
      "stat /a/c",
      "stat /a/d",
      "stat /a/e",
    ]);
    expect(events.filter(({ kind }) => kind === "start")).toHaveLength(3);
    expect(events.at(-1)).toMatchObject({ process: { pid: 3, parent: 1 } });
  });

  test("of a child with several possible parents are known as far as these agree", async () => {
    const log = (cwd: string) => `1 chdir("/a") = 0
1 fork() = 2
2 chdir("${cwd}") = 0
1 fork( <unfinished ...>
2 fork( <unfinished ...>
3 stat("b", {}) = 0
`;
    expect((await eventsOf(log("/a"))).at(-1)).toBe("stat /a/b");
    expect((await eventsOf(log("/c"))).at(-1)).toBe("stat ?no-directory b");
  });

  test("are not those of an earlier process with the same pid", async () => {
    const log = `1 chdir("/a") = 0
1 fork() = 2
2 chdir("/b") = 0
2 +++ exited with 0 +++
1 fork() = 2
2 stat("x", {}) = 0
1 fork() = 2
2 stat("y", {}) = 0
`;
    expect((await eventsOf(log)).slice(-2)).toEqual(["stat /a/x", "stat /a/y"]);
  });
});

describe("processes in a pid namespace", () => {
  const begin = `100 unshare(CLONE_NEWPID) = 0
100 fork() = 101
101 chdir("/a") = 0
`;

  test("are told by their own numbers and not by what forks return", async () => {
    const log = `${begin}101 fork() = 2
102 stat("b", {}) = 0
101 fork() = 100
103 stat("c", {}) = 0
101 clone(flags=SIGCHLD <unfinished ...>
104 stat("d", {}) = 0
101 <... clone resumed>) = 4
104 stat("e", {}) = 0
100 stat("/f", {}) = 0
`;
    const { events } = await readLog(log);
    expect(events.flatMap((e) => ("path" in e ? [[e.process, e.path]] : []))).toEqual([
      [
        { pid: 101, parent: 100 },
        { known: true, path: "/a" },
      ],
      [
        { pid: 102, parent: 101 },
        { known: true, path: "/a/b" },
      ],
      [
        { pid: 103, parent: 101 },
        { known: true, path: "/a/c" },
      ],
      [{ pid: 104 }, { known: true, path: "/a/d" }],
      [
        { pid: 104, parent: 101 },
        { known: true, path: "/a/e" },
      ],
      [{ pid: 100 }, { known: true, path: "/f" }],
    ]);
  });

  test("have what their possible parents agree on", async () => {
    const log = `${begin}101 fork() = 2
101 chdir("/b") = 0
101 fork() = 3
102 stat("x", {}) = 0
103 stat("y", {}) = 0
101 fork() = 4
104 stat("z", {}) = 0
`;
    expect((await eventsOf(log)).slice(2)).toEqual([
      "stat ?no-directory x",
      "stat ?no-directory y",
      "stat /b/z",
    ]);
  });

  test("close their files when it is not known which of them came up", async () => {
    const rounds = Array.from({ length: 20 }, (_, i) =>
      [
        `101 fork() = ${2 * i + 2}`,
        `101 fork() = ${2 * i + 3}`,
        ...[2 * i + 102, 2 * i + 103].map(
          (pid) => `${pid} getpid() = 1\n${pid} +++ exited with 0 +++`,
        ),
      ].join("\n"),
    );
    const log = `${begin}101 open("/f", O_RDONLY) = 3\n${rounds.join("\n")}\n`;
    expect((await eventsOf(log, { limits: { openFiles: 10 } })).at(-1)).toBe("open /f");
  });

  test("are known at once where the log translates what forks return", async () => {
    const log = `${begin}101 fork() = 2 /* 102 in strace's PID NS */
102 stat("b", {}) = 0
`;
    expect((await eventsOf(log)).at(-1)).toBe("stat /a/b");
  });
});

describe("interrupted lines", () => {
  test("are put together for each process", async () => {
    const log = `1 openat(AT_FDCWD, "/a", O_RDONLY <unfinished ...>
2 openat(AT_FDCWD, "/b" <unfinished ...>
1 <... openat resumed>) = 3
2 <... openat resumed>, O_RDONLY) = -1 ENOENT (No such file or directory)
1 read(3 <unfinished ...>
1 <... read resumed>, "x", 1) = 1
`;
    const { events, problems } = await readLog(log);
    expect(problems).toEqual([]);
    expect(events.flatMap((e) => ("path" in e ? [[e.kind, e.offset]] : []))).toEqual([
      ["open", 0],
      ["read", 194],
    ]);
  });

  test("are put together where strace leaves out the second head", async () => {
    const log = `9 newfstatat(AT_FDCWD, "/etc/localtime",  <unfinished ...>
{st_mode=S_IFREG|0644, st_size=114, ...}, 0) = 0
`;
    expect(await eventsOf(log)).toEqual(["stat /etc/localtime"]);
  });

  test("are put together where a program or strace writes to the same terminal", async () => {
    const log = `chdir("/a") = 0
clone(child_stack=NULL, flags=SIGCHLDstrace: Process 8 attached
, child_tidptr=0x7f) = 8
write(1, "hi\\n", 3hi
)                     = 3
[pid 8] stat("b", {}) = 0
[pid 7] stat("c", {}) = 0
[pid 8] +++ exited with 0 +++
stat("d", {}) = 0
`;
    const { events, problems } = await readLog(log);
    expect(problems).toEqual([]);
    expect(events.flatMap((e) => ("path" in e ? [[e.process.pid, e.path]] : []))).toEqual([
      [0, { known: true, path: "/a" }],
      [8, { known: true, path: "/a/b" }],
      [0, { known: true, path: "/a/c" }],
      [0, { known: true, path: "/a/d" }],
    ]);
  });

  test("do not make a later process of the first one, whose pid it has", async () => {
    const log = `clone(child_stack=NULL, flags=SIGCHLD) = 8
strace: Process 8 attached
[pid 7] chdir("/a") = 0
[pid 7] +++ exited with 0 +++
[pid 8] chdir("/b") = 0
[pid 8] clone(child_stack=NULL, flags=SIGCHLD) = 7
[pid 7] stat("c", {}) = 0
[pid 7] stat("d", {}) = 0
`;
    const { events } = await readLog(log);
    expect(events.filter(({ kind }) => kind === "start")).toHaveLength(3);
    expect((await eventsOf(log)).slice(2)).toEqual(["stat /b/c", "stat /b/d"]);
  });

  test("without a pid among processes that have one are of a process that is not known", async () => {
    const log = `1 chdir("/a") = 0\n2 chdir("/b") = 0\nchdir("c") = 0\n1 stat("x", {}) = 0\n3 stat("/y", {}) = 0\n`;
    const { events } = await readLog(log);
    expect(await eventsOf(log)).toEqual([
      "stat /a",
      "stat ?no-directory c",
      "stat /a/x",
      "stat /b",
      "stat /y",
    ]);
    expect(events.findLast((event) => "path" in event)).toMatchObject({ process: { pid: 3 } });
    expect(events.filter(({ kind }) => kind === "lost")).toMatchObject([
      { code: "late-start" },
      { code: "late-start" },
      { code: "late-start" },
      { code: "late-start" },
    ]);
  });

  test("belong to the first thread when another one executes a program", async () => {
    const log = `1 clone(flags=CLONE_FS|CLONE_FILES|CLONE_THREAD) = 2
2 execve("/bin/true", ["true"], 0x1 /* 1 var */ <unfinished ...>
1 +++ superseded by execve in pid 2 +++
1 <... execve resumed> <unfinished ...>
1 <... execve resumed>) = 0
1 stat("/x", {}) = 0
`;
    const { events } = await readLog(log);
    expect(events.at(-1)).toMatchObject({ process: { pid: 1, program: "/bin/true" } });
    expect(events.filter(({ kind }) => kind === "exec")).toHaveLength(1);
  });
});

describe("what else stands in a log", () => {
  test("is read: signals, exits, stack traces, notices", async () => {
    const log = `1 execve("/bin/sh", ["sh"], 0x1 /* 1 var */) = 0
 > /usr/lib/ld.so(_dl_catch_error+0x26f0) [0x1ab70]
1 --- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=2} ---
strace: Process 3 attached
[ Process PID=3 runs in 32 bit mode. ]
strace: Process 3 detached
1 +++ killed by SIGTERM +++
`;
    const { events, problems } = await readLog(log);
    expect(problems).toEqual([]);
    expect(events.map(({ kind }) => kind)).toEqual(["start", "exec", "start", "lost", "exit"]);
  });

  test("tells of connections asked for and of addresses listened at", async () => {
    const log = `1 connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("10.0.0.1")}, 16) = -1 EINPROGRESS (Operation now in progress)
1 connect(4, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::1", &sin6_addr), sin6_scope_id=0}, 28) = 0
1 connect(5, {sa_family=AF_UNIX, sun_path="/run/nscd/socket"}, 110) = 0
1 connect(5, {sa_family=AF_UNIX, sun_path=@"abstract"}, 110) = 0
1 connect(5, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("10.0.0.2")}, 16) = -1 ECONNREFUSED (Connection refused)
1 bind(6, {sa_family=AF_INET, sin_port=htons(8080), sin_addr=inet_addr("0.0.0.0")}, 16) = 0
1 listen(6, 511) = 0
1 listen(7, 511) = 0
`;
    expect(await eventsOf(log)).toEqual([
      "connect 10.0.0.1:80",
      "connect [::1]:443",
      "connect /run/nscd/socket",
      "connect @abstract",
      "listen 0.0.0.0:8080",
    ]);
  });
});

describe("links", () => {
  const files = treeOf("/", "/usr/", "/usr/bin/", "/usr/bin/py -> python3", "/bin -> usr/bin");

  test("that a call looks at itself are where the path led", async () => {
    for (const call of [
      'lstat("/bin/py", {st_mode=S_IFLNK|0777}) = 0',
      'readlink("/bin/py", "python3", 99) = 7',
      'newfstatat(AT_FDCWD, "/bin/py", {st_mode=S_IFLNK|0777}, AT_SYMLINK_NOFOLLOW) = 0',
    ]) {
      expect(await eventsOf(`1 ${call}\n`, { files })).toEqual(["stat /bin/py -> /usr/bin/py"]);
    }
  });

  test("that a call follows are not", async () => {
    expect(await eventsOf('1 stat("/bin/py", {}) = 0\n', { files })).toEqual(["stat /bin/py"]);
  });
});

describe("the way into the image", () => {
  const files = treeOf("/", "/bin/", "/bin/sh", "/empty/", "/jail/", "/jail/bin/", "/jail/bin/sh");
  const exec = 'execve("/bin/sh", ["sh"], 0x1 /* 1 var */) = 0';
  const outside = ["stat ?outside /host", "exec /bin/sh"];

  test.each([
    ["chroot", '1 chroot("/rootfs") = 0\n1 chdir("/") = 0\n', "stat /"],
    ["chroot of the working directory", '1 chdir("/rootfs") = 0\n1 chroot(".") = 0\n', undefined],
    ["chroot of an unknown directory", '1 chroot(".") = 0\n1 chdir("/") = 0\n', "stat /"],
    ["setns", '1 setns(3, CLONE_NEWNS|CLONE_NEWPID) = 0\n1 chdir("/") = 0\n', "stat /"],
    ["pivot_root", '1 pivot_root(".", ".") = 0\n1 chdir("/") = 0\n', "stat /"],
  ])("is found by %s", async (_, enter, then) => {
    const found = await eventsOf(`1 stat("/host", {}) = 0\n${enter}1 ${exec}\n`, { files });
    const [first, ...rest] = found.filter((event) => event !== "stat ?outside /rootfs");
    expect([first, ...rest.filter((event) => event !== then)]).toEqual(outside);
  });

  test("is found without an index", async () => {
    const log = `1 stat("/host", {}) = 0\n1 chroot("/rootfs") = 0\n1 ${exec}\n`;
    expect(await eventsOf(log)).toEqual(outside);
  });

  test("is no change of root by a daemon that executes nothing there", async () => {
    const log = `1 chroot("/run/made-at-run-time") = 0\n1 stat("/x/../../y", {}) = 0\n1 stat("/../z", {}) = 0\n`;
    expect(await eventsOf(log, { files })).toEqual([
      "stat /run/made-at-run-time",
      "stat /run/made-at-run-time/y -> /run/made-at-run-time/y",
      "stat /run/made-at-run-time/z",
    ]);
  });

  test("is no change of root into a folder of the image that holds what is executed", async () => {
    expect(await eventsOf(`1 chroot("/jail") = 0\n1 ${exec}\n`, { files })).toEqual([
      "stat /jail",
      "exec /jail/bin/sh",
    ]);
  });

  test("takes the prefix off what -y shows", async () => {
    const log = `1 openat(AT_FDCWD</srv>, "/etc/hosts", O_RDONLY) = 3</etc/hosts>
1 chroot("/rootfs") = 0
1 chdir("/") = 0
1 ${exec}
1 openat(AT_FDCWD</rootfs>, "lib/x", O_RDONLY) = 4</rootfs/usr/lib/x>
1 read(3</etc/hosts>, "x", 1) = 1
2 ${exec}
2 openat(AT_FDCWD</rootfs/bin>, "sh", O_RDONLY) = 4</rootfs/bin/sh>
`;
    expect(await eventsOf(log, { files })).toEqual([
      "open ?outside /etc/hosts",
      "stat /",
      "exec /bin/sh",
      "open /lib/x -> /usr/lib/x",
      "read ?outside /etc/hosts",
      "exec /bin/sh",
      "open /bin/sh -> /bin/sh",
    ]);
  });

  test("waits for the fork that tells whether a process is in the image", async () => {
    const exec = (program: string) => `execve("${program}", ["x"], 0x1 /* 0 vars */) = 0`;
    const log = [
      "1 vfork() = 2",
      `2 chroot("/rootfs") = 0`,
      `2 ${exec("/bin/sh")}`,
      `3 ${exec("/bin/outside")}`,
      "4 vfork() = 5",
      `5 ${exec("/bin/inside")}`,
      "3 vfork() = 6",
      "1 vfork() = 3",
      "2 vfork() = 4",
      `6 ${exec("/bin/outside")}`,
      `9 ${exec("/bin/of-nobody")}`,
    ].join("\n");
    const files = treeOf("/bin/", "/bin/sh", "/bin/inside", "/bin/outside");
    const { events } = await readLog(`${log}\n`, { files });
    const seen = events.flatMap((event) =>
      event.kind === "exec" ? [[event.process.pid, event.path]] : [],
    );
    expect(seen).toEqual([
      [2, { known: true, path: "/bin/sh" }],
      [3, { known: false, given: "/bin/outside", reason: "outside" }],
      [5, { known: true, path: "/bin/inside" }],
      [6, { known: false, given: "/bin/outside", reason: "outside" }],
      [9, { known: true, path: "/bin/of-nobody" }],
    ]);
  });

  const entered = `1 vfork() = 2\n2 chroot("/rootfs") = 0\n2 ${exec}\n`;

  test("does not hold back a process whose first lines had no pid", async () => {
    const log = `execve("/host", ["x"], 0x1 /* 0 vars */) = 0
clone(flags=SIGCHLD) = 8
strace: Process 8 attached
[pid 7] chroot("/rootfs") = 0
[pid 7] ${exec}
[pid 8] execve("/host", ["x"], 0x1 /* 0 vars */) = 0
`;
    const { events } = await readLog(log, { files });
    const execs = events.filter(({ kind }) => kind === "exec");
    expect(execs.map(({ offset }) => offset)).toEqual([
      0,
      log.indexOf("[pid 7] exec"),
      log.indexOf("[pid 8] exec"),
    ]);
  });

  test.each([
    ["9 x", 150_000],
    ["9 ", 20_000],
  ])("holds back a bounded part of the log: %s", async (line, count) => {
    const many = `${line}\n`.repeat(count);
    const log = `${entered}9 stat("/x", {}) = 0\n${many}1 +++ exited with 0 +++\n`;
    const { events } = await readLog(log, { files });
    expect(events.slice(-3).map(({ kind }) => kind)).toEqual(["stat", "exit", "lost"]);
  });

  test("can be named in more than one way", async () => {
    const log = `1 chroot("/rootfs") = 0\n1 ${exec}\n`;
    for (const imageRoot of ["/rootfs", "/rootfs//", "/srv/../rootfs/."]) {
      expect(await eventsOf(log, { imageRoot })).toEqual(["exec /bin/sh"]);
    }
  });

  test("can be named, or that there is none", async () => {
    const log = `1 chroot("/other") = 0\n1 ${exec}\n1 chroot("/rootfs") = 0\n1 ${exec}\n`;
    expect(await eventsOf(log, { imageRoot: "/other/rootfs/", files })).toEqual([
      "exec ?outside /bin/sh",
      "exec /bin/sh",
    ]);
    expect(await eventsOf(log, { imageRoot: "/" })).toEqual([
      "stat /other",
      "exec /other/bin/sh",
      "stat /other/rootfs",
      "exec /other/rootfs/bin/sh",
    ]);
  });
});

describe("bad input", () => {
  test("that holds no line of strace is refused, also with a handler for problems", async () => {
    const rubbish = Uint8Array.from({ length: 70_000 }, (_, i) => (i * 31 + (i >> 7)) & 0xff);
    expect(await codeOf(readLog(rubbish))).toBe("LOG_FORMAT");
    expect(await codeOf(readLog("--- a/file\n+++ b/file\n"))).toBe("LOG_FORMAT");
    expect(await codeOf(readLog("Dear reader,\nthis is prose.\n"))).toBe("LOG_FORMAT");
    expect(await codeOf(readLog(""))).toBe("LOG_FORMAT");
  });

  test("that is compressed is refused with the next step", async () => {
    const bytes = gzipSync('1 open("/a", O_RDONLY) = 3\n');
    await expect(readLog(bytes)).rejects.toThrow(/compressed with gzip; decompress it first/);
  });

  test("gives a problem with its offset for each line, and all other events", async () => {
    const log = `1 open("/a", O_RDONLY) = 3\nhello\n1 )\n1 open("/b", O_RDO\n1 open("/c", O_RDONLY) = 3\n`;
    const { events, problems } = await readLog(log, { path: "app.strace" });
    expect(problems.map(({ offset, path, code }) => [offset, path, code])).toEqual([
      [27, "app.strace", "LOG_LINE"],
      [33, "app.strace", "LOG_LINE"],
      [37, "app.strace", "LOG_LINE"],
    ]);
    const opens = events.flatMap((event) => (event.kind === "open" ? [event.path] : []));
    expect(opens).toEqual([
      { known: true, path: "/a" },
      { known: false, given: "/b", reason: "truncated" },
      { known: true, path: "/c" },
    ]);
  });

  test("throws the first problem when nobody takes them", async () => {
    const log = new TextEncoder().encode('1 open("/a", O_RDONLY) = 3\nhello\n');
    const read = async () => {
      for await (const _ of strace.read([log]));
    };
    await expect(read()).rejects.toThrow(/at byte 27.*pass onProblem/);
  });

  test("that passes a limit is refused", async () => {
    const many = Array.from({ length: 12 }, (_, i) => `${i + 1} open("/a", O_RDONLY) = 3\n`).join(
      "",
    );
    expect(await codeOf(readLog(many, { limits: { processes: 10 } }))).toBe("LIMIT_EXCEEDED");
    expect(await codeOf(readLog(many, { limits: { openFiles: 10 } }))).toBe("LIMIT_EXCEEDED");
    const bad = `${many}${"hello\n".repeat(11)}`;
    expect(await codeOf(readLog(bad, { limits: { problems: 10 } }))).toBe("LIMIT_EXCEEDED");
    expect((await readLog(bad, { limits: { problems: 11 } })).problems).toHaveLength(11);
    const open = many.replaceAll(" = 3", " <unfinished ...>").replaceAll(")", "");
    expect(await codeOf(readLog(open, { limits: { pendingBytes: 100 } }))).toBe("LIMIT_EXCEEDED");
  });

  test("that makes forks copy many open files again and again is refused", async () => {
    const open = Array.from({ length: 4000 }, (_, i) => `1 dup2(9, ${i + 10}) = ${i + 10}\n`);
    const forks = Array.from({ length: 4000 }, () => "1 fork() = 2\n");
    const log = `1 open("/a", O_RDONLY) = 9\n${open.join("")}${forks.join("")}`;
    expect(await codeOf(readLog(log))).toBe("LIMIT_EXCEEDED");
  });

  test("with very many forks under way at once leaves their children's folders unknown", async () => {
    const forks = Array.from({ length: 70 }, (_, i) => `${i + 1} fork( <unfinished ...>\n`);
    const log = `1 chdir("/a") = 0\n${forks.join("")}99 stat("b", {}) = 0\n`;
    expect((await eventsOf(log)).at(-1)).toBe("stat ?no-directory b");
  });

  test("with a line that is too long goes on behind it", async () => {
    const log = `1 open("/a", O_RDONLY) = 3\n1 stat("/${"x".repeat(200)}", {}) = 0\r\n1 stat("/b", {}) = 0\r\n`;
    const { events, problems } = await readLog(log, { limits: { lineBytes: 100 } });
    expect(problems.map(({ offset }) => offset)).toEqual([27]);
    expect(problems[0]?.message).toContain("raise limits.lineBytes");
    expect(events.at(-1)).toMatchObject({ kind: "stat", path: { path: "/b" } });
  });

  test("is not read on when the caller gives up", async () => {
    const signal = AbortSignal.abort(new TraceError("LIMIT_EXCEEDED", "enough"));
    await expect(readLog('1 open("/a", O_RDONLY) = 3\n', { signal })).rejects.toThrow("enough");
  });
});
