import { describe, expect, test } from "vitest";
import { eventsOf, readLog } from "../read-log.ts";

const exec = (path: string) => `1 execve("${path}", ["x"], 0x1 /* 0 vars */) = 0\n`;

describe("links of the kernel", () => {
  test("lead to the program, the folders and the open files of the process", async () => {
    const log = `${exec("/bin/app")}1 chdir("/srv") = 0
1 openat(AT_FDCWD, "data", O_RDONLY|O_DIRECTORY) = 3
1 openat(AT_FDCWD, "/proc/self/exe", O_RDONLY) = 4
1 openat(AT_FDCWD, "/proc/self/cwd/f", O_RDONLY) = 5
1 openat(AT_FDCWD, "/proc/thread-self/fd/3/f", O_RDONLY) = 6
1 openat(AT_FDCWD, "/dev/fd/3/../g", O_RDONLY) = 7
1 openat(AT_FDCWD, "/proc/1/task/1/root/etc/hosts", O_RDONLY) = 8
1 openat(AT_FDCWD, "//proc/./self/root/proc/self/cwd/h", O_RDONLY) = 9
`;
    expect(await eventsOf(log)).toEqual([
      "exec /bin/app",
      "stat /srv",
      "open /srv/data",
      "open /bin/app",
      "open /srv/f",
      "open /srv/data/f",
      "open /srv/data/../g",
      "open /etc/hosts",
      "open /srv/h",
    ]);
  });

  test("lead to those of other processes, whose pids are the log's", async () => {
    const log = `1 fork() = 2\n2 chdir("/b") = 0\n1 stat("/proc/2/cwd/x", {}) = 0\n1 stat("/proc/9/cwd/x", {}) = 0\n`;
    expect((await eventsOf(log)).slice(1)).toEqual([
      "stat /b/x",
      "stat ?no-directory /proc/9/cwd/x",
    ]);
    const renumbered = `1 unshare(CLONE_NEWPID) = 0\n1 fork() = 2\n2 stat("/proc/1/cwd/x", {}) = 0\n`;
    expect(await eventsOf(renumbered)).toEqual(["stat ?no-directory /proc/1/cwd/x"]);
  });

  test("are themselves what a call looks at that follows none", async () => {
    const log = `1 readlink("/proc/self/exe", "/bin/app", 99) = 8\n1 lstat("/dev/fd/3", {}) = 0\n1 stat("/proc/self/fd", {}) = 0\n`;
    expect(await eventsOf(log)).toEqual([
      "stat /proc/self/exe",
      "stat /dev/fd/3",
      "stat /proc/self/fd",
    ]);
  });

  test("to streams that were there before the log, and to sockets, lead outside", async () => {
    const log = `1 open("/dev/stdin", O_RDONLY) = 5\n1 socket(AF_INET, SOCK_STREAM, 0) = 6\n1 open("/proc/self/fd/6", O_RDWR) = 7
1 open("/f", O_RDONLY) = 0\n1 open("/dev/stdin", O_RDONLY) = 8\n1 open("/proc/self/fd/77", O_RDONLY) = 9
`;
    expect(await eventsOf(log)).toEqual([
      "open ?outside /dev/stdin",
      "write ?outside /proc/self/fd/6",
      "open /f",
      "open /f",
      "open ?no-directory /proc/self/fd/77",
    ]);
  });

  test("that lead to themselves lead nowhere", async () => {
    const log = `1 open("/proc/self/fd/3", O_PATH|O_NOFOLLOW) = 3\n1 stat("/proc/self/fd/3/x", {}) = 0\n`;
    expect(await eventsOf(log)).toEqual([
      "stat /proc/self/fd/3",
      "stat ?no-directory /proc/self/fd/3/x",
    ]);
  });
});

describe("what is executed or mapped", () => {
  test("by an open file is that file, unless it has no name", async () => {
    const log = `1 open("/bin/true", O_RDONLY) = 3
1 fork() = 2
2 execveat(3, "", ["x"], 0x1 /* 0 vars */, AT_EMPTY_PATH) = 0
1 execve("/proc/self/fd/3", ["x"], 0x1 /* 0 vars */) = 0
1 memfd_create("jit", MFD_CLOEXEC) = 4
1 mmap(NULL, 10, PROT_READ|PROT_EXEC, MAP_PRIVATE, 4, 0) = 0x7f00
1 open("/tmp", O_RDWR|O_TMPFILE, 0600) = 5
1 read(5, "x", 1) = 1
1 execve("/proc/self/fd/4", ["x"], 0x1 /* 0 vars */) = 0
1 execveat(9, "", ["x"], 0x1 /* 0 vars */, AT_EMPTY_PATH) = 0
`;
    const { events } = await readLog(log);
    expect(await eventsOf(log)).toEqual([
      "open /bin/true",
      "exec /bin/true",
      "exec /bin/true",
      "map ?outside memfd:jit",
      "write /tmp",
      "read ?outside ",
      "exec ?outside /proc/self/fd/4",
      "exec ?no-directory ",
    ]);
    const executed = events.find(({ kind }) => kind === "exec");
    expect(executed).toMatchObject({ process: { pid: 2, program: "/bin/true" } });
  });

  test("without a name is shown by -y as no file either", async () => {
    const log = `1 memfd_create("jit", 0) = 3</memfd:jit>(deleted)
1 mmap(NULL, 10, PROT_EXEC, MAP_PRIVATE, 3</memfd:jit>(deleted), 0) = 0x7f00
1 mmap(NULL, 10, PROT_EXEC, MAP_PRIVATE, 8</memfd:other>(deleted), 0) = 0x7f00
`;
    expect(await eventsOf(log)).toEqual(["map ?outside memfd:jit"]);
  });
});
