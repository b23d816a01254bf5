import { createFileIndex } from "@coppice/image";
import { gradeEvidence, isTraceError } from "@coppice/trace";
import type { Attribution, Bom, BomFile, Evidence, RuntimeEvent } from "@coppice/types";
import { parseDocument } from "@coppice/types";
import { expect, test } from "vitest";
import { entriesOf, readLog } from "./read-log.ts";

const owned = (...by: string[]): Attribution => ({ kind: "owned", by });

/** Entry, attribution and facts of each file of a small subject. */
const contents: readonly (readonly [string, Attribution, Partial<BomFile>?])[] = [
  ["/", owned("base-files")],
  ["/lib -> usr/lib", owned("base-files")],
  ["/etc/", owned("base-files", "nginx")],
  ["/etc/passwd", { kind: "configuration" }],
  ["/usr/", owned("base-files")],
  ["/usr/bin/", owned("base-files")],
  ["/usr/bin/curl", owned("curl"), { elf: elf("/lib/ld.so") }],
  ["/usr/bin/nginx", owned("nginx"), { elf: elf("/lib/ld.so") }],
  ["/usr/bin/dash", owned("dash"), { elf: elf("/lib/ld.so") }],
  ["/usr/bin/sh -> dash", owned("dash-link")],
  ["/usr/bin/tool", owned("tool"), { shebang: { interpreter: "/usr/bin/wrapper" } }],
  ["/usr/bin/wrapper", owned("wrapper"), { shebang: { interpreter: "/usr/bin/sh" } }],
  ["/usr/bin/script", owned("script"), { shebang: { interpreter: "/usr/bin/sh" } }],
  ["/usr/bin/loop", owned("loop"), { shebang: { interpreter: "/usr/bin/loop" } }],
  ["/usr/lib/", owned("base-files")],
  ["/usr/lib/ld.so", owned("libc")],
  ["/usr/lib/libz.so.1 -> libz.so.1.2", owned("zlib-link")],
  ["/usr/lib/libz.so.1.2", owned("zlib")],
  ["/usr/lib/m.py", owned("deb-m", "pypi-m")],
  [
    "/usr/lib/m.pyc",
    { kind: "derived", rule: "python-bytecode", from: ["/lib/m.py", "/gone.py"], by: ["deb-m"] },
  ],
  ["/var.db", { kind: "package-database", ecosystem: "deb" }],
];

function elf(interpreter: string) {
  return { bits: 64, machine: 62, type: "shared", needed: [], interpreter } as const;
}

const bom: Bom = {
  kind: "bom",
  schemaVersion: "1.0",
  subject: { name: "app", digest: "sha256:00" },
  tool: { name: "test", version: "0" },
  packages: [],
  dependencies: [],
  files: contents.map(([line, attribution, facts]) => {
    const [entry] = entriesOf(line);
    if (entry === undefined) throw new Error(`no entry in ${line}`);
    return { ...entry, attribution, ...facts };
  }),
  problems: [],
};

async function grade(
  log: string,
  options: Partial<Parameters<typeof gradeEvidence>[2]> = {},
): Promise<Evidence> {
  const { events } = await readLog(log, { files: createFileIndex(bom.files ?? []) });
  return gradeEvidence([events], bom, { unit: "run", ...options });
}

const packagesOf = ({ packages }: Evidence) =>
  packages.map(
    ({ id, seen }) => `${id} ${Object.entries(seen).map(([u, s]) => `${u}:${s.grade}`)}`,
  );

test("grades each kind of use, and keeps the first offset of the strongest", async () => {
  const log = `1 stat("/lib/libz.so.1.2", {}) = 0
1 open("/lib/libz.so.1", O_RDONLY) = 3
1 mmap(NULL, 1, PROT_READ|PROT_EXEC, MAP_PRIVATE, 3, 0) = 0x1
1 mmap(NULL, 1, PROT_READ|PROT_EXEC, MAP_PRIVATE, 3, 0) = 0x1
1 read(3, "x", 1) = 1
1 open("/etc/passwd", O_RDWR) = 4
`;
  const evidence = await grade(log);
  expect(evidence.files).toEqual([
    {
      path: "/etc/passwd",
      given: ["/etc/passwd"],
      seen: { run: { grade: "opened", offset: log.indexOf('1 open("/etc') } },
    },
    {
      path: "/usr/lib/libz.so.1.2",
      given: ["/lib/libz.so.1", "/lib/libz.so.1.2"],
      seen: { run: { grade: "loaded", offset: log.indexOf("1 mmap") } },
    },
  ]);
  expect(packagesOf(evidence)).toEqual(["zlib run:loaded"]);
  expect(parseDocument("evidence", JSON.parse(JSON.stringify(evidence)))).toEqual(evidence);
});

test("counts a link itself only where it was asked for", async () => {
  expect(packagesOf(await grade('1 stat("/usr/bin/sh", {}) = 0\n'))).toEqual(["dash run:stat"]);
  expect(packagesOf(await grade('1 readlink("/usr/bin/sh", "dash", 9) = 4\n'))).toEqual([
    "dash-link run:stat",
  ]);
});

test("keeps folders and files that no package owns without evidence of a package", async () => {
  const log = `1 stat("/etc", {}) = 0
1 stat("/lib/", {}) = 0
1 stat("/var.db", {}) = 0
1 open("/etc/passwd", O_RDONLY) = 3
`;
  const { files, packages } = await grade(log);
  expect(files.map(({ path }) => path)).toEqual(["/etc", "/etc/passwd", "/usr/lib", "/var.db"]);
  expect(packages).toEqual([]);
});

test("adds the interpreters of scripts and of ELF programs", async () => {
  const { files, packages } = await grade(
    '1 execve("/usr/bin/tool", ["tool"], 0x1 /* 1 var */) = 0\n',
  );
  expect(files.map(({ path, given, impliedBy, seen }) => [path, given, impliedBy, seen])).toEqual([
    ["/usr/bin/dash", [], ["/usr/bin/wrapper"], { run: { grade: "executed", offset: 0 } }],
    ["/usr/bin/tool", ["/usr/bin/tool"], undefined, { run: { grade: "executed", offset: 0 } }],
    ["/usr/bin/wrapper", [], ["/usr/bin/tool"], { run: { grade: "executed", offset: 0 } }],
    ["/usr/lib/ld.so", [], ["/usr/bin/dash"], { run: { grade: "loaded", offset: 0 } }],
  ]);
  expect(packages.map(({ id }) => id)).toEqual(["dash", "libc", "tool", "wrapper"]);
});

test("gives what is implied the offset of the first use that implies it", async () => {
  const exec = (program: string) => `1 execve("${program}", ["x"], 0x1 /* 1 var */) = 0\n`;
  const log = exec("/usr/bin/wrapper") + exec("/usr/bin/script");
  const { files } = await grade(log);
  expect(files.find(({ path }) => path === "/usr/lib/ld.so")?.seen).toEqual({
    run: { grade: "loaded", offset: 0 },
  });
});

test("follows a script that is its own interpreter once", async () => {
  const evidence = await grade('1 execve("/usr/bin/loop", ["loop"], 0x1 /* 1 var */) = 0\n');
  expect(packagesOf(evidence)).toEqual(["loop run:executed"]);
});

test("gives the source of Python bytecode the grade of the bytecode", async () => {
  const evidence = await grade('1 open("/usr/lib/m.pyc", O_RDONLY) = 3\n1 read(3, "x", 1) = 1\n');
  expect(evidence.files[0]).toMatchObject({ path: "/usr/lib/m.py", impliedBy: ["/usr/lib/m.pyc"] });
  expect(packagesOf(evidence)).toEqual(["deb-m run:read", "pypi-m run:read"]);
});

test("keeps what the subject does not have apart, by the path without links", async () => {
  const log = `1 open("/lib/made-at-run-time", O_WRONLY|O_CREAT, 0644) = 3
1 read(4</proc/self/maps>, "x", 1) = 1
1 open("/no/such/folder", O_RDONLY) = 3
1 stat("relative", {}) = 0
`;
  const { unattributed, units, files } = await grade(log);
  expect(unattributed.map(({ path }) => path)).toEqual([
    "/no/such/folder",
    "/proc/self/maps",
    "/usr/lib/made-at-run-time",
  ]);
  expect(files).toEqual([]);
  expect(units).toMatchObject([{ events: 5, unplaced: 1 }]);
});

test("believes the log more than the given path, where the subject has what it shows", async () => {
  const log = `1 openat(AT_FDCWD</srv>, "/tmp/link", O_RDONLY) = 3</usr/lib/libz.so.1.2>
1 openat(AT_FDCWD</srv>, "/etc/passwd", O_RDONLY) = 3</mnt/volume/passwd>
`;
  const { files } = await grade(log);
  expect(files).toMatchObject([
    { path: "/etc/passwd", given: ["/etc/passwd"] },
    { path: "/usr/lib/libz.so.1.2", given: ["/usr/lib/libz.so.1.2"] },
  ]);
});

test("counts a client, its children and each look at it apart", async () => {
  const log = `1 execve("/usr/bin/sh", ["sh"], 0x1 /* 1 var */) = 0
1 stat("/usr/bin/curl", {}) = 0
1 fork() = 2
1 fork() = 3
2 execve("/usr/bin/curl", ["curl"], 0x1 /* 1 var */) = 0
2 open("/lib/libz.so.1", O_RDONLY) = 3
2 fork() = 4
4 execve("/usr/bin/tool", ["tool"], 0x1 /* 1 var */) = 0
2 +++ exited with 0 +++
3 execve("/usr/bin/nginx", ["nginx"], 0x1 /* 1 var */) = 0
1 fork() = 2
2 stat("/lib/m.py", {}) = 0
`;
  for (const clients of [["curl"], ["/usr/bin/curl"]]) {
    const evidence = await grade(log, { clients });
    expect(evidence.units.map(({ id, role }) => [id, role])).toEqual([
      ["run", "workload"],
      ["run#client", "client"],
    ]);
    expect(packagesOf(evidence)).toEqual([
      "curl run#client:executed",
      "dash run:executed,run#client:executed",
      "deb-m run:stat",
      "libc run:loaded,run#client:loaded",
      "nginx run:executed",
      "pypi-m run:stat",
      "tool run#client:executed",
      "wrapper run#client:executed",
      "zlib run#client:opened",
    ]);
  }
});

test("does not take children for the client's that were there before it", async () => {
  const log = `1 fork() = 2
1 execve("/usr/bin/curl", ["curl"], 0x1 /* 1 var */) = 0
2 open("/lib/m.py", O_RDONLY) = 3
`;
  const evidence = await grade(log, { clients: ["curl"] });
  expect(packagesOf(evidence)).toContain("deb-m run:opened");
});

test("counts problems, lost events and what is outside", async () => {
  const problem = { code: "STRACE_LINE", message: "no line", offset: 3 };
  const events: RuntimeEvent[] = [
    { kind: "lost", offset: 0, reason: "full" },
    { kind: "lost", offset: 0, count: 4, reason: "full" },
    {
      kind: "open",
      offset: 9,
      process: { pid: 1 },
      path: { known: false, given: "/x", reason: "outside" },
    },
  ];
  const { units, problems } = await gradeEvidence([events], bom, {
    unit: "__proto__",
    problems: [problem, problem],
    source: "other",
    strongest: "read",
  });
  expect(units).toEqual([
    {
      id: "__proto__",
      role: "workload",
      source: "other",
      events: 0,
      unreadable: 2,
      unplaced: 0,
      lost: 5,
      strongest: "read",
    },
  ]);
  expect(problems).toEqual([problem]);
});

test("refuses a Bom without files, and more paths than the limit", async () => {
  const { files: _, ...bare } = bom;
  const code = (error: unknown) => (isTraceError(error) ? error.code : error);
  expect(await gradeEvidence([], bare, { unit: "a" }).catch(code)).toBe("BOM_WITHOUT_FILES");
  const log = '1 stat("/a", {}) = 0\n1 stat("/b", {}) = 0\n';
  expect(await grade(log, { limits: { paths: 1 } }).catch(code)).toBe("LIMIT_EXCEEDED");
});
