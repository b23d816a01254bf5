import {
  gradeEvidence,
  isTraceError,
  judgeUse,
  mergeEvidence,
  renderUseReason,
  strace,
} from "@coppice/trace";
import type {
  Attribution,
  Bom,
  BomFile,
  Evidence,
  ObservationUnit,
  Package,
  RuntimeEvent,
  UseVerdict,
} from "@coppice/types";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

const owned = (...by: string[]): Attribution => ({ kind: "owned", by });

/** A file: `PATH owner,owner`; `/usr/` is a folder, `/bin -> usr/bin` a link. */
function file(line: string, more: Partial<BomFile> = {}): BomFile {
  const [place = "", owners = "base"] = line.split(" by ");
  const [path = "", target] = place.split(" -> ");
  const facts = { mode: 0o755, uid: 0, gid: 0, size: 9, attribution: owned(...owners.split(",")) };
  if (target !== undefined) return { path, type: "symlink", target, ...facts, ...more };
  if (path.endsWith("/"))
    return { path: path.slice(0, -1) || "/", type: "directory", ...facts, ...more };
  return { path, type: "file", ...facts, ...more };
}

function pack(id: string, more: Partial<Package> = {}): Package {
  return { id, ecosystem: "deb", name: id, presence: "installed", foundBy: "test", ...more };
}

const record: Attribution = { kind: "package-database", ecosystem: "deb" };

function bomOf(packages: readonly Package[], files: readonly BomFile[]): Bom {
  return {
    kind: "bom",
    schemaVersion: "1.0",
    subject: { name: "app", digest: "sha256:00" },
    tool: { name: "test", version: "0" },
    packages,
    dependencies: [],
    files,
    problems: [],
  };
}

const bom = bomOf(
  [
    pack("nginx"),
    pack("curl"),
    pack("zlib"),
    pack("python3-yaml"),
    pack("yaml", { ecosystem: "pypi", ownedBy: "python3-yaml" }),
    pack("alias", { ecosystem: "pypi", ownedBy: "zlib" }),
    pack("meta", { location: "/var/lib/dpkg/status" }),
    pack("docs"),
    pack("declared", {
      ecosystem: "npm",
      presence: "declared",
      location: "/app/package-lock.json",
    }),
    pack("left-pad", { ecosystem: "npm" }),
    pack("gomod", {
      ecosystem: "golang",
      location: "/usr/bin/server",
      foundAt: { path: "/usr/bin/server", offset: 7 },
    }),
    pack("crate", { ecosystem: "cargo", location: "/usr/bin/idle" }),
    pack("boot", { ecosystem: "maven", location: "/app.jar" }),
    pack("inner", { ecosystem: "maven", location: "/app.jar!/lib/inner.jar" }),
  ],
  [
    file("/"),
    file("/bin -> usr/bin"),
    file("/usr/"),
    file("/usr/bin/"),
    file("/usr/bin/nginx by nginx"),
    file("/usr/bin/curl by curl"),
    file("/usr/bin/server by server"),
    file("/usr/bin/idle by idle"),
    file("/usr/lib/"),
    file("/usr/lib/libz.so.1 -> libz.so.1.2 by zlib"),
    file("/usr/lib/libz.so.1.2 by zlib"),
    file("/usr/lib/python3/"),
    file("/usr/lib/python3/yaml/"),
    file("/usr/lib/python3/PyYAML-6.0.dist-info/"),
    ...["/usr/share/", "/usr/share/doc/", "/usr/share/doc/docs/"].map((folder) => file(folder)),
    ...["/app/", "/app/node_modules/", "/app/node_modules/left-pad/"].map((folder) => file(folder)),
    ...["/var/", "/var/lib/", "/var/lib/dpkg/", "/var/lib/dpkg/info/"].map((folder) =>
      file(folder),
    ),
    file("/usr/lib/python3/yaml/__init__.py by python3-yaml,yaml"),
    file("/usr/lib/python3/PyYAML-6.0.dist-info/METADATA by python3-yaml,yaml"),
    file("/usr/share/doc/docs/copyright by docs"),
    file("/app/node_modules/left-pad/package.json by left-pad"),
    file("/app/node_modules/left-pad/index.js by left-pad"),
    file("/app.jar by boot"),
    file("/var/lib/dpkg/status", { attribution: record }),
    file("/var/lib/dpkg/info/curl.list", { attribution: record }),
    file("/opt -> usr/lib/python3"),
  ],
);

const path = (text: string): object => ({ path: { known: true, path: text } });
const unknown = (given: string, reason: string): object => ({
  path: { known: false, given, reason },
});
const everything = ["exec", "map", "open", "read", "stat"].map(
  (kind) => [kind, path("/usr/bin/nginx")] as const,
);

async function grade(
  events: readonly (readonly [kind: string, more: object])[],
  options: Partial<Parameters<typeof gradeEvidence>[2]> = {},
  subject: Bom = bom,
): Promise<Evidence> {
  const process = { pid: 1 };
  const all = events.map(
    ([kind, more], offset) => ({ kind, offset, process, ...more }) as RuntimeEvent,
  );
  return gradeEvidence([all], subject, { unit: "run", source: strace, ...options });
}

function verdicts(evidence: Evidence, subject: Bom = bom): Record<string, string> {
  return Object.fromEntries(
    judgeUse(evidence, subject).map(({ id, verdict, reasons, settledBy = [] }) => [
      id,
      [verdict, reasons.map(({ code, loss }) => loss ?? code).join("+"), settledBy.join("|")]
        .filter((part) => part !== "")
        .join(" "),
    ]),
  );
}

const verdictOf = (evidence: Evidence, id: string): UseVerdict | undefined =>
  judgeUse(evidence, bom).find((verdict) => verdict.id === id);

test("says unused where all that ran and was opened was seen, and what cannot be observed", async () => {
  const evidence = await grade([
    ...everything,
    ["open", path("/usr/bin/server")],
    ["open", path("/app.jar")],
  ]);
  expect(verdicts(evidence)).toEqual({
    nginx: "used",
    curl: "unused watched",
    zlib: "unused watched",
    "python3-yaml": "unused watched",
    yaml: "unused watched",
    alias: "unused part-of+watched",
    meta: "not-observable no-files",
    docs: "not-observable no-files",
    declared: "not-observable declared",
    "left-pad": "unused watched",
    gomod: "not-observable compiled-in function-coverage",
    crate: "unused watched",
    boot: "used",
    inner: "not-observable archive-member runtime-hook",
  });
  expect(verdictOf(evidence, "nginx")?.use).toEqual({
    unit: "run",
    path: "/usr/bin/nginx",
    grade: "executed",
    offset: 0,
  });
  expect(verdictOf(evidence, "inner")?.reasons).toEqual([
    { code: "archive-member", path: "/app.jar" },
  ]);
});

test("tells a package whose metadata was read from one that was used", async () => {
  const evidence = await grade([
    ...everything,
    ["read", path("/usr/lib/python3/PyYAML-6.0.dist-info/METADATA")],
    ["read", path("/app/node_modules/left-pad/package.json")],
    ["read", path("/usr/share/doc/docs/copyright")],
    ["read", path("/var/lib/dpkg/info/curl.list")],
  ]);
  const found = verdicts(evidence);
  for (const id of ["yaml", "python3-yaml", "left-pad", "docs", "curl"]) {
    expect(found[id]).toBe("metadata-only watched");
  }
  expect(verdictOf(evidence, "left-pad")?.use?.path).toBe(
    "/app/node_modules/left-pad/package.json",
  );
  const used = await grade([
    ...everything,
    ["load", path("/app/node_modules/left-pad/index.js")],
    ["read", path("/app/node_modules/left-pad/package.json")],
  ]);
  expect(verdicts(used)["left-pad"]).toBe("used");
});

test("names what implies a use", async () => {
  const evidence = await grade([
    ...everything,
    ["read", path("/usr/lib/python3/yaml/__pycache__/__init__.cpython-311.pyc")],
  ]);
  expect(verdictOf(evidence, "yaml")).toMatchObject({
    verdict: "used",
    reasons: [
      { code: "implied", path: "/usr/lib/python3/yaml/__pycache__/__init__.cpython-311.pyc" },
    ],
  });
});

test("says when a package's link was on the way to what was used", async () => {
  const subject = bomOf(
    [pack("python3-minimal"), pack("python3.11")],
    [
      ...["/", "/usr/", "/usr/bin/"].map((folder) => file(folder)),
      file("/bin -> usr/bin by python3-minimal"),
      file("/usr/bin/python3 -> python3.11 by python3-minimal"),
      file("/usr/bin/python3.11 by python3.11"),
    ],
  );
  const evidence = await grade(
    [
      ["exec", path("/bin/python3")],
      ["open", path("/bin/python3")],
    ],
    {},
    subject,
  );
  expect(judgeUse(evidence, subject)[0]).toEqual({
    id: "python3-minimal",
    verdict: "unused",
    reasons: [
      { code: "link-followed", path: "/usr/bin/python3" },
      { code: "watched", unit: "run" },
    ],
  });
});

test("places paths whose folders the Bom does not list", async () => {
  const subject = bomOf(
    [pack("curl"), pack("zlib")],
    (bom.files ?? []).filter(({ type }) => type !== "directory"),
  );
  const events = [
    ["exec", path("/bin/curl")],
    ["open", path("/etc/x")],
    ["open", unknown("lib/libz.so.1", "no-directory")],
  ] as const;
  expect(verdicts(await grade(events, {}, subject), subject)).toEqual({
    curl: "used",
    zlib: "incomplete unplaced complete-log",
  });
});

test("takes use by a client for none", async () => {
  const evidence = await grade(
    [...everything, ["exec", { ...path("/usr/bin/curl"), process: { pid: 2 } }]],
    { clients: ["curl"] },
  );
  expect(verdicts(evidence)["curl"]).toBe("unused seen-by-client+watched");
});

describe("what the sources cannot tell", () => {
  const of = (unit: Partial<ObservationUnit>): ObservationUnit => ({
    ...{ id: "run", role: "workload", source: "test", events: 9, unreadable: 0, unplaced: 0 },
    ...{ losses: [], shows: ["exec", "open"], ...unit },
  });
  async function judged(...units: ObservationUnit[]): Promise<Record<string, string>> {
    const evidence = await grade([]);
    return verdicts({ ...evidence, units });
  }

  test("leaves packages incomplete", async () => {
    expect((await judged())["curl"]).toBe("incomplete not-watched system-opens");
    expect((await judged(of({ shows: ["exec"] })))["curl"]).toBe(
      "incomplete not-watched system-opens",
    );
    expect((await judged(of({ shows: ["exec"] })))["left-pad"]).toBe(
      "incomplete not-watched system-opens|runtime-hook",
    );
    expect((await judged(of({ events: 0 })))["curl"]).toBe("incomplete not-watched system-opens");
    expect((await judged(of({ role: "client" })))["curl"]).toBe(
      "incomplete not-watched system-opens",
    );
    expect((await judged(of({ unreadable: 1 })))["curl"]).toBe(
      "incomplete unreadable complete-log",
    );
    expect((await judged(of({ unplaced: 1 })))["curl"]).toBe("incomplete unplaced complete-log");
    const losses = [{ code: "gap", count: 2, offset: 0 }] as const;
    expect((await judged(of({ losses })))["curl"]).toBe("incomplete gap complete-log");
    expect((await judged(of({}), of({ id: "b", losses })))["curl"]).toBe(
      "incomplete gap complete-log",
    );
    const rings = [{ code: "io-uring", count: 1, offset: 0 }] as const;
    expect((await judged(of({ losses: rings })))["curl"]).toBe(
      "not-observable io-uring kernel-opens",
    );
  });

  test("does not weaken what another source settles", async () => {
    expect((await judged(of({}), of({ id: "b", shows: ["exec"] })))["curl"]).toBe("unused watched");
  });

  test("leaves packages incomplete where a weaker source was there at another time", async () => {
    const weak = (start: number, end: number) => of({ id: "b", shows: ["exec"], start, end });
    const strong = of({ start: 100, end: 200 });
    const unwatched = "incomplete not-watched system-opens";
    expect((await judged(strong, weak(100, 199)))["curl"]).toBe("unused watched");
    expect((await judged(strong, weak(199, 300)))["curl"]).toBe("unused watched");
    expect((await judged(strong, weak(201, 300)))["curl"]).toBe(unwatched);
    expect((await judged(strong, weak(1, 99)))["curl"]).toBe(unwatched);
    expect((await judged(strong, of({ id: "b", shows: ["exec"] })))["curl"]).toBe("unused watched");
    expect((await judged(strong, { ...weak(1, 9), events: 0 }))["curl"]).toBe("unused watched");
  });

  test("counts losses of all units and names the first", async () => {
    const evidence = await grade([]);
    const losses = [{ code: "gap", count: 2, offset: 0 }] as const;
    const units = [of({ id: "a", losses }), of({ id: "b", losses, unreadable: 3 })];
    expect(verdictOf({ ...evidence, units }, "curl")?.reasons).toEqual([
      { code: "loss", loss: "gap", unit: "a", count: 4 },
      { code: "unreadable", unit: "b", count: 3 },
    ]);
  });

  test("lets a hook settle its own ecosystem alone, also inside archives that were used", async () => {
    const hook = (ecosystem: string, more: Partial<ObservationUnit> = {}) =>
      of({ id: "hook", shows: ["load"], ecosystems: [ecosystem], ...more });
    expect((await judged(hook("npm")))["left-pad"]).toBe("unused watched-processes");
    expect((await judged(hook("npm")))["curl"]).toBe("incomplete not-watched system-opens");
    const opened = await grade([...everything, ["open", path("/app.jar")]]);
    const both = { ...opened, units: [...opened.units, hook("maven")] };
    expect(verdicts(both)["inner"]).toBe("unused watched-processes");
    const losses = [{ code: "detached", count: 1, offset: 0 }] as const;
    const lossy = { ...opened, units: [...opened.units, hook("maven", { losses })] };
    expect(verdicts(lossy)["inner"]).toBe("incomplete detached complete-log");
    expect(verdicts(lossy)["curl"]).toBe("unused watched");
  });

  test("lets no hook tell what was merged into an archive", async () => {
    const merged = pack("merged", {
      ecosystem: "maven",
      location: "/app.jar!/META-INF/maven/org.acme/merged",
    });
    const subject = { ...bom, packages: [...bom.packages, merged] };
    const opened = await grade([...everything, ["open", path("/app.jar")]], {}, subject);
    const hook = of({ id: "hook", shows: ["load"], ecosystems: ["maven"] });
    const both = { ...opened, units: [...opened.units, hook] };
    expect(verdicts(both, subject)["merged"]).toBe("not-observable compiled-in function-coverage");
    expect(verdicts(await grade(everything, {}, subject), subject)["merged"]).toBe(
      "unused watched",
    );
  });

  test("claims nothing of what ran under another root's path", async () => {
    const found = verdicts(
      await grade([
        ...everything,
        ["stat", path("/mnt/root/bin/curl")],
        ["open", path("/mnt/root/usr/lib")],
        ["open", path("/mnt/libz.so.1.2")],
      ]),
    );
    expect(found["curl"]).toBe("incomplete unplaced complete-log");
    expect(found["zlib"]).toBe("unused watched");
  });

  test("claims nothing of a log of another image", async () => {
    const evidence = await grade([
      ["exec", path("/usr/bin/perl")],
      ...everything,
      ["exec", path("/usr/bin/ruby")],
    ]);
    expect(verdicts(evidence)["curl"]).toBe("incomplete other-image complete-log");
    // Another digest is most often another one of the same image.
    const named = await grade([["image", { digest: "sha256:01" }], ...everything]);
    expect(named.problems).toMatchObject([{ code: "OTHER_DIGEST" }]);
    expect(verdicts(named)["curl"]).toBe("unused watched");
  });
});

describe("a path that could not be placed", () => {
  const possible = async (given: string, reason: string, source = strace) => {
    const evidence = await grade([...everything, ["open", unknown(given, reason)]], { source });
    return Object.entries(verdicts(evidence))
      .filter(([, verdict]) => verdict.startsWith("incomplete") && verdict.includes("unplaced"))
      .map(([id]) => id)
      .sort();
  };
  const yaml = ["python3-yaml", "yaml"];

  test.each([
    ["libz.so.1.2", ["alias", "zlib"]],
    ["libz.so.1", ["alias", "zlib"]],
    ["./lib/libz.so.1", ["alias", "zlib"]],
    ["other/libz.so.1", []],
    ["../x/../yaml/__init__.py", yaml],
    ["opt/yaml/__init__.py", yaml],
    ["__pycache__/__init__.cpython-311.pyc", yaml],
    ["yaml/__pycache__/__init__.cpython-311.opt-1.pyc", yaml],
    ["other/__pycache__/__init__.cpython-311.pyc", []],
    ["..", []],
    ["yaml", []],
    ["__proto__", []],
    ["/proc/7/root/usr/bin/curl", ["curl"]],
    ["/proc/self/cwd/curl", ["curl"]],
    ["/proc/self/fd/5/bin/curl", ["curl"]],
    ["/proc/self/fd/5", []],
    ["/var/lib/docker/overlay2/0a/diff/usr/bin/curl", ["curl"]],
  ])("relative: %s", async (given, packages) => {
    expect(await possible(given, "no-directory")).toEqual(packages);
  });

  test.each([
    ["/usr/lib/libz", ["alias", "zlib"]],
    ["/usr/lib/py", yaml],
    ["/opt/ya", yaml],
    ["/o", yaml],
    ["/bin/cu", ["curl"]],
    ["/none/x", []],
    ["/usr/bin/.", ["crate", "curl", "gomod"]],
    ["/usr/bin/..", ["alias", "crate", "curl", "gomod", ...yaml, "zlib"]],
    ["/usr/lib/python3/yaml/__pycache__/__in", yaml],
    ["/app.jar/BOOT-INF/li", ["boot", "inner"]],
    ["lib/libz.so.1.", ["alias", "zlib"]],
    ["yam", yaml],
  ])("cut: %s", async (given, packages) => {
    expect(await possible(given, "truncated")).toEqual(packages);
  });

  test.each([
    ["/usr/lib/libz.so.*", ["alias", "zlib"]],
    ["/usr/*/python3/*/__init__.py", yaml],
    ["/usr/**/__init__.py", yaml],
    ["/usr/lib/pyth**", yaml],
    ["/usr/*", []],
    ["/bin/c*l", ["curl"]],
    ["/bin/c*x", []],
    ["python3/*/__init__.py", yaml],
    ["/opt/*/__pycache__/*.pyc", yaml],
    ["/opt/./*/__init__.py", yaml],
    ["**/**/__init__.py", yaml],
    ["/usr/lib/none/*", []],
  ])("glob: %s", async (given, packages) => {
    expect(await possible(given, "pattern")).toEqual(packages);
  });

  test("of any name makes every package incomplete that has files", async () => {
    for (const [given, reason] of [
      ["**", "pattern"],
      ["/opt/../**/x", "pattern"],
      ["", "truncated"],
      ["lib/..", "truncated"],
      ["", "no-directory"],
    ] as const) {
      expect(await possible(given, reason)).toEqual(
        ["alias", "boot", "crate", "curl", "gomod", "inner", "left-pad", ...yaml, "zlib"].sort(),
      );
    }
  });

  test("is a module's name, or of the ecosystem where that is all that is known", async () => {
    const named = async (given: string, ecosystem: string) => {
      const evidence = await grade(everything);
      const source = { name: "hook", shows: ["load"], ecosystems: [ecosystem] } as const;
      const hooked = await grade([["load", unknown("?", "name")]], { unit: "hook", source });
      const unplaced = {
        given,
        reason: "name",
        seen: { hook: { grade: "loaded", offset: 0 } },
      } as const;
      return verdicts(mergeEvidence(evidence, { ...hooked, unplaced: [unplaced] }));
    };
    expect((await named("yaml", "pypi"))["yaml"]).toBe("incomplete unplaced complete-log");
    expect((await named("yaml.other", "pypi"))["yaml"]).toBe("unused watched");
    expect((await named("com.sun.jersey.Main", "maven"))["inner"]).toBe(
      "incomplete unplaced complete-log",
    );
    expect((await named("org.acme.A", "maven"))["inner"]).toBe("incomplete unplaced complete-log");
    expect((await named("java.lang.String", "maven"))["inner"]).toBe("unused watched");
  });

  test("of a Python module may be in an archive, or bytecode without its source", async () => {
    const subject = bomOf(
      [
        pack("egg", { ecosystem: "pypi" }),
        pack("closed", { ecosystem: "pypi" }),
        pack("open", { ecosystem: "pypi" }),
      ],
      [
        file("/lib/a.egg by egg"),
        file("/lib/closed/__init__.pyc by closed"),
        file("/lib/open/__init__.py by open"),
      ],
    );
    const source = { name: "hook", shows: ["load"], ecosystems: ["pypi"] } as const;
    const named = async (name: string) =>
      verdicts(await grade([["load", unknown(name, "name")]], { source }, subject), subject);
    expect(await named("inside")).toEqual({
      egg: "incomplete unplaced complete-log",
      closed: "unused watched-processes",
      open: "unused watched-processes",
    });
    expect(await named("closed")).toMatchObject({
      closed: "used",
      egg: "unused watched-processes",
    });
  });

  test("implies the interpreter of what may have run", async () => {
    const subject = bomOf(
      [pack("script"), pack("dash"), pack("libc"), pack("perl")],
      [
        ...["/", "/bin/", "/usr/", "/usr/bin/"].map((folder) => file(folder)),
        file("/run.sh by script", { shebang: { interpreter: "/bin/dash" } }),
        file("/bin/dash by dash", {
          elf: { bits: 64, machine: 62, type: "shared", needed: [], interpreter: "/ld.so" },
        }),
        file("/ld.so by libc"),
        file("/usr/bin/perl5.36 by perl"),
      ],
    );
    const events = [
      ["exec", unknown("run.sh", "no-directory")],
      ["open", path("/etc/x")],
    ] as const;
    const found = verdicts(await grade(events, {}, subject), subject);
    expect(found).toMatchObject({
      script: "incomplete unplaced complete-log",
      dash: "incomplete unplaced complete-log",
      libc: "incomplete unplaced complete-log",
    });
    expect(found["perl"]).toBe("unused watched");
    // A program of a volume may be a script for whatever is there.
    const mounted = await grade(
      [
        ["exec", path("/mnt/run")],
        ["exec", path("/run.sh")],
        ["open", path("/mnt/run")],
      ],
      {},
      subject,
    );
    expect(verdicts({ ...mounted, problems: [] }, subject)["perl"]).toBe(
      "incomplete unplaced complete-log",
    );
    for (const program of ["/proc/self/exe", "/sbin/docker-init"]) {
      const events = [
        ["exec", path(program)],
        ["exec", path("/run.sh")],
        ["open", path("/run.sh")],
      ] as const;
      const evidence = { ...(await grade(events, {}, subject)), problems: [] };
      expect(verdicts(evidence, subject)["perl"]).toBe("unused watched");
    }
  });

  test("is found again by any part that it leaves out", () => {
    const paths = (bom.files ?? []).filter(({ type }) => type === "file").map((each) => each.path);
    return fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        fc.nat(40),
        fc.boolean(),
        async (full, at, isCut) => {
          const cut = Math.min(Math.max(at, 1), full.length - 1);
          const given = isCut ? full.slice(0, cut) : full.slice(cut);
          const reason = isCut ? "truncated" : "no-directory";
          if (!isCut && full[cut - 1] !== "/") return;
          const evidence = await grade([...everything, ["read", unknown(given, reason)]]);
          const owner = bom.files?.find((each) => each.path === full)?.attribution;
          const by = owner?.kind === "owned" ? owner.by : [];
          for (const { id, verdict } of judgeUse(evidence, bom)) {
            if (by.includes(id)) expect(["unused", "metadata-only"]).not.toContain(verdict);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  test("takes no time that grows with the product of paths and files", async () => {
    const files = Array.from({ length: 20_000 }, (_, at) =>
      file(`/d${at % 100}/same/f${at} by big`),
    );
    const folders = Array.from({ length: 100 }, (_, at) => [
      file(`/d${at}/`),
      file(`/d${at}/same/`),
    ]).flat();
    const subject = bomOf([pack("big")], [file("/"), ...folders, ...files]);
    const evidence = await grade(everything, {}, subject);
    const unplaced = (["no-directory", "truncated", "pattern"] as const).flatMap((reason) =>
      Array.from({ length: 3000 }, (_, at) => ({
        given:
          reason === "pattern" ? `${at % 2 ? "/*/same/*x" : "/d*/./same/f"}${at}*` : `same/x${at}`,
        reason,
        seen: { run: { grade: "stat", offset: at } as const },
      })),
    );
    expect(judgeUse({ ...evidence, unplaced }, subject)).toHaveLength(1);
  });
});

test("refuses evidence of another subject", async () => {
  const evidence = await grade(everything);
  const other = { ...bom, subject: { name: "other", digest: "sha256:01" } };
  try {
    judgeUse(evidence, other);
    expect.unreachable();
  } catch (error) {
    expect(isTraceError(error) && error.code).toBe("SUBJECT_MISMATCH");
  }
});

test("ends where owners go round in a circle", async () => {
  const subject = bomOf([pack("a", { ownedBy: "b" }), pack("b", { ownedBy: "a" })], []);
  expect(verdicts(await grade([], {}, subject), subject)).toEqual({
    a: "not-observable no-files",
    b: "not-observable no-files",
  });
});

test("every reason has words", () => {
  const codes = [
    "seen-by-client",
    "watched",
    "watched-processes",
    "not-watched",
    "implied",
    "link-followed",
    "part-of",
    "declared",
    "no-files",
    "compiled-in",
    "archive-member",
    "loss",
    "unreadable",
    "unplaced",
    "other-image",
  ] as const;
  for (const code of codes) expect(renderUseReason({ code }).length).toBeGreaterThan(10);
  expect(renderUseReason({ code: "loss", loss: "gap", unit: "run", count: 3 })).toBe(
    "numbers that the source counts up are missing: 3 (run)",
  );
  expect(renderUseReason({ code: "unplaced", path: "x.so", unit: "run" })).toBe(
    "x.so may be one of its files (run)",
  );
});
