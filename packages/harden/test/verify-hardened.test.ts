import { planHardening, remainingBom, verifyHardened } from "@coppice/harden";
import type { Bom, BomFile, Evidence, HardeningMode } from "@coppice/types";
import { describe, expect, test } from "vitest";
import { type FileSketch, sketchBom, sketchDependency, sketchEvidence } from "./subject.ts";

const elf = { bits: 64, machine: 62, type: "shared", needed: [] } as const;
const files: readonly FileSketch[] = [
  { path: "/bin", target: "usr/bin" },
  {
    path: "/usr/bin/server",
    of: "server",
    elf: { ...elf, interpreter: "/usr/lib/ld.so", needed: ["libx.so"] },
  },
  { path: "/usr/bin/start", of: "server", shebang: { interpreter: "/bin/sh" } },
  { path: "/usr/bin/sh", of: "shell", target: "dash" },
  { path: "/usr/bin/dash", of: "shell", elf },
  { path: "/usr/lib/ld.so", of: "libc", elf },
  { path: "/usr/lib/libx.so", of: "libx", elf },
  { path: "/usr/bin/unused", of: "unused" },
  { path: "/etc/passwd", mode: 0o644, attribution: { kind: "configuration" } },
  { path: "/srv/data", mode: 0o644 },
  { path: "/var/log/server", of: "unused", type: "directory" },
  {
    path: "/var/lib/dpkg/status",
    mode: 0o644,
    attribution: { kind: "package-database", ecosystem: "deb" },
  },
];
const original = sketchBom(["server", "shell", "libc", "libx", "unused"], files, {
  dependencies: [sketchDependency("server", "libx"), sketchDependency("shell", "libc")],
  subject: {
    name: "sketch",
    digest: "sha256:00",
    config: { Entrypoint: ["start"], Cmd: ["/srv/data"], User: "www" },
  },
});
const used = ["/usr/bin/start", "/usr/bin/server", "/usr/bin/dash", "/usr/lib/libx.so"];
const evidence: Evidence = {
  ...sketchEvidence(original, used),
  unattributed: [
    { path: "/var/log/server/today/log", seen: { run: { grade: "opened", offset: 1 } } },
  ],
};
const plan = planHardening(original, evidence);
const hardened = remainingBom(original, plan, { name: "hardened", digest: "sha256:01" });

function failures(changed: Bom, mode?: HardeningMode): string[] {
  const checked = mode === undefined ? plan : planHardening(original, evidence, { mode });
  return verifyHardened({ plan: checked, original, hardened: changed, evidence })
    .filter(({ status }) => status === "failed")
    .map(({ check }) => check);
}

function without(...paths: string[]): Bom {
  return { ...hardened, files: (hardened.files ?? []).filter(({ path }) => !paths.includes(path)) };
}

function withChange(path: string, change: Partial<BomFile>): Bom {
  const list = (hardened.files ?? []).map((file) =>
    file.path === path ? { ...file, ...change } : file,
  );
  return { ...hardened, files: list };
}

describe("verifyHardened", () => {
  test("finds nothing wrong with what the plan leaves", () => {
    const results = verifyHardened({ plan, original, hardened, evidence });
    expect(results.filter(({ status }) => status !== "passed")).toEqual([]);
    expect(results.map(({ check }) => check)).toEqual([
      "contents",
      "packages",
      "dangling-links",
      "elf-interpreters",
      "elf-needed",
      "shebang-interpreters",
      "trace-replay",
      "package-dependencies",
      "image-configuration",
      "folders",
      "package-database",
    ]);
  });

  test("says that a replay showed nothing when no evidence is given", () => {
    const replay = verifyHardened({ plan, original, hardened }).find(
      ({ check }) => check === "trace-replay",
    );
    expect(replay?.status).toBe("inapplicable");
  });

  test.each([
    ["a link whose target is gone", "dangling-links", without("/usr/bin/dash")],
    ["a program without its loader", "elf-interpreters", without("/usr/lib/ld.so")],
    ["a program without its library", "elf-needed", without("/usr/lib/libx.so")],
    ["a script without its interpreter", "shebang-interpreters", without("/usr/bin/sh")],
    ["a script behind a folder link that is gone", "shebang-interpreters", without("/bin")],
    ["a used path that is gone", "trace-replay", without("/usr/bin/server")],
    [
      "a folder for what is made at run time that is gone",
      "trace-replay",
      without("/var/log/server"),
    ],
    ["a file named by the configuration that is gone", "image-configuration", without("/srv/data")],
    [
      "a command named by the configuration that is gone",
      "image-configuration",
      without("/usr/bin/start"),
    ],
    ["a user that nothing names", "image-configuration", without("/etc/passwd")],
    ["a path without its folder", "folders", without("/srv")],
    ["a file that is gone", "contents", without("/srv/data")],
    ["a file with another mode", "contents", withChange("/srv/data", { mode: 0o4755 })],
    [
      "a file with other capabilities",
      "contents",
      withChange("/srv/data", { xattrs: { "security.capability": "AQ==" } }),
    ],
    ["a file with another content", "contents", withChange("/srv/data", { digest: "sha256:ff" })],
    [
      "a file that the plan removes",
      "contents",
      {
        ...hardened,
        files: [
          ...(hardened.files ?? []),
          ...(original.files ?? []).filter(({ path }) => path === "/usr/bin/unused"),
        ],
      },
    ],
    [
      "a file that is new",
      "contents",
      {
        ...hardened,
        files: [
          ...(hardened.files ?? []),
          {
            path: "/new",
            type: "file",
            mode: 0o644,
            uid: 0,
            gid: 0,
            size: 1,
            attribution: { kind: "unowned" },
          },
        ],
      },
    ],
    [
      "a package that is off the record",
      "packages",
      { ...hardened, packages: hardened.packages.slice(1) },
    ],
    ["a package that the plan removes", "packages", { ...hardened, packages: original.packages }],
    [
      "a package whose dependency is gone",
      "package-dependencies",
      { ...hardened, packages: hardened.packages.filter(({ name }) => name !== "libx") },
    ],
    [
      "a file whose package is gone",
      "package-database",
      { ...hardened, packages: hardened.packages.filter(({ name }) => name !== "libx") },
    ],
  ] satisfies [string, string, Bom][])("fails for %s", (_, check, changed) => {
    expect(failures(changed)).toContain(check);
  });

  test("allows a given-up dependency only where the mode does and the plan lists it", () => {
    const changed = {
      ...hardened,
      packages: hardened.packages.filter(({ name }) => name !== "libx"),
    };
    expect(failures(changed, "executed")).toContain("package-dependencies");
  });

  test("does not hold against a plan that a record of the package manager was rewritten", () => {
    expect(failures(withChange("/var/lib/dpkg/status", { digest: "sha256:ff", size: 1 }))).toEqual(
      [],
    );
  });

  test.each([
    ["a maintainer script that is not the same", "info/server.postinst", { digest: "sha256:ff" }],
    ["a shared record that is gone", "diversions", undefined],
    ["a record of a package that stays that is gone", "info/server.list", undefined],
  ])("holds against a plan %s", (_, name, change) => {
    const path = `/var/lib/dpkg/${name}`;
    const attribution = { kind: "package-database", ecosystem: "deb" } as const;
    const bom = sketchBom(
      ["server"],
      [
        { path: "/usr/bin/server", of: "server" },
        { path, attribution },
      ],
    );
    const made = planHardening(bom, sketchEvidence(bom, ["/usr/bin/server"]));
    const list = (bom.files ?? []).flatMap((file) =>
      file.path !== path ? [file] : change ? [{ ...file, ...change }] : [],
    );
    const checks = verifyHardened({ plan: made, original: bom, hardened: { ...bom, files: list } });
    expect(checks.find(({ check }) => check === "contents")?.status).toBe("failed");
  });

  test("knows a package that was installed twice and is left once", () => {
    const places = ["/a/node_modules/x", "/b/node_modules/x"];
    const twice: Bom = {
      ...sketchBom(
        [],
        places.map((place, at) => ({ path: `${place}/package.json`, of: `x#${at}` })),
      ),
      packages: places.map((location, at) => ({
        id: `x#${at}`,
        ecosystem: "npm",
        name: "x",
        version: "1",
        location,
        presence: "installed",
        foundBy: "npm",
      })),
    };
    const made = planHardening(twice, sketchEvidence(twice, ["/b/node_modules/x/package.json"]), {
      mode: "executed",
    });
    const rest = remainingBom(twice, made, { name: "x", digest: "sha256:01" });
    const afresh = { ...rest, packages: rest.packages.map((found) => ({ ...found, id: "x#0" })) };
    const checks = verifyHardened({ plan: made, original: twice, hardened: afresh });
    expect(checks.filter(({ status }) => status === "failed")).toEqual([]);
  });

  test("refuses a Bom or evidence of another image", () => {
    const subject = { name: "x", digest: "sha256:ff" };
    const changes = [
      { original: { ...original, subject } },
      { evidence: { ...evidence, subject } },
    ];
    for (const change of changes) {
      expect(() => verifyHardened({ plan, original, hardened, evidence, ...change })).toThrow(
        expect.objectContaining({ code: "SUBJECT_MISMATCH" }),
      );
    }
  });

  test("tells what was broken before from what the plan broke", () => {
    const broken = sketchBom(
      ["a"],
      [
        { path: "/usr/bin/a", of: "a", elf },
        { path: "/usr/bin/link", of: "a", target: "nowhere" },
      ],
    );
    const { checks } = planHardening(broken, sketchEvidence(broken, ["/usr/bin/a"]));
    const links = checks.find(({ check }) => check === "dangling-links");
    expect(links?.status).toBe("passed");
    expect(links?.findings.map(({ severity, path }) => [severity, path])).toEqual([
      ["info", "/usr/bin/link"],
    ]);
  });
});
