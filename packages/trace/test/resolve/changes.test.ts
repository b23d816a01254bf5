import { describe, expect, test } from "vitest";
import { eventsOf, readLog, treeOf } from "../read-log.ts";

const files = treeOf(
  ...[
    "/",
    "/app/",
    "/app/run",
    "/app/lib/",
    "/app/lib/x",
    "/etc/",
    "/etc/conf",
    "/tmp/",
    "/data/",
    "/data/f",
  ],
  ...["/current -> app", "/etc/link -> conf"],
);
const after = async (log: string, count = 1) => (await eventsOf(log, { files })).slice(-count);

describe("links made at run time", () => {
  test("lead to the image's files", async () => {
    const log = `1 symlink("/app", "/tmp/l") = 0\n1 open("/tmp/l/lib/x", O_RDONLY) = 3\n1 lstat("/tmp/l", {}) = 0\n`;
    expect(await after(log, 2)).toEqual(["open /app/lib/x -> /app/lib/x", "stat /tmp/l"]);
    expect(await eventsOf(log)).toEqual(["write /tmp/l", "open /app/lib/x", "stat /tmp/l"]);
  });

  test("take the place of the image's links, also when they are moved there", async () => {
    const log = `1 symlink("data", "/next") = 0\n1 rename("/next", "/current") = 0\n1 open("/current/f", O_RDONLY) = 3\n`;
    expect(await after(log)).toEqual(["open /data/f -> /data/f"]);
  });

  test("are gone when they are removed", async () => {
    const log = `1 symlink("/app", "/tmp/l") = 0\n1 unlink("/tmp/l") = 0\n1 mkdir("/tmp/l", 0777) = 0\n1 stat("/tmp/l/run", {}) = 0\n`;
    expect(await after(log)).toEqual(["stat /tmp/l/run"]);
    const image = `1 unlink("/current") = 0\n1 mkdir("/current", 0777) = 0\n1 stat("/current", {}) = 0\n`;
    expect(await after(image)).toEqual(["stat /current -> /current"]);
  });

  test("whose text the log cut, or that lead to themselves, lead nowhere that is known", async () => {
    const cut = `1 symlink("/ap"..., "/tmp/l") = 0\n1 stat("/tmp/l/run", {}) = 0\n1 chdir("/tmp/l") = 0\n1 stat("x", {}) = 0\n`;
    expect(await after(cut, 3)).toEqual([
      "stat ?no-directory /tmp/l/run",
      "stat ?no-directory /tmp/l",
      "stat ?no-directory x",
    ]);
    const loop = `1 symlink("loop", "/tmp/loop") = 0\n1 stat("/tmp/loop", {}) = 0\n`;
    expect(await after(loop)).toEqual(["stat ?no-directory /tmp/loop"]);
  });

  test("may be 40 on the way and no more", async () => {
    const chain = (count: number) => {
      const links = Array.from(
        { length: count },
        (_, i) => `1 symlink("${i}", "/tmp/${i + 1}") = 0\n`,
      );
      return `1 symlink("/app", "/tmp/0") = 0\n${links.join("")}1 stat("/tmp/${count}/run", {}) = 0\n`;
    };
    expect(await after(chain(39))).toEqual(["stat /app/run -> /app/run"]);
    expect(await after(chain(40))).toEqual(["stat ?no-directory /tmp/40/run"]);
  });

  test("are not followed into dots where the image's files are not known", async () => {
    const log = `1 symlink("/app", "/tmp/l") = 0\n1 stat("/tmp/l/../x", {}) = 0\n1 stat("/etc/../x", {}) = 0\n`;
    expect((await eventsOf(log)).slice(1)).toEqual([
      "stat ?no-directory /tmp/l/../x",
      "stat /etc/../x",
    ]);
  });

  test("count as open files to the limit", async () => {
    const links = Array.from({ length: 12 }, (_, i) => `1 symlink("x", "/tmp/${i}") = 0\n`).join(
      "",
    );
    await expect(readLog(links, { limits: { openFiles: 10 } })).rejects.toThrow(
      "raise limits.openFiles",
    );
    const undone = Array.from(
      { length: 12 },
      () => `1 symlink("x", "/t") = 0\n1 unlink("/t") = 0\n`,
    ).join("");
    expect((await readLog(undone, { limits: { openFiles: 10 } })).problems).toEqual([]);
  });
});

describe("what is renamed", () => {
  test("counts for where the image has it", async () => {
    const log = `1 rename("/app", "/new") = 0\n1 open("/new/lib/x", O_RDONLY) = 3\n1 rename("/etc/conf", "/new/conf") = 0
1 open("/new/conf", O_RDONLY) = 3\n1 rename("/new", "/newer") = 0\n1 open("/newer/conf", O_RDONLY) = 3
`;
    expect((await after(log, 99)).filter((event) => event.startsWith("open"))).toEqual([
      "open /app/lib/x -> /app/lib/x",
      "open /etc/conf -> /etc/conf",
      "open /etc/conf -> /etc/conf",
    ]);
  });

  test("takes working directories and open folders along", async () => {
    const log = `1 mkdir("/tmp/a", 0777) = 0\n1 chdir("/tmp/a") = 0\n1 open(".", O_RDONLY|O_DIRECTORY) = 3
1 fork() = 2\n2 rename("/tmp/a", "/tmp/b") = 0\n1 stat("x", {}) = 0\n1 newfstatat(3, "y", {}, 0) = 0
`;
    for (const options of [{ files }, {}]) {
      expect((await eventsOf(log, options)).slice(-2)).toEqual(["stat /tmp/b/x", "stat /tmp/b/y"]);
    }
  });

  test("may be exchanged, or linked under another name", async () => {
    const exchanged = `1 renameat2(AT_FDCWD, "/app", AT_FDCWD, "/data", RENAME_EXCHANGE) = 0
1 stat("/app/f", {}) = 0\n1 stat("/data/run", {}) = 0
`;
    expect(await after(exchanged, 2)).toEqual([
      "stat /data/f -> /data/f",
      "stat /app/run -> /app/run",
    ]);
    const made = `1 symlink("/app", "/etc/l") = 0\n1 symlink("/data", "/tmp/l") = 0\n1 chdir("/tmp") = 0
1 renameat2(AT_FDCWD, "/etc", AT_FDCWD, "/tmp", RENAME_EXCHANGE) = 0\n1 stat("l/f", {}) = 0\n1 stat("/etc/l/f", {}) = 0\n1 stat("/tmp/l/run", {}) = 0
`;
    expect(await after(made, 3)).toEqual([
      "stat /data/f -> /data/f",
      "stat /data/f -> /data/f",
      "stat /app/run -> /app/run",
    ]);
    const linked = `1 link("/etc/conf", "/tmp/c") = 0\n1 open("/tmp/c", O_RDONLY) = 3\n`;
    expect(await after(linked)).toEqual(["open /etc/conf -> /etc/conf"]);
    const opened = `1 open("/etc/conf", O_PATH) = 3\n1 linkat(3, "", AT_FDCWD, "/tmp/c", AT_EMPTY_PATH) = 0\n1 stat("/tmp/c", {}) = 0\n`;
    expect(await after(opened, 3)).toEqual([
      "stat /etc/conf",
      "write /tmp/c",
      "stat /etc/conf -> /etc/conf",
    ]);
  });

  test("and is no folder costs nothing, however many processes there are", async () => {
    const forks = Array.from({ length: 3000 }, (_, i) => `1 fork() = ${i + 2}\n`).join("");
    const renames = (from: string) => `1 rename("${from}", "/tmp/b") = 0\n`.repeat(9000);
    expect((await readLog(forks + renames("/tmp/a"))).problems).toEqual([]);
    const folder = `1 mkdir("/tmp/a", 0777) = 0\n`;
    await expect(readLog(forks + folder + renames("/tmp/a"))).rejects.toThrow(
      "raise limits.openFiles",
    );
  });

  test("is looked for everywhere where very many folders are in use", async () => {
    const folders = Array.from({ length: 66_000 }, (_, i) => `1 chdir("/${i}") = 0\n`).join("");
    const log = `${folders}1 chdir("/tmp/a") = 0\n1 rename("/tmp", "/new") = 0\n1 stat("x", {}) = 0\n`;
    expect((await eventsOf(log)).at(-1)).toBe("stat /new/a/x");
  });
});

describe("folders made at run time", () => {
  test("do not hide what is above them", async () => {
    const log = `1 mkdir("/app/build", 0777) = 0\n1 chdir("/app/build") = 0\n1 open("../run", O_RDONLY) = 3\n1 chdir("..") = 0\n1 stat("lib", {}) = 0\n`;
    expect(await after(log, 3)).toEqual([
      "open /app/run -> /app/run",
      "stat /app -> /app",
      "stat /app/lib",
    ]);
  });
});

describe("mounts", () => {
  const mount = (source: string, target: string, rest: string) =>
    `1 mount("${source}", "${target}", ${rest}) = 0\n`;

  test("hide the image's files, or show them in another place", async () => {
    const log = `${mount("tmpfs", "/data", '"tmpfs", 0, NULL')}1 stat("/data/f", {}) = 0
${mount("/app", "/tmp", "NULL, MS_BIND|MS_REC, NULL")}1 stat("/tmp/run", {}) = 0
${mount("overlay", "/etc", '"overlay", 0, "lowerdir=/app"')}1 stat("/etc/conf", {}) = 0
1 umount2("/data", MNT_DETACH) = 0\n1 stat("/data/f", {}) = 0
${mount("none", "/app", "NULL, MS_REC|MS_PRIVATE, NULL")}1 stat("/app/run", {}) = 0
${mount("/tmp", "/data", "NULL, MS_MOVE, NULL")}1 stat("/data/run", {}) = 0\n1 stat("/tmp/run", {}) = 0
`;
    const found = (await eventsOf(log, { files })).filter((event) => /(?:run|conf|f)$/.test(event));
    expect(found).toEqual([
      "stat ?outside /data/f",
      "stat /app/run -> /app/run",
      "stat ?no-directory /etc/conf",
      "stat /data/f",
      "stat /app/run",
      "stat /app/run -> /app/run",
      "stat /tmp/run",
    ]);
  });

  test("take those below them along when they are moved or bound with all", async () => {
    const nested = `${mount("/app", "/tmp", "NULL, MS_BIND, NULL")}${mount("tmpfs", "/tmp/lib", '"tmpfs", 0, NULL')}`;
    const looks = `1 stat("/data/run", {}) = 0\n1 stat("/data/lib/x", {}) = 0\n`;
    for (const [flags, seen] of [
      ["MS_MOVE", "stat ?outside /data/lib/x"],
      ["MS_BIND|MS_REC", "stat ?outside /data/lib/x"],
      ["MS_BIND", "stat /app/lib/x -> /app/lib/x"],
    ]) {
      const log = `${nested}${mount("/tmp", "/data", `NULL, ${flags}, NULL`)}${looks}`;
      expect(await after(log, 2)).toEqual(["stat /app/run -> /app/run", seen]);
    }
  });

  test("are those of the mount namespace", async () => {
    const tmpfs = (pid: number) => `${pid} mount("tmpfs", "/data", "tmpfs", 0, NULL) = 0\n`;
    const look = (pid: number) => `${pid} stat("/data/f", {}) = 0\n`;
    const unshared = `1 fork() = 2\n2 unshare(CLONE_NEWNS) = 0\n2 fork() = 3\n${tmpfs(3)}${look(1)}${look(2)}`;
    expect(await after(unshared, 2)).toEqual(["stat /data/f", "stat ?outside /data/f"]);
    const cloned = `1 clone(flags=CLONE_NEWNS|SIGCHLD) = 2\n${tmpfs(2)}2 +++ exited with 0 +++\n${look(1)}`;
    expect(await after(cloned)).toEqual(["stat /data/f"]);
    const shared = `1 fork() = 2\n${tmpfs(2)}${look(1)}`;
    expect(await after(shared)).toEqual(["stat ?outside /data/f"]);
  });

  test("may be made by the new calls", async () => {
    const log = `1 open_tree(AT_FDCWD, "/app", OPEN_TREE_CLONE) = 3\n1 move_mount(3, "", AT_FDCWD, "/tmp", MOVE_MOUNT_F_EMPTY_PATH) = 0
1 stat("/tmp/run", {}) = 0\n1 fsopen("tmpfs", 0) = 4\n1 fsconfig(4, FSCONFIG_SET_STRING, "source", "x", 0) = 0
1 fsconfig(4, FSCONFIG_SET_PATH, "dir", "/app/lib", AT_FDCWD) = 0\n1 fsmount(4, 0, 0) = 5
1 move_mount(5, "", AT_FDCWD, "/data", MOVE_MOUNT_F_EMPTY_PATH) = 0\n1 stat("/data/f", {}) = 0
`;
    expect(await eventsOf(log, { files })).toEqual([
      "stat /app",
      "stat /tmp",
      "stat /app/run -> /app/run",
      "stat /app/lib",
      "stat /data",
      "stat ?outside /data/f",
    ]);
  });

  test("made before the image is entered count inside it", async () => {
    const log = `1 mount("/srv", "/rootfs/data", NULL, MS_BIND, NULL) = 0\n1 chroot("/rootfs") = 0\n1 chdir("/") = 0\n1 stat("/data/f", {}) = 0\n1 stat("/app/run", {}) = 0\n`;
    expect((await eventsOf(log, { files, imageRoot: "/rootfs" })).slice(-2)).toEqual([
      "stat ?outside /data/f",
      "stat /app/run",
    ]);
  });
});
