import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ldDebug } from "@coppice/trace";
import { describe, expect, test } from "vitest";
import { corpus } from "../corpus.ts";
import { checkHardness, readFormat } from "../json/read-format.ts";

/** The lines of one process, as the loader writes them. */
const lines = (pid: number, ...texts: readonly string[]): string =>
  texts.map((text) => `${String(pid).padStart(10)}:\t${text}\n`).join("");

const library = (name: string, path: string, by: string): readonly string[] => [
  `file=${name} [0];  needed by ${by} [0]`,
  `find library=${name} [0]; searching`,
  " search cache=/etc/ld.so.cache",
  `  trying file=${path}`,
  "",
  `file=${name} [0];  generating link map`,
  "  dynamic: 0x00007f5618633650  base: 0x00007f5618609000   size: 0x000000000002d6d0",
];

const program = (name: string, path: string, by: string): string[] => [
  ...library(name, path, by),
  `calling init: ${path}`,
  `initialize program: ${by}`,
  `transferring control: ${by}`,
];

async function said(log: string): Promise<readonly string[]> {
  const { said: all, problems } = await readFormat(ldDebug, log);
  expect(problems).toEqual([]);
  return all;
}

describe("libraries", () => {
  test("that were mapped and whose constructors ran come behind their program", async () => {
    const { events } = await readFormat(
      ldDebug,
      lines(7, ...program("libc.so.6", "/lib/libc.so.6", "/bin/true")),
    );
    const process = { pid: 7, program: "/bin/true" };
    expect(events).toEqual([
      {
        kind: "exec",
        offset: expect.any(Number),
        process,
        path: { known: true, path: "/bin/true" },
      },
      {
        kind: "map",
        offset: expect.any(Number),
        process,
        path: { known: true, path: "/lib/libc.so.6" },
      },
      {
        kind: "load",
        offset: expect.any(Number),
        process,
        path: { known: true, path: "/lib/libc.so.6" },
      },
    ]);
  });

  test("that were only tried are not used", async () => {
    const tries = [
      "find library=libx.so [0]; searching",
      "  trying file=/a/libx.so",
      "  trying file=/b/libx.so",
    ];
    expect(await said(lines(7, ...tries, "file=libx.so [0];  generating link map"))).toEqual([
      "map /b/libx.so",
    ]);
    expect(await said(lines(7, ...tries))).toEqual([]);
    expect(await said(lines(7, ...tries, "file=liby.so [0];  generating link map"))).toEqual([
      "map ?name liby.so",
    ]);
  });

  test("that are asked for by a path are mapped from there", async () => {
    const opened = [
      "file=/opt/my app/plug in.so [0];  dynamically loaded by /bin/app [0]",
      "file=/opt/my app/plug in.so [0];  generating link map",
    ];
    expect(await said(lines(7, "initialize program: /bin/app", ...opened))).toEqual([
      "exec /bin/app",
      "map /opt/my app/plug in.so",
    ]);
    expect(await said(lines(7, "file=./x.so [0];  generating link map"))).toEqual([
      "map ?no-directory ./x.so",
    ]);
  });
});

test("the last line without its end may be cut", async () => {
  expect(
    await said(lines(7, "calling init: /lib/a.so", "calling init: /lib/b.s").slice(0, -1)),
  ).toEqual(["lost cut 1", "load /lib/a.so"]);
});

describe("programs", () => {
  test("that were called by a mere name have no path", async () => {
    expect(await said(lines(7, "initialize program: ls"))).toEqual(["exec ?name ls"]);
    expect(await said(lines(7, "initialize program: ./ls"))).toEqual(["exec ?no-directory ./ls"]);
  });

  test("take the place of others in a process, and load more while they run", async () => {
    const log = lines(
      7,
      ...program("libc.so.6", "/lib/libc.so.6", "/usr/bin/env"),
      ...library("libm.so.6", "/lib/libm.so.6", "/usr/bin/env"),
      ...library("libz.so.1", "/lib/libz.so.1", "/lib/libm.so.6"),
      ...program("libc.so.6", "/lib/libc.so.6", "bash"),
    );
    const { events } = await readFormat(ldDebug, log);
    const uses = events.flatMap((event) =>
      "path" in event
        ? [
            `${event.process.program} ${event.kind} ${event.path.known ? event.path.path : event.path.given}`,
          ]
        : [],
    );
    expect(uses).toEqual([
      "/usr/bin/env exec /usr/bin/env",
      "/usr/bin/env map /lib/libc.so.6",
      "/usr/bin/env load /lib/libc.so.6",
      "/usr/bin/env map /lib/libm.so.6",
      "/usr/bin/env map /lib/libz.so.1",
      "bash exec bash",
      "bash map /lib/libc.so.6",
      "bash load /lib/libc.so.6",
    ]);
  });

  test("are told apart by their processes, also where the log ends before they run", async () => {
    const one = library("libc.so.6", "/lib/one.d/libc.so.6", "one");
    const two = library("libc.so.6", "/lib/two.d/libc.so.6", "two");
    const mixed = one.map((text, index) => lines(1, text) + lines(2, two[index] ?? "")).join("");
    expect(await said(mixed)).toEqual(["map /lib/one.d/libc.so.6", "map /lib/two.d/libc.so.6"]);
  });

  test("are forgotten where there are more than the limits allow", async () => {
    const log = [1, 2, 3]
      .map((pid) => lines(pid, ...library("libc.so.6", `/lib/${pid}/libc.so.6`, "x")))
      .join("");
    const { said: all } = await readFormat(ldDebug, log, { limits: { processes: 2 } });
    expect(all).toEqual(["map /lib/1/libc.so.6", "map /lib/2/libc.so.6", "map /lib/3/libc.so.6"]);
  });

  test("that load without end are told of before they run", async () => {
    const many = Array.from({ length: 70_000 }, (_, index) => `calling init: /lib/${index}.so`);
    const all = await said(lines(7, ...many, "initialize program: /bin/x"));
    expect(all).toHaveLength(70_001);
  });
});

test("what programs wrote between the loader's lines are problems, and names of files that tail writes are not", async () => {
  const log = `==> /tmp/app.ld.7 <==\n${lines(7, "calling init: /lib/a.so")}hello\n7: hello\n12\n`;
  const { problems, said: all } = await readFormat(ldDebug, log);
  expect(all).toEqual(["load /lib/a.so"]);
  expect(problems).toHaveLength(3);
});

test("a line that ends early says nothing", async () => {
  const right = lines(7, "calling init: /lib/a.so");
  expect(
    await said(
      `${right}${lines(7, "file=libx.so", "file=libx.so [0]", "file=libx.so [0];  opened", "file=x [0];  needed by y", "calling init: x")}`,
    ),
  ).toEqual(["load /lib/a.so"]);
});

test("a log is known by a line of the loader", () => {
  const recognises = (text: string) => ldDebug.recognises(new TextEncoder().encode(text));
  expect(recognises(`hello\n\n${lines(7, "", "calling init: /lib/a.so")}`)).toBe(true);
  expect(recognises(lines(7, "  trying file=/lib/a.so"))).toBe(true);
  for (const text of [
    "",
    lines(7, "hello"),
    "7: calling init: /lib/a.so",
    "12 open() = 3",
    "calling init: /lib/a.so",
  ]) {
    expect(recognises(text), text).toBe(false);
  }
});

test.skipIf(corpus === undefined)("a recorded log is read to the last line", async () => {
  const log = readFileSync(join(corpus ?? "", "trace/ld-debug/ldd.txt"), "utf8");
  expect(ldDebug.recognises(new TextEncoder().encode(log))).toBe(true);
  expect((await said(log)).slice(0, 2)).toEqual([
    "exec ?name ls",
    "map /lib/x86_64-linux-gnu/libselinux.so.1",
  ]);
});

const hasLoader =
  process.platform === "linux" && existsSync("/bin/ls") && existsSync("/usr/bin/ldd");
if (!hasLoader) process.stderr.write("no loader of glibc: it is no referee\n");

test.runIf(hasLoader)("a program is linked to the libraries that ldd lists", async () => {
  const { stderr } = spawnSync("/bin/ls", ["/"], {
    env: { LD_DEBUG: "libs,files" },
    encoding: "utf8",
  });
  const { said: all } = await readFormat(ldDebug, stderr);
  expect(all[0]).toBe("exec /bin/ls");
  const linked = execFileSync("ldd", ["/bin/ls"], { encoding: "utf8" })
    .split("\n")
    .flatMap((line) => (line.includes("=> /") ? [line.split(" ")[2] ?? ""] : []));
  expect(linked.length).toBeGreaterThan(0);
  const mapped = all.filter((text) => text.startsWith("map ")).map((text) => text.slice(4));
  expect(mapped.toSorted()).toEqual(linked.toSorted());
});

test("what was damaged or cut gives problems and coded errors only, and cuts of the stream change nothing", async () => {
  await checkHardness(ldDebug, `${lines(7, ...program("libc.so.6", "/lib/libc.so.6", "ls"))}`);
});
