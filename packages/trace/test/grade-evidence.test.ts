import { createFileIndex } from "@coppice/image";
import { combineSources, gradeEvidence, isTraceError, strace } from "@coppice/trace";
import type { Attribution, Bom, BomFile, Evidence, RuntimeEvent } from "@coppice/types";
import { parseDocument } from "@coppice/types";
import { describe, expect, test } from "vitest";
import { corpus } from "./corpus.ts";
import { readPlannerCase } from "./planner-case.ts";
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
  return gradeEvidence([events], bom, { unit: "run", source: strace, ...options });
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
  const problem = { code: "LOG_LINE", message: "no line", offset: 3 };
  const events: RuntimeEvent[] = [
    { kind: "lost", code: "gap", offset: 7, reason: "full" },
    { kind: "lost", code: "dropped", offset: 8, reason: "full" },
    { kind: "lost", code: "gap", offset: 2, count: 4, reason: "full" },
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
    source: { name: "other", shows: ["open", "load"], ecosystems: ["npm"] },
    stratum: "traffic",
  });
  expect(units).toEqual([
    {
      id: "__proto__",
      role: "workload",
      source: "other",
      stratum: "traffic",
      events: 0,
      unreadable: 2,
      unplaced: 0,
      losses: [
        { code: "dropped", count: 1, offset: 8 },
        { code: "gap", count: 5, offset: 2 },
      ],
      shows: ["load", "open"],
      ecosystems: ["npm"],
    },
  ]);
  expect(problems).toEqual([problem]);
});

/** Grades events of one process, each at the offset of its place in the list. */
async function gradeEvents(
  events: readonly (readonly [kind: string, what: string, more?: object])[],
  options: Partial<Parameters<typeof gradeEvidence>[2]> = {},
  subject: Bom = bom,
): Promise<Evidence> {
  const process = { pid: 1 };
  const all = events.map(([kind, what, more], offset) => {
    const isAddress = kind === "connect" || kind === "listen" || kind === "accept";
    const isProcess = kind === "start" || kind === "exit";
    const used = isProcess
      ? {}
      : isAddress
        ? { address: what }
        : { path: { known: true, path: what } };
    return { kind, offset, process, ...used, ...more } as RuntimeEvent;
  });
  return gradeEvidence([all], subject, { unit: "run", source: strace, ...options });
}

test("refuses a Bom without files, and more paths than the limit", async () => {
  const { files: _, ...bare } = bom;
  const code = (error: unknown) => (isTraceError(error) ? error.code : error);
  const source = strace;
  expect(await gradeEvidence([], bare, { unit: "a", source }).catch(code)).toBe(
    "BOM_WITHOUT_FILES",
  );
  const log = '1 stat("/a", {}) = 0\n1 stat("/b", {}) = 0\n';
  expect(await grade(log, { limits: { paths: 1 } }).catch(code)).toBe("LIMIT_EXCEEDED");
});

test("implies interpreters and loaders by what the kernel ran, and not by what a runtime did", async () => {
  const evidence = await gradeEvents([
    ["call", "/usr/bin/tool"],
    ["load", "/usr/bin/script"],
    ["map", "/usr/bin/nginx"],
  ]);
  expect(packagesOf(evidence)).toEqual([
    "nginx run:loaded",
    "script run:loaded",
    "tool run:executed",
  ]);
});

test("gives the grade of bytecode that the subject does not have to its source", async () => {
  for (const name of ["m.cpython-311.pyc", "m.cpython-311.opt-2.pyc", "m.pypy39.pyc"]) {
    const evidence = await gradeEvents([["read", `/lib/__pycache__/${name}`]]);
    expect(packagesOf(evidence)).toEqual(["deb-m run:read", "pypi-m run:read"]);
    expect(evidence.files).toMatchObject([
      { path: "/usr/lib/m.py", impliedBy: [`/lib/__pycache__/${name}`] },
    ]);
  }
  for (const name of ["/usr/lib/m.pyo", "/usr/lib/other/m.pyc", "/usr/lib/__pycache__/m.pyc"]) {
    const { files } = await gradeEvents([["read", name]]);
    expect(files).toHaveLength(name.endsWith(".pyo") ? 1 : 0);
  }
});

const archives: Bom = {
  ...bom,
  packages: [
    ["boot", "/app.jar"],
    ["inner", "/app.jar!/BOOT-INF/lib/y.jar"],
    ["deep", "/app.jar!/BOOT-INF/lib/y.jar!/z.jar"],
    ["shaded", "/app.jar!/META-INF/maven/g/a"],
    ["module", "/jdk/lib/modules!/org.acme"],
  ].map(([id = "", location = ""]) => {
    return { id, ecosystem: "maven", name: id, presence: "installed", location, foundBy: "java" };
  }),
  files: ["/app.jar", "/jdk/lib/modules"].map((path) => {
    const attribution = owned(path === "/app.jar" ? "boot" : "jdk");
    return { path, type: "file", mode: 0o644, uid: 0, gid: 0, size: 9, attribution };
  }),
};

test("counts a part of an archive for the package that it is of, and the archive as read", async () => {
  const inside = (member: string) => ({ path: { known: true, path: "/app.jar", member } });
  const one = async (member: string) =>
    packagesOf(await gradeEvents([["load", "", inside(member)]], {}, archives));
  expect(await one("BOOT-INF/lib/y.jar")).toEqual(["boot run:read", "inner run:loaded"]);
  expect(await one("BOOT-INF/lib/y.jar!/org/acme/A.class")).toEqual([
    "boot run:read",
    "inner run:loaded",
  ]);
  expect(await one("/BOOT-INF/lib/y.jar!/z.jar!/B.class")).toEqual([
    "boot run:read",
    "deep run:loaded",
  ]);
  expect(await one("META-INF/maven/g/a/pom.xml")).toEqual(["boot run:read", "shaded run:loaded"]);
  expect(await one("BOOT-INF/classes/App.class")).toEqual(["boot run:loaded"]);
});

test("takes a path through an archive for a part of it", async () => {
  const load = async (path: string) => gradeEvents([["load", path]], {}, archives);
  expect(packagesOf(await load("/app.jar/BOOT-INF/lib/y.jar/A.class"))).toEqual([
    "boot run:read",
    "inner run:loaded",
  ]);
  expect(packagesOf(await load("/app.jar/App.class"))).toEqual(["boot run:loaded"]);
  expect((await load("/other.jar/App.class")).unattributed).toHaveLength(1);
});

test("tells the uses of a path apart by where it led", async () => {
  const at = (real: string) => ({ path: { known: true, path: "/srv/current", real } });
  const evidence = await gradeEvents([
    ["read", "", at("/usr/lib/libz.so.1.2")],
    ["open", "", at("/usr/bin/curl")],
    ["map", "", at("/usr/lib/libz.so.1.2")],
    ["read", "", at("/usr/bin/curl")],
  ]);
  expect(packagesOf(evidence)).toEqual(["curl run:read", "zlib run:loaded"]);
});

test("places what is only named where one file can be meant, and keeps the rest unplaced", async () => {
  const python = owned("python");
  const files = [
    ["/usr/lib/python3/yaml/__init__.py", python],
    ["/usr/lib/python3/yaml/loader.py", python],
    ["/usr/lib/python3/twice.py", python],
    ["/opt/twice.py", python],
    ["/usr/lib/python3/_ext.cpython-311-x86_64-linux-gnu.so", owned("ext")],
  ].map(([path, attribution]) => {
    return { path, type: "file", mode: 0o644, uid: 0, gid: 0, size: 9, attribution };
  }) as BomFile[];
  const named = (given: string) =>
    ["load", "", { path: { known: false, given, reason: "name" } }] as const;
  const source = { name: "python", shows: ["load"], ecosystems: ["pypi"] } as const;
  const evidence = await gradeEvents(
    ["yaml", "yaml.loader", "loader", "twice", "sys", "_ext", "yaml"].map(named),
    { source },
    { ...bom, files },
  );
  expect(evidence.files.map(({ path }) => path)).toEqual([
    "/usr/lib/python3/_ext.cpython-311-x86_64-linux-gnu.so",
    "/usr/lib/python3/yaml/__init__.py",
    "/usr/lib/python3/yaml/loader.py",
  ]);
  expect(evidence.unplaced.map(({ given }) => given)).toEqual(["loader", "sys", "twice"]);
  const modules = await gradeEvents(
    [named("jrt:/org.acme/A"), named("com.acme.B")],
    { source: { name: "jvm", shows: ["load"], ecosystems: ["maven"] } },
    archives,
  );
  expect(packagesOf(modules)).toEqual(["jdk run:read", "module run:loaded"]);
  expect(modules.unplaced.map(({ given }) => given)).toEqual(["com.acme.B"]);
});

test("keeps each path that could not be placed, and one for all beyond the limit", async () => {
  const lost = (given: string, reason: string) =>
    ["open", "", { path: { known: false, given, reason } }] as const;
  const uses = [
    lost("a", "no-directory"),
    lost("a", "truncated"),
    ["read", "", { path: { known: false, given: "a", reason: "no-directory" } }] as const,
    lost("b", "no-directory"),
    lost("c", "no-directory"),
  ];
  const { unplaced, units } = await gradeEvents(uses, { limits: { unplaced: 2 } });
  expect(units).toMatchObject([{ unplaced: 5 }]);
  expect(unplaced).toEqual([
    { given: "**", reason: "pattern", seen: { run: { grade: "opened", offset: 3 } } },
    { given: "a", reason: "no-directory", seen: { run: { grade: "read", offset: 2 } } },
    { given: "a", reason: "truncated", seen: { run: { grade: "opened", offset: 1 } } },
  ]);
});

test("keeps the network's addresses in one spelling each, up to a limit", async () => {
  const evidence = await gradeEvents(
    [
      ["listen", "[0:0::0]:80"],
      ["connect", "[::ffff:192.0.2.1]:443"],
      ["connect", "192.0.2.1:443"],
      ["connect", "[2001:DB8:0:0:1:0:0:1]:53"],
      ["connect", "[fe80::1%eth0]:53"],
      ["connect", "@/tmp/dbus"],
      ["connect", "[nonsense]:1"],
      ["accept", "[1:2:3:4:5:6:7:8]:80"],
    ],
    { limits: { addresses: 4 } },
  );
  expect(
    evidence.network.map(({ kind, address, seen }) => `${kind} ${address} ${seen["run"]}`),
  ).toEqual([
    "accept [1:2:3:4:5:6:7:8]:80 7",
    "connect 192.0.2.1:443 1",
    "connect @/tmp/dbus 5",
    "connect [2001:db8::1:0:0:1]:53 3",
    "connect [fe80::1%eth0]:53 4",
    "listen [::]:80 0",
  ]);
  expect(evidence.problems).toMatchObject([{ code: "ADDRESSES_LEFT_OUT" }]);
});

test("does not claim to show what the log visibly lacks", async () => {
  const shows = async (...kinds: string[]) => {
    const { units } = await gradeEvents(kinds.map((kind) => [kind, "/usr/bin/nginx"] as const));
    return units[0]?.shows.filter((kind) => ["exec", "map", "open", "read"].includes(kind));
  };
  expect(await shows("exec", "open", "read", "map")).toEqual(["exec", "map", "open", "read"]);
  expect(await shows("exec", "open")).toEqual(["exec", "open"]);
  expect(await shows("exec")).toEqual(["exec"]);
  expect(await shows("open")).toEqual(["map", "open", "read"]);
  const fixed = {
    ...bom,
    files: (bom.files ?? []).map((file) => ({
      ...file,
      elf: { bits: 64, machine: 62, type: "executable", needed: [] } as const,
    })),
  };
  const alone = await gradeEvents([["exec", "/usr/bin/nginx"]], {}, fixed);
  expect(alone.units[0]?.shows).not.toContain("open");
  // What leads to the image tells how the log was recorded.
  const entered = await gradeEvents(
    [
      ["open", "", { path: { known: false, given: "/etc/ld.so.cache", reason: "outside" } }],
      ["exec", "/usr/bin/nginx"],
    ],
    {},
    fixed,
  );
  expect(entered.units[0]?.shows).toEqual(expect.arrayContaining(["open"]));
});

test("counts processes that come up and are not heard of again as lost", async () => {
  const begin = (pid: number) => ["start", "", { process: { pid, parent: 1 } }] as const;
  const by = (kind: string, pid: number) => [kind, "/etc/passwd", { process: { pid } }] as const;
  const lost = async (...events: (readonly [string, string, object])[]) => {
    const { units } = await gradeEvents(events);
    return units.flatMap(({ losses }) => losses);
  };
  expect(await lost(begin(2), begin(3), begin(4), by("open", 3), by("exit", 4))).toEqual([
    { code: "unfollowed", count: 1, offset: 0 },
  ]);
  expect(await lost(begin(2), by("open", 2), by("exit", 1))).toEqual([]);
  // A log that shows no ends may leave out processes that do nothing.
  expect(await lost(begin(2))).toEqual([]);
});

test("counts processes that run a program nobody knows as begun before the log", async () => {
  const by = (pid: number, more: object = {}) =>
    ["open", "/etc/passwd", { process: { pid, ...more } }] as const;
  const lost = async (...events: (readonly [string, string, object?])[]) => {
    const { units } = await gradeEvents(events);
    return units.flatMap(({ losses }) => losses);
  };
  const exec = ["exec", "/usr/bin/nginx"] as const;
  const started = ["start", "", { process: { pid: 5 } }] as const;
  const elsewhere = { path: { known: false, given: "/x", reason: "outside" } };
  expect(
    await lost(exec, by(1), by(2, { program: "/usr/bin/nginx" }), by(0), started, by(5)),
  ).toEqual([]);
  expect(await lost(exec, ["open", "", { process: { pid: 8 }, ...elsewhere }])).toEqual([]);
  expect(await lost(exec, by(7), by(8), by(7))).toEqual([
    { code: "late-start", count: 2, offset: 1 },
  ]);
});

test("does not claim to show opens where programs ran without their libraries", async () => {
  const needed = { bits: 64, machine: 62, type: "shared", interpreter: "/usr/lib/ld.so" } as const;
  const files = (bom.files ?? []).map((file) => {
    if (file.path === "/usr/bin/nginx") {
      return { ...file, elf: { ...needed, needed: ["libz.so.1", "ld.so"] } };
    }
    return file.path === "/usr/lib/libz.so.1.2"
      ? { ...file, elf: { ...needed, soname: "libz.so.1", needed: [] } }
      : file;
  });
  const shows = async (library: string) => {
    const events = [
      ["exec", "/usr/bin/nginx"],
      ["open", library],
    ] as const;
    const { units } = await gradeEvents(events, {}, { ...bom, files });
    return units[0]?.shows.includes("open");
  };
  expect(await shows("/lib/libz.so.1")).toBe(true);
  expect(await shows("/usr/lib/libz.so.1.2")).toBe(true);
  expect(await shows("/mnt/libz.so.1")).toBe(true);
  expect(await shows("/etc/passwd")).toBe(false);
});

describe("windows", () => {
  const at = (time: number, kind = "open", path = "/etc/passwd") => [kind, path, { time }] as const;

  test("are cut by seconds, and never run back", async () => {
    const day = 1.7e9;
    const { units } = await gradeEvents(
      [at(day), at(day + 9), at(day + 10), at(day + 5), at(day + 31)],
      { windowSeconds: 10 },
    );
    expect(units.map(({ id, events, start, end }) => [id, events, start, end])).toEqual([
      ["run@1", 2, day, day + 9],
      ["run@2", 2, day + 5, day + 10],
      ["run@4", 1, day + 31, day + 31],
    ]);
  });

  test("begin after the start-up, by time or by the first listening socket", async () => {
    const listen = ["listen", "0.0.0.0:80", { time: 3 }] as const;
    const events = [at(0), at(1), listen, at(4), at(15)];
    const ids = async (options: object) => {
      const { units } = await gradeEvents(events, { stratum: "traffic", ...options });
      return units.map(({ id, events: count, stratum }) => `${id} ${count} ${stratum}`);
    };
    expect(await ids({ startup: "listen" })).toEqual(["run@1 2 traffic", "run@startup 3 startup"]);
    expect(await ids({ startup: 2 })).toEqual(["run@1 3 traffic", "run@startup 2 startup"]);
    expect(await ids({ startup: 2, windowSeconds: 10 })).toEqual([
      "run@1 2 traffic",
      "run@2 1 traffic",
      "run@startup 2 startup",
    ]);
  });

  test("begin with what happens inside", async () => {
    const outside = { path: { known: false, given: "/x", reason: "outside" } };
    const events = [["open", "", { ...outside, time: 0 }] as const, at(60), at(61)];
    const { units } = await gradeEvents(events, { startup: 5 });
    expect(units.map(({ id, events: count }) => `${id} ${count}`)).toEqual(["run@startup 2"]);
  });

  test("hold their own clients and records that cannot be read", async () => {
    const { units } = await gradeEvents([at(0), at(1, "exec", "/usr/bin/curl"), at(10), at(11)], {
      windowSeconds: 10,
      clients: ["curl"],
      problems: [0, 1, 3].map((offset) => ({ code: "LOG_LINE", message: "", offset })),
    });
    expect(units.map(({ id, events, unreadable }) => `${id} ${events} ${unreadable}`)).toEqual(
      ["run@1 1 2", "run@1#client 1 0", "run@2#client 2 0", "run@2 0 1"].sort(),
    );
  });

  test("are one where the log has no times, which is a problem, and too many are refused", async () => {
    const { units, problems } = await gradeEvents([["open", "/etc/passwd"]], { windowSeconds: 1 });
    expect(units.map(({ id }) => id)).toEqual(["run@1"]);
    expect(problems).toMatchObject([{ code: "LOG_WITHOUT_TIMES" }]);
    const code = await gradeEvents([at(0), at(1), at(2)], {
      windowSeconds: 1,
      limits: { units: 2 },
    }).catch((error: unknown) => isTraceError(error) && error.code);
    expect(code).toBe("LIMIT_EXCEEDED");
  });

  test("are refused where seconds are none", async () => {
    for (const options of [{ windowSeconds: 0 }, { startup: Number.NaN }]) {
      const work = gradeEvents([at(0)], options);
      expect(await work.catch((error) => error.code)).toBe("OPTION_INVALID");
    }
  });

  test("say no times of a clock that counts from no date", async () => {
    const { units } = await gradeEvents([at(84_000)]);
    expect(units[0]).not.toHaveProperty("start");
  });
});

describe("a log of another image", () => {
  const image = (digest?: string): RuntimeEvent => ({
    kind: "image",
    offset: 5,
    ...(digest && { digest }),
  });
  const problemsOf = async (...events: RuntimeEvent[]) => {
    const { problems } = await gradeEvidence([events], bom, { unit: "run", source: strace });
    return problems.map(({ code, offset }) => `${code} ${offset}`);
  };

  test("is not told by the digest that the log gives, since an image has several", async () => {
    expect(await problemsOf(image("sha256:01"))).toEqual(["OTHER_DIGEST 5"]);
    expect(await problemsOf(image("sha256:01"), image("sha256:00"))).toEqual([]);
    expect(await problemsOf(image())).toEqual([]);
  });

  test("is told by programs that the subject does not have", async () => {
    const codes = async (...events: (readonly [string, string])[]) =>
      (await gradeEvents(events)).problems.map(({ code }) => code);
    expect(await codes(["exec", "/usr/bin/nginx"], ["exec", "/usr/bin/perl"])).toEqual([
      "OTHER_IMAGE",
    ]);
    expect(await codes(["exec", "/srv/app"])).toEqual(["OTHER_IMAGE"]);
    // A volume is no sign, nor what is made at run time, nor a look at what is not there.
    expect(await codes(["exec", "/usr/bin/nginx"], ["map", "/mnt/plugin.so"])).toEqual([]);
    expect(await codes(["write", "/usr/bin/made"], ["exec", "/usr/bin/made"])).toEqual([]);
    expect(
      await codes(["exec", "/usr/bin/nginx"], ["map", "/tmp/jit.so"], ["open", "/usr/bin/x"]),
    ).toEqual([]);
  });

  test.skipIf(!corpus)("is told of recorded roots, and of their own none is", async () => {
    const read = (name: string) => readPlannerCase(`${corpus}/harden/planner-cases/${name}`);
    const cases = ["nginx", "node"].map(read);
    for (const ran of cases) {
      for (const subject of cases) {
        const { events } = await readLog(ran.trace, {
          files: createFileIndex(subject.bom.files ?? []),
        });
        const options = { unit: "run", source: strace, clients: ["curl"] };
        const { problems } = await gradeEvidence([events], subject.bom, options);
        expect(problems.map(({ code }) => code)).toEqual(ran === subject ? [] : ["OTHER_IMAGE"]);
      }
    }
  });
});

test("of sources together no more is claimed than of each", () => {
  const npm = { name: "node", shows: ["load", "open"], ecosystems: ["npm"] } as const;
  const pypi = { name: "python", shows: ["exec", "load"], ecosystems: ["pypi"] } as const;
  expect(combineSources([npm, pypi])).toEqual({
    name: "node+python",
    shows: ["load"],
    ecosystems: ["npm", "pypi"],
  });
  expect(combineSources([{ name: "execs", shows: ["exec"] }, npm]).shows).toEqual(["exec"]);
  expect(combineSources([npm])).toEqual(npm);
});
