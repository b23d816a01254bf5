import { expect, test } from "vitest";
import { eventsOf, treeOf } from "../read-log.ts";

const begin = '1 execve("/a", ["a"], 0x1 /* 0 vars */) = 0\n';
const after = async (calls: string, options = {}) =>
  (await eventsOf(begin + calls, options)).slice(1);

test.each([
  [
    "a thread's folder",
    '1 clone3({flags=0x3d0f00, exit_signal=0}, 88) = 2\n2 chdir("/t") = 0\n1 stat("f", {}) = 0\n',
    ["stat /t", "stat /t/f"],
  ],
  [
    "a child's folder",
    '1 chdir("/d") = 0\n1 clone(child_stack=NULL, flags=0x1200000|17, child_tidptr=0x7f) = 2\n2 chdir("/t") = 0\n1 stat("f", {}) = 0\n',
    ["stat /d", "stat /t", "stat /d/f"],
  ],
  [
    "what is mapped as code",
    '1 openat(-100, "/lib/x", 0x80000) = 3\n1 mmap(NULL, 4096, 0x1, 0x2, 3, 0) = 0x7f\n1 mmap(NULL, 4096, 0x5, 0x812, 3, 0) = 0x7f\n',
    ["open /lib/x", "read /lib/x", "map /lib/x"],
  ],
  [
    "what is written",
    '1 openat(-100, "/f", 0x241, 0666) = 3\n1 openat2(-100, "/g", {flags=0x80001, resolve=0}, 24) = 4\n',
    ["write /f", "write /g"],
  ],
  [
    "how mounts change",
    '1 mount("none", "/usr", NULL, 0x44000, NULL) = 0\n1 stat("/usr/x", {}) = 0\n',
    ["stat /usr", "stat /usr/x"],
  ],
  [
    "what a duplicate is of",
    '1 open("/f", 0) = 3\n1 fcntl(3, 0, 10) = 10\n1 fcntl(3, 0x406, 11) = 11\n1 fcntl(10, 0x2 /* F_SETFD */, 0x1) = 0\n1 read(10, "", 1) = 1\n1 execve("/b", ["b"], 0x1) = 0\n1 read(10, "", 1) = 1\n1 read(11, "", 1) = 1\n1 read(3, "", 1) = 1\n',
    ["open /f", "read /f", "exec /b", "read /f"],
  ],
  [
    "what is cloned",
    '1 open("/f", 0) = 3\n1 ioctl(4, 0x40049409, 3) = 0\n',
    ["open /f", "read /f"],
  ],
])("numbers in place of names (-X raw) tell %s", async (_, calls, said) => {
  expect(await after(calls)).toEqual(said);
});

test("numbers in place of names (-X raw) tell whether a link is followed", async () => {
  const files = treeOf("/", "/d/", "/d/x", "/l -> d");
  const calls =
    '1 newfstatat(-100, "/l", {st_mode=0120777}, 0x100) = 0\n1 openat2(3, "/l/x", {flags=0x80000, resolve=0x10}, 24) = 4\n';
  expect((await after(calls, { files }))[0]).toBe("stat /l -> /l");
});
