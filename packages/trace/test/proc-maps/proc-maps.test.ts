import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { procMaps } from "@coppice/trace";
import { describe, expect, test } from "vitest";
import { corpus } from "../corpus.ts";
import { checkHardness, readFormat } from "../json/read-format.ts";

/** A line of maps; the kernel pads the name to a column. */
const mapping = (permissions: string, name: string): string =>
  `7f1e3c260000-7f1e3c3b6000 ${permissions} 00026000 fe:00 339380${name && "    "}${name}`;

const lost = "lost late-start";

/** What a log says, without that it is a snapshot. */
async function said(...lines: readonly string[]): Promise<readonly string[]> {
  const { said: all, problems } = await readFormat(procMaps, `${lines.join("\n")}\n`);
  expect(problems).toEqual([]);
  expect(all[0]).toBe(lost);
  return all.slice(1);
}

describe("mappings", () => {
  test("of code are told from those of data, each file once for a process", async () => {
    expect(
      await said(
        mapping("r--p", "/lib/libc.so.6"),
        mapping("r-xp", "/lib/libc.so.6"),
        mapping("r--p", "/lib/libc.so.6"),
        mapping("rw-s", "/var/data"),
        mapping("rwxp", "/lib/jit.so"),
      ),
    ).toEqual([
      "read /lib/libc.so.6 (real)",
      "map /lib/libc.so.6 (real)",
      "read /var/data (real)",
      "map /lib/jit.so (real)",
    ]);
  });

  test("of files that were deleted count for the path that they had", async () => {
    expect(await said(mapping("r-xp", "/lib/libc.so.6 (deleted)"))).toEqual([
      "map /lib/libc.so.6 (real)",
    ]);
  });

  test("of what is no file are passed over", async () => {
    for (const name of [
      "",
      "[heap]",
      "[vdso]",
      "[anon:glibc: malloc]",
      "/memfd:jit (deleted)",
      "/SYSV00000000 (deleted)",
      "/dev/zero (deleted)",
      "anon_inode:[perf_event]",
      "socket:[4711]",
    ]) {
      expect(await said(mapping("rw-p", name)), name).toEqual([]);
    }
  });

  test("have names with spaces, newlines, backslashes and bytes that are not UTF-8", async () => {
    expect(await said(mapping("r--p", "/a b\\012c\\d"))).toEqual(["read /a b\nc\\d (real)"]);
    const bytes = new Uint8Array([...new TextEncoder().encode(mapping("r--p", "/a")), 0xff, 0x0a]);
    expect((await readFormat(procMaps, bytes)).said).toEqual([lost, "read /a\udcff (real)"]);
  });

  test("of a last line without its end may be cut", async () => {
    const log = `${mapping("r-xp", "/lib/a.so")}\n${mapping("r-xp", "/lib/b.s")}`;
    expect((await readFormat(procMaps, log)).said).toEqual([
      lost,
      "map /lib/a.so (real)",
      "lost cut 1",
    ]);
  });

  test("of a folder that a process is locked into lie below imageRoot, and others outside", async () => {
    const paths = ["/rootfs/lib/libc.so.6", "/lib/libc.so.6"];
    const log = paths.map((path) => `${mapping("r-xp", path)}\n`).join("");
    const { said: all } = await readFormat(procMaps, log, { imageRoot: "/rootfs" });
    expect(all.slice(1)).toEqual(["map /lib/libc.so.6 (real)", "map ?outside /lib/libc.so.6"]);
  });

  test("that cannot be read are problems", async () => {
    const right = mapping("r-xp", "/lib/libc.so.6");
    for (const line of [
      right.replace("r-xp", "r-xq"),
      right.replace("r-xp", "r-yp"),
      right.replace(" fe:00", " fe00"),
      right.replace("339380", "x"),
      right.replace("339380    ", "339380"),
      right.slice(0, 30),
      right.slice(0, 20),
      right.replace("-", " "),
      `0${right}`.replace("7f1e3c260000", "7f1e3c260000".repeat(2)),
      "hello",
      "== /proc/x",
    ]) {
      const { problems } = await readFormat(procMaps, `${right}\n${line}\n`);
      expect(problems, line).toMatchObject([{ code: "LOG_LINE", offset: right.length + 1 }]);
    }
  });
});

describe("processes", () => {
  test("are named by a line of their own, with or without their program", async () => {
    const { events } = await readFormat(
      procMaps,
      [
        "== /proc/7 /usr/bin/dash",
        mapping("r-xp", "/lib/libc.so.6"),
        "== /proc/8",
        mapping("r-xp", "/lib/libc.so.6"),
        "== /proc/9 /usr/bin/old (deleted)",
        "==> /proc/10/maps <==",
        mapping("r--p", "/lib/libm.so.6"),
        "== /proc/11 ",
        "cat: /proc/11/maps: Permission denied",
        "tail: cannot open '/proc/12/maps' for reading: No such file or directory",
      ].join("\n"),
    );
    const uses = events.flatMap((event) =>
      "path" in event && event.path.known
        ? [`${event.process.pid} ${event.process.program} ${event.kind} ${event.path.path}`]
        : [],
    );
    expect(uses).toEqual([
      "7 /usr/bin/dash exec /usr/bin/dash",
      "7 /usr/bin/dash map /lib/libc.so.6",
      "8 undefined map /lib/libc.so.6",
      "9 /usr/bin/old exec /usr/bin/old",
      "10 undefined read /lib/libm.so.6",
    ]);
  });

  test("may be many files: what was said of them is forgotten, not kept without limit", async () => {
    const lines: string[] = [];
    const folder = `/${"long/".repeat(800)}`;
    for (let file = 0; file < 4400; file++) lines.push(mapping("r--p", `${folder}${file}`));
    const all = await said(
      ...lines,
      mapping("r--p", `${folder}4399`),
      mapping("r--p", `${folder}0`),
    );
    expect(all).toHaveLength(4400 + 1);
  });
});

test("the details of smaps are passed over", async () => {
  const details = [
    "Size:                  4 kB",
    "KernelPageSize:        4 kB",
    "VmFlags: rd ex mr mw me sd",
    "THPeligible:    0",
  ];
  expect(await said(mapping("r-xp", "/lib/libc.so.6"), ...details)).toEqual([
    "map /lib/libc.so.6 (real)",
  ]);
});

test.runIf(process.platform === "linux")(
  "the maps and smaps of this process are read to the last line",
  async () => {
    for (const file of ["maps", "smaps"]) {
      const log = readFileSync(`/proc/self/${file}`);
      const { problems, said: all } = await readFormat(procMaps, log);
      expect(procMaps.recognises(log.subarray(0, 65_536))).toBe(true);
      expect(problems).toEqual([]);
      expect(all.some((text) => text.startsWith("map /"))).toBe(true);
    }
  },
);

test.skipIf(corpus === undefined)("recorded maps are read to the last line", async () => {
  const folder = join(corpus ?? "", "trace/proc-maps");
  for (const name of readdirSync(folder)) {
    const { problems, said: all } = await readFormat(procMaps, readFileSync(join(folder, name)));
    expect(problems).toEqual([]);
    expect(all).toContain("map /usr/bin/bash (real)");
  }
});

test("a log is known by its first mapping", () => {
  const recognises = (text: string) => procMaps.recognises(new TextEncoder().encode(text));
  const line = mapping("r-xp", "/lib/libc.so.6");
  expect(recognises(`\n${line}`)).toBe(true);
  expect(
    recognises(`== /proc/1 \ncat: /proc/1/maps: Permission denied\n== /proc/7 /bin/sh\n${line}`),
  ).toBe(true);
  expect(recognises("== /proc/7 /bin/sh\n")).toBe(false);
  expect(recognises('7 open("/proc/7/maps", O_RDONLY) = 3\n')).toBe(false);
  expect(recognises(`hello\n${line}`)).toBe(false);
  expect(recognises("")).toBe(false);
});

test("what was damaged or cut gives problems and coded errors only, and cuts of the stream change nothing", async () => {
  const lines = [
    "== /proc/7 /usr/bin/dash",
    mapping("r-xp", "/a b\\012c"),
    mapping("rw-p", ""),
    "Size:  4 kB",
  ];
  await checkHardness(procMaps, `${lines.join("\n")}\n`);
});
