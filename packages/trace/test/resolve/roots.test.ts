import { describe, expect, test } from "vitest";
import { eventsOf, readLog, treeOf } from "../read-log.ts";

const files = treeOf(
  ...[
    "/",
    "/etc/",
    "/etc/hosts",
    "/jail/",
    "/jail/etc/",
    "/jail/etc/hosts",
    "/jail/a/",
    "/jail/bin/",
    "/jail/bin/x",
  ],
  ...[
    "/jail/abs -> /etc/hosts",
    "/jail/rel -> etc/hosts",
    "/jail/up -> ../../..",
    "/new/",
    "/usr/",
    "/usr/x",
  ],
);
const jailed = async (calls: string, options = {}) =>
  (await eventsOf(`1 chroot("/jail") = 0\n${calls}`, { files, imageRoot: "/", ...options })).slice(
    1,
  );

describe("another root in the image", () => {
  test("is where absolute links start, and what dots do not leave", async () => {
    const calls = `1 open("/abs", O_RDONLY) = 3\n1 open("/rel", O_RDONLY) = 3\n1 open("/up/etc/hosts", O_RDONLY) = 3
1 chdir("/a") = 0\n1 open("../../../etc/hosts", O_RDONLY) = 3\n1 open("../abs", O_RDONLY) = 3\n1 lstat("../abs", {}) = 0
`;
    expect(
      (await eventsOf(`1 chroot("/jail") = 0\n${calls}`, { files, imageRoot: "/" })).slice(-7),
    ).toEqual([
      "open /jail/etc/hosts -> /jail/etc/hosts",
      "open /jail/rel -> /jail/etc/hosts",
      "open /jail/etc/hosts -> /jail/etc/hosts",
      "stat /jail/a",
      "open /jail/etc/hosts -> /jail/etc/hosts",
      "open /jail/etc/hosts -> /jail/etc/hosts",
      "stat /jail/abs -> /jail/abs",
    ]);
  });

  test("does not hold a process whose working directory is outside of it", async () => {
    const log = `1 chdir("/") = 0\n1 chroot("jail") = 0\n1 open("etc/hosts", O_RDONLY) = 3\n1 open("jail/../etc/hosts", O_RDONLY) = 3\n`;
    expect((await eventsOf(log, { files, imageRoot: "/" })).slice(-2)).toEqual([
      "open /etc/hosts",
      "open /jail/etc/hosts -> /jail/etc/hosts",
    ]);
  });

  test("has links of the kernel of its own", async () => {
    const calls = `1 chdir("/a") = 0\n1 stat("/proc/self/cwd/f", {}) = 0\n1 stat("/proc/self/root/etc/hosts", {}) = 0\n`;
    expect((await jailed(calls)).slice(-2)).toEqual(["stat /jail/a/f", "stat /jail/etc/hosts"]);
  });

  test("makes dots unknown where the image's links are not known", async () => {
    const log = `1 chroot("/jail") = 0\n1 stat("/a/../x", {}) = 0\n1 stat("/a/x", {}) = 0\n`;
    expect(await eventsOf(log, { imageRoot: "/" })).toEqual([
      "stat /jail",
      "stat ?no-directory /a/../x",
      "stat /jail/a/x",
    ]);
  });

  test("may be made for one call", async () => {
    const log = `1 open("/jail", O_PATH|O_DIRECTORY) = 3
1 openat2(3, "/abs", {flags=O_RDONLY, resolve=RESOLVE_IN_ROOT}, 24) = 4
1 openat2(3, "a/../../../etc/hosts", {flags=O_RDONLY|O_CLOEXEC, resolve=RESOLVE_NO_MAGICLINKS|RESOLVE_IN_ROOT}, 24) = 5
1 openat2(3, "etc/hosts", {flags=O_RDONLY, resolve=RESOLVE_BENEATH}, 24) = 6
1 openat2(9, "x", {flags=O_RDONLY, resolve=RESOLVE_IN_ROOT}, 24) = 7
1 openat2(3, "/"..., {flags=O_RDONLY, resolve=RESOLVE_IN_ROOT}, 24) = 7
`;
    const hosts = "open /jail/etc/hosts";
    expect(await eventsOf(log, { files })).toEqual([
      "stat /jail",
      ...[hosts, hosts, hosts],
      "open ?no-directory x",
      "open ?truncated /",
    ]);
  });
});

describe("pivot_root(2) in the image", () => {
  const sandbox = `1 unshare(CLONE_NEWNS) = 0
1 mount("tmpfs", "/new", "tmpfs", 0, NULL) = 0
1 mount("/usr", "/new/usr", NULL, MS_BIND|MS_REC, NULL) = 0
1 chdir("/new") = 0
`;

  test("shows what was mounted, and what was the root before", async () => {
    const log = `${sandbox}1 pivot_root(".", "old") = 0\n1 chdir("/") = 0\n1 stat("/usr/x", {}) = 0\n1 stat("/etc/hosts", {}) = 0
1 stat("/old/etc/hosts", {}) = 0\n1 stat("usr/../../x", {}) = 0\n1 umount2("/old", MNT_DETACH) = 0\n1 stat("/old/etc/hosts", {}) = 0
`;
    const found = (await eventsOf(log, { files, imageRoot: "/" })).slice(-6);
    expect(found).toEqual([
      "stat /usr/x -> /usr/x",
      "stat ?outside /etc/hosts",
      "stat /etc/hosts -> /etc/hosts",
      "stat ?outside usr/../../x",
      "stat / -> /",
      "stat ?outside /old/etc/hosts",
    ]);
  });

  test("changes the root of all who had the one before, in the same namespace", async () => {
    const log = `1 fork() = 2\n${sandbox}1 chdir("/") = 0\n1 clone(flags=SIGCHLD) = 3\n1 pivot_root("/new", "/new") = 0\n3 stat("usr/x", {}) = 0\n2 stat("/etc/hosts", {}) = 0\n`;
    const found = (await eventsOf(log, { files, imageRoot: "/" })).slice(-2);
    expect(found).toEqual(["stat /usr/x -> /usr/x", "stat /etc/hosts"]);
  });

  test("is not the way into the image where the image's programs run in it", async () => {
    const programs = treeOf("/", "/usr/", "/usr/bin/", "/usr/bin/sh", "/bin -> usr/bin", "/new/");
    const log = `1 execve("/usr/bin/sh", ["sh"], 0x1 /* 0 vars */) = 0\n${sandbox}1 pivot_root(".", ".") = 0
1 execve("/usr/bin/sh", ["sh"], 0x1 /* 0 vars */) = 0
`;
    const { events } = await readLog(log, { files: programs });
    expect(events.filter(({ kind }) => kind === "exec")).toMatchObject([
      { path: { known: true, path: "/usr/bin/sh" } },
      { path: { known: true, path: "/usr/bin/sh" } },
    ]);
  });

  test("leaves what -y shows unread, since strace is in another root", async () => {
    const log = `${sandbox}1 pivot_root(".", ".") = 0\n1 openat(AT_FDCWD</new>, "/usr/x", O_RDONLY) = 3</usr/x>\n1 read(9</usr/x>, "", 1) = 0\n`;
    expect((await eventsOf(log, { files, imageRoot: "/" })).slice(-1)).toEqual([
      "open /usr/x -> /usr/x",
    ]);
  });
});

describe("an image's folder that the caller names", () => {
  const begin = '1 execve("/usr/bin/node", ["node", "/srv/app/main.js"], 0x1 /* 0 vars */) = 0\n';
  const used = async (calls: string, imageRoot = "/srv/app") =>
    (
      await eventsOf(`${begin}${calls}`, { imageRoot, files: treeOf("/", "/lib/", "/lib/x") })
    ).slice(1);

  test("counts what is below it for programs outside, which no chroot brings in", async () => {
    const calls = `1 openat(AT_FDCWD, "/srv/app/main.js", O_RDONLY) = 3
1 read(3, "", 1) = 1
1 openat(AT_FDCWD, "/srv/application", O_RDONLY) = 4
1 chdir("/srv") = 0
1 openat(AT_FDCWD, "app/lib/x", O_RDONLY) = 4
1 execve("/srv/app/bin/run", ["run"], 0x1 /* 0 vars */) = 0
`;
    expect(await used(calls)).toEqual([
      "open /main.js",
      "read /main.js",
      "open ?outside /srv/application",
      "stat ?outside /srv",
      "open /lib/x",
      "exec /bin/run",
    ]);
    const { events } = await readLog(`${begin}${calls}`, { imageRoot: "/srv/app" });
    expect(events.at(-1)).toMatchObject({ process: { program: "/bin/run" } });
  });

  test("is left and entered by dots, as those outside see it", async () => {
    const calls = `1 chdir("/srv/app/lib") = 0
1 stat("../../app/lib/../lib/x", {}) = 0
1 stat("../lib/x", {}) = 0
1 stat("../../other", {}) = 0
1 stat("/usr/../srv//app/./lib/x", {}) = 0
1 stat("/proc/self/cwd/x", {}) = 0
`;
    expect((await used(calls)).slice(1)).toEqual([
      "stat /lib/x",
      "stat /lib/../lib/x",
      "stat ?outside ../../other",
      "stat /lib/x",
      "stat /lib/x",
    ]);
  });

  test("is where -y shows that a link outside led", async () => {
    const calls = `1 openat(AT_FDCWD</home>, "current/lib/x", O_RDONLY) = 3</srv/app/lib/x>\n1 mmap(NULL, 8, PROT_READ|PROT_EXEC, MAP_PRIVATE, 3</srv/app/lib/x>, 0) = 0x7f\n`;
    expect(await used(calls)).toEqual(["open /lib/x -> /lib/x", "map /lib/x -> /lib/x"]);
  });

  test("counts the network of those that use it, and of no others", async () => {
    const to = (port: number) =>
      `1 connect(3, {sa_family=AF_INET, sin_port=htons(${port}), sin_addr=inet_addr("10.0.0.1")}, 16) = 0\n`;
    const calls = `${to(1)}1 stat("/srv/app/lib/x", {}) = 0\n${to(2)}1 fork() = 2\n${to(3).replace("1", "2")}`;
    expect(await used(calls)).toEqual(["stat /lib/x", "connect 10.0.0.1:2", "connect 10.0.0.1:3"]);
  });

  test("may hold the folder that becomes a root", async () => {
    const calls = `1 chdir("/srv/app/jail/a") = 0\n1 chroot("/srv/app/jail") = 0\n1 stat("/lib/x", {}) = 0\n1 stat("b", {}) = 0\n`;
    expect((await used(calls)).slice(1)).toEqual(["stat /jail/lib/x", "stat /jail/a/b"]);
    expect(await used('1 chroot("/srv") = 0\n1 stat("/app/lib/x", {}) = 0\n')).toEqual([
      "stat /lib/x",
    ]);
  });

  test("was used by programs that began before the log, if any that use it did", async () => {
    const lossesOf = async (log: string) =>
      (await readLog(log, { imageRoot: "/srv/app" })).events.flatMap((event) =>
        event.kind === "lost" ? [event.code] : [],
      );
    expect(await lossesOf('1 stat("/host", {}) = 0\n')).toEqual([]);
    expect(await lossesOf('1 stat("/srv/app/lib/x", {}) = 0\n')).toEqual(["late-start"]);
    const entered = `${begin}1 chroot("/srv/app") = 0\n`;
    expect(await lossesOf(`${entered}2 stat("/lib/x", {}) = 0\n`)).toEqual(["unseen-exec"]);
    expect(await lossesOf(`${entered}1 execve("/bin/x", ["x"], 0x1 /* 0 vars */) = 0\n`)).toEqual(
      [],
    );
  });
});
