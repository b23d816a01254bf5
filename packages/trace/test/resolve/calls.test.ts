import { describe, expect, test } from "vitest";
import { eventsOf, readLog, treeOf } from "../read-log.ts";

const files = treeOf("/", "/d/", "/d/f", "/l -> d", "/d/l -> f");

describe("calls that take paths", () => {
  test.each([
    [
      'openat2(AT_FDCWD, "/d/l", {flags=O_PATH|O_NOFOLLOW, resolve=0}, 24) = 3',
      "stat /d/l -> /d/l",
    ],
    ['open("/d/l", O_RDONLY|O_NOFOLLOW) = 3', "open /d/l -> /d/l"],
    ['uselib("/d/f") = 0', "map /d/f"],
    ['inotify_add_watch(3, "/d/f", IN_MODIFY) = 1', "stat /d/f"],
    ['fanotify_mark(3, FAN_MARK_ADD, FAN_OPEN, AT_FDCWD, "/d/f") = 0', "stat /d/f"],
    ['name_to_handle_at(AT_FDCWD, "/d/l", {handle_bytes=8}, [1], 0) = 0', "stat /d/l -> /d/l"],
    [
      'name_to_handle_at(AT_FDCWD, "/d/l", {handle_bytes=8}, [1], AT_SYMLINK_FOLLOW) = 0',
      "stat /d/l",
    ],
    [
      "open_by_handle_at(3, {handle_bytes=8}, O_RDONLY) = 4",
      "open ?no-directory open_by_handle_at",
    ],
    ["open_by_handle_at(3</d>, {handle_bytes=8}, O_RDWR) = 4</d/f>", "write /d/f -> /d/f"],
    ['swapon("/d/f", 0) = 0', "stat /d/f"],
    ['acct("/d/f") = 0', "write /d/f"],
    ['quotactl(Q_GETQUOTA, "/d/f", 0, {}) = 0', "stat /d/f"],
    ['lchown("/d/l", 0, 0) = 0', "write /d/l -> /d/l"],
    ['fchownat(AT_FDCWD, "/d/l", 0, 0, AT_SYMLINK_NOFOLLOW) = 0', "write /d/l -> /d/l"],
    ['utimensat(AT_FDCWD, "/d/l", NULL, AT_SYMLINK_NOFOLLOW) = 0', "write /d/l -> /d/l"],
    ['utimensat(AT_FDCWD, "/d/l", NULL, 0) = 0', "write /d/l"],
    ['lgetxattr("/d/l", "user.x", 0x1, 2) = 2', "stat /d/l -> /d/l"],
    [
      'setxattrat(AT_FDCWD, "/d/l", AT_SYMLINK_NOFOLLOW, "user.x", {}, 16) = 0',
      "write /d/l -> /d/l",
    ],
    ['file_getattr(AT_FDCWD, "/d/l", {}, 24, AT_SYMLINK_NOFOLLOW) = 0', "stat /d/l -> /d/l"],
    ['mount_setattr(AT_FDCWD, "/d", AT_RECURSIVE, {}, 32) = 0', "stat /d"],
    ['fspick(AT_FDCWD, "/d", 0) = 3', "stat /d"],
  ])("%s", async (call, event) => {
    expect(await eventsOf(`1 ${call}\n`, { files })).toEqual([event]);
  });

  test("take none of what is shown by its address, and nothing of an open file's attributes", async () => {
    const log = `1 utimensat(3, NULL, NULL, 0) = 0\n1 quotactl(Q_SYNC, NULL) = 0\n1 execve(NULL, NULL, NULL) = 0\n1 open(NULL, O_RDONLY) = 3\n`;
    expect(await eventsOf(log)).toEqual([]);
  });
});

describe("calls that read open files", () => {
  test.each([
    ["sendfile(5, 3, NULL, 10) = 10"],
    ["splice(3, NULL, 5, NULL, 10, 0) = 10"],
    ["copy_file_range(3, NULL, 5, NULL, 10, 0) = 10"],
    ["readahead(3, 0, 10) = 0"],
    ["ioctl(5, FICLONE, 3) = 0"],
    ['finit_module(3, "", 0) = 0'],
  ])("%s", async (call) => {
    expect(await eventsOf(`1 open("/d/f", O_RDONLY) = 3\n1 ${call}\n`)).toEqual([
      "open /d/f",
      "read /d/f",
    ]);
  });

  test("are not those that only ask a device", async () => {
    expect(await eventsOf('1 open("/d/f", O_RDONLY) = 3\n1 ioctl(3, TCGETS, {}) = 0\n')).toEqual([
      "open /d/f",
    ]);
  });
});

describe("tables of open files", () => {
  test("are a thread's own when it says so as it closes a range", async () => {
    const log = `1 open("/d/f", O_RDONLY) = 3\n1 clone(flags=CLONE_FILES|CLONE_VM) = 2
2 close_range(3, 4294967295, CLOSE_RANGE_UNSHARE) = 0\n1 read(3, "x", 1) = 1\n2 read(3, "x", 1) = 1
`;
    expect(await eventsOf(log)).toEqual(["open /d/f", "read /d/f"]);
  });

  test("are not changed by questions about them", async () => {
    const log = `1 open("/d/f", O_RDONLY) = 3\n1 fcntl(3, F_DUPFD_QUERY, 4) = 1\n1 read(1, "x", 1) = 1\n`;
    expect(await eventsOf(log)).toEqual(["open /d/f"]);
  });
});

describe("sockets", () => {
  const four = (port: number) =>
    `{sa_family=AF_INET, sin_port=htons(${port}), sin_addr=inet_addr("127.0.0.1")}`;
  const six = (port: number) =>
    `{sa_family=AF_INET6, sin6_port=htons(${port}), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::1", &sin6_addr), sin6_scope_id=0}`;

  test("accept at the address at which they listen", async () => {
    const log = `1 socket(AF_INET6, SOCK_STREAM, IPPROTO_TCP) = 3\n1 bind(3, ${six(0)}, 28) = 0\n1 listen(3, 9) = 0
1 getsockname(3, ${six(4711)}, [28]) = 0\n1 accept4(3, ${six(50000)}, [28], SOCK_CLOEXEC) = 4\n1 accept(3, NULL, NULL) = 5
1 bind(6, {sa_family=AF_UNIX, sun_path="/run/a \\"b"}, 20) = 0\n1 listen(6, 9) = 0\n1 accept(6, {sa_family=AF_UNIX}, [2]) = 7
`;
    expect(await eventsOf(log)).toEqual([
      "listen [::1]:0",
      "accept [::1]:4711",
      "accept [::1]:4711",
      'listen /run/a "b',
      'accept /run/a "b',
    ]);
  });

  test("that are bound to nothing listen at any address", async () => {
    const log = `1 socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, 0) = 3\n1 listen(3, 9) = 0\n1 socket(AF_INET6, SOCK_STREAM, 0) = 4\n1 listen(4, 9) = 0
1 socket(AF_UNIX, SOCK_STREAM, 0) = 5\n1 listen(5, 9) = 0\n1 accept(9, NULL, NULL) = 6
`;
    expect(await eventsOf(log)).toEqual(["listen 0.0.0.0:0", "listen [::]:0"]);
  });

  test("are shown by -yy", async () => {
    const log = `1 listen(3<TCPv6:[[::1]:41119]>, 9) = 0\n1 listen(4<TCP:[1464696]>, 9) = 0\n1 accept(5<UNIX-STREAM:[1464713,@"abs\\"x"]>, NULL, NULL) = 6
1 accept(7<TCP:[10.0.0.1:80->10.0.0.2:4711]>, NULL, NULL) = 8\n1 accept(9<UNIX-STREAM:[14]>, NULL, NULL) = 10\n1 accept(11<socket:[7]>, NULL, NULL) = 12
`;
    expect(await eventsOf(log)).toEqual([
      "listen [::1]:41119",
      'accept @abs"x',
      "accept 10.0.0.1:80",
    ]);
  });

  test("reach whom they send to", async () => {
    const log = `1 sendto(3, "x", 1, 0, ${four(53)}, 16) = 1\n1 sendto(3, "x", 1, 0, NULL, 0) = 1
1 sendmsg(3, {msg_name=${four(54)}, msg_namelen=16, msg_iov=[{iov_base="x", iov_len=1}], msg_iovlen=1}, 0) = 1
1 sendmsg(3, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="inet_addr(\\"1.1.1.1\\")", iov_len=1}], msg_iovlen=1}, 0) = 1
`;
    expect(await eventsOf(log)).toEqual(["connect 127.0.0.1:53", "connect 127.0.0.1:54"]);
  });
});

describe("what the log does not show", () => {
  const lossesOf = async (log: string, options = {}) =>
    (await readLog(log, options)).events.flatMap((event) =>
      event.kind === "lost" && (event.code !== "late-start" || event.offset > 0)
        ? [`${event.code} ${event.offset}`]
        : [],
    );

  test("is what is done through io_uring, said once for each process that hands something in", async () => {
    const setup = "io_uring_setup(8, {flags=0, sq_thread_cpu=0}) = 3";
    expect(
      await lossesOf(
        `1 ${setup}\n1 io_uring_enter(3, 0, 1, IORING_ENTER_GETEVENTS, NULL, 8) = 0\n`,
      ),
    ).toEqual([]);
    const enter = (pid: number) => `${pid} io_uring_enter(3, 1, 0, 0, NULL, 8) = 1\n`;
    expect(await lossesOf(`${enter(1)}${enter(1)}1 fork() = 2\n${enter(2)}`)).toHaveLength(2);
    expect(await lossesOf("1 io_uring_setup(8, {flags=IORING_SETUP_SQPOLL}) = 3\n")).toEqual([
      "io-uring 0",
    ]);
    expect(
      await lossesOf("1 io_uring_setup(8, {flags=IORING_SETUP_SQPOLL}) = -1 EPERM (x)\n"),
    ).toEqual([]);
  });

  test("is which program a process runs that no fork brought", async () => {
    const first = '1 execve("/a", ["a"], 0x1 /* 0 vars */) = 0\n1 fork() = 3\n';
    const lost = [`unseen-exec ${first.length}`];
    expect(
      await lossesOf(`${first}2 open("/b", O_RDONLY) = 3\n2 open("/b", O_RDONLY) = 3\n`),
    ).toEqual(lost);
    expect(await lossesOf(`${first}2 stat("/b", {}) = 0\n2 +++ exited with 0 +++\n`)).toEqual(lost);
    expect(
      await lossesOf(`${first}2 stat("/b", {}) = 0\n1 fork() = 2\n2 stat("/b", {}) = 0\n`),
    ).toEqual([]);
    expect(await lossesOf(`${first}2 execve("/b", ["b"], 0x1 /* 0 vars */) = 0\n`)).toEqual([]);
    expect(
      await lossesOf(
        `${first}1 fork( <unfinished ...>\n2 open("/b", O_RDONLY) = 3\n1 <... fork resumed>) = 2\n`,
      ),
    ).toEqual([]);
    const entered = `1 chroot("/r") = 0\n1 execve("/a", ["a"], 0x1 /* 0 vars */) = 0\n`;
    expect(
      await lossesOf(`1 fork() = 3\n${entered}3 stat("/b", {}) = 0\n`, { imageRoot: "/r" }),
    ).toEqual([]);
  });
});
