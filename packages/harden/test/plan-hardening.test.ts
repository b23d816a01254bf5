import { isHardenError, planHardening } from "@coppice/harden";
import type { Bom, HardeningMode, HardeningPlan } from "@coppice/types";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type FileSketch, sketchBom, sketchDependency, sketchEvidence } from "./subject.ts";

const modes: readonly HardeningMode[] = ["closure", "executed", "files"];
const elf = { bits: 64, machine: 62, type: "shared", needed: [] } as const;

/** A server with its library, its plugin that nobody used, an unused tool, and what they depend on. */
const files: readonly FileSketch[] = [
  { path: "/lib", target: "usr/lib" },
  {
    path: "/usr/sbin/server",
    of: "server",
    elf: { ...elf, interpreter: "/lib/ld.so", needed: ["libused.so"] },
  },
  { path: "/usr/lib/ld.so", of: "libc", elf },
  { path: "/usr/lib/libused.so", of: "libused", target: "libused.so.1" },
  { path: "/usr/lib/libused.so.1", of: "libused", elf },
  { path: "/usr/lib/server/plugin.so", of: "server", elf: { ...elf, needed: ["libplugin.so"] } },
  { path: "/usr/lib/libplugin.so", of: "libplugin", elf },
  {
    path: "/usr/bin/admin",
    of: "server",
    shebang: { interpreter: "/usr/bin/env", argument: "perl -w" },
  },
  { path: "/usr/bin/env", of: "coreutils", elf },
  { path: "/usr/bin/perl", of: "perl", elf },
  {
    path: "/etc/alternatives/admin",
    target: "/usr/bin/admin",
    attribution: {
      kind: "derived",
      rule: "alternatives",
      from: ["/usr/bin/admin"],
      by: ["server"],
    },
  },
  { path: "/usr/share/doc/server/copyright", of: "server" },
  { path: "/usr/share/doc/server/manual", of: "server" },
  { path: "/srv/app/main", mode: 0o644 },
];
const packages = ["server", "libc", "libused", "libplugin", "coreutils", "perl"];
const bom = sketchBom(packages, files, {
  dependencies: [
    sketchDependency("server", "libc"),
    sketchDependency("server", "libplugin"),
    sketchDependency("libplugin", "libc"),
  ],
});
const evidence = sketchEvidence(bom, ["/usr/sbin/server", "/usr/lib/libused.so.1"]);

function plan(mode: HardeningMode, subject: Bom = bom): HardeningPlan {
  return planHardening(subject, evidence, { mode });
}

function kept({ files }: HardeningPlan): string[] {
  return files.filter(({ decision }) => decision === "keep").map(({ path }) => path);
}

function decisions(made: HardeningPlan): Record<string, string> {
  return Object.fromEntries(made.packages.map(({ name, decision }) => [name, decision]));
}

describe("planHardening", () => {
  test("keeps in mode closure what used packages depend on, link to or run by", () => {
    const made = plan("closure");
    expect(decisions(made)).toEqual({
      server: "keep",
      libc: "keep",
      libused: "keep",
      libplugin: "keep",
      coreutils: "keep",
      perl: "keep",
    });
    expect(made.waived).toEqual([]);
  });

  test("keeps in mode executed only used packages, and lists what it gives up", () => {
    const made = plan("executed");
    expect(decisions(made)).toEqual({
      server: "trim",
      libc: "keep",
      libused: "keep",
      libplugin: "remove",
      coreutils: "remove",
      perl: "remove",
    });
    expect(made.waived).toEqual([
      { from: "server", requirement: "libplugin", satisfiedBy: ["libplugin"] },
    ]);
  });

  test("removes in mode executed what could not work any more, and what leads to it", () => {
    const left = kept(plan("executed"));
    expect(left).toContain("/usr/share/doc/server/manual");
    expect(left).not.toContain("/usr/lib/server/plugin.so");
    expect(left).not.toContain("/usr/bin/admin");
    expect(left).not.toContain("/etc/alternatives/admin");
  });

  test("keeps in mode files only what is needed, licences, and files that nobody owns", () => {
    expect(kept(plan("files")).filter((path) => !/^\/[a-z]+$/.test(path))).toEqual([
      "/etc/alternatives",
      "/srv/app",
      "/srv/app/main",
      "/usr/bin",
      "/usr/lib",
      "/usr/lib/ld.so",
      "/usr/lib/libused.so",
      "/usr/lib/libused.so.1",
      "/usr/lib/server",
      "/usr/sbin",
      "/usr/sbin/server",
      "/usr/share",
      "/usr/share/doc",
      "/usr/share/doc/server",
      "/usr/share/doc/server/copyright",
    ]);
  });

  test("gives every package and every file a decision with a reason", () => {
    for (const mode of modes) {
      const made = plan(mode);
      expect(made.packages.map(({ id }) => id)).toEqual(packages);
      expect(made.files).toHaveLength(bom.files?.length ?? 0);
      for (const { reasons } of [...made.packages, ...made.files]) {
        expect(reasons.length).toBeGreaterThan(0);
      }
    }
  });

  test("passes every check of what it plans", () => {
    for (const mode of modes) {
      expect(plan(mode).checks.filter(({ status }) => status === "failed")).toEqual([]);
    }
  });

  test("says that one run is little to stand on, and what it gave up", () => {
    expect(plan("executed").risks.map(({ rule }) => rule)).toEqual([
      "single-observation",
      "waived-dependencies",
      "unusable-files",
    ]);
  });

  test("counts bytes of a hard-linked content once", () => {
    const linked = sketchBom(
      ["server"],
      [
        { path: "/usr/sbin/server", of: "server" },
        { path: "/usr/sbin/server2", of: "server", hardLink: "/usr/sbin/server" },
      ],
    );
    const { summary } = planHardening(linked, sketchEvidence(linked, ["/usr/sbin/server"]));
    expect(summary.bytes).toEqual({ before: 100, after: 100 });
  });

  test("prefers what is used already among alternatives", () => {
    const subject = sketchBom(
      ["server", "a", "b"],
      [
        { path: "/usr/sbin/server", of: "server" },
        { path: "/usr/bin/a", of: "a" },
        { path: "/usr/bin/b", of: "b" },
      ],
      { dependencies: [sketchDependency("server", "a", "b")] },
    );
    const used = sketchEvidence(subject, ["/usr/sbin/server", "/usr/bin/b"]);
    expect(decisions(planHardening(subject, used))).toEqual({
      server: "keep",
      a: "remove",
      b: "keep",
    });
    const unused = sketchEvidence(subject, ["/usr/sbin/server"]);
    const seen = { client: { grade: "executed", offset: 0 } } as const;
    const byClient = { ...unused, packages: [...unused.packages, { id: "b", seen }] };
    expect(planHardening(subject, byClient)).toEqual(planHardening(subject, unused));
    expect(decisions(planHardening(subject, unused))).toEqual({
      server: "keep",
      a: "keep",
      b: "remove",
    });
  });

  test("does what the policy says beyond the evidence", () => {
    const made = planHardening(bom, evidence, {
      mode: "files",
      keepPackages: ["perl"],
      keepPaths: ["/usr/share/doc"],
      keepUnowned: false,
    });
    const left = kept(made);
    expect(decisions(made)["perl"]).toBe("keep");
    expect(left).toContain("/usr/share/doc/server/manual");
    expect(left).not.toContain("/srv/app/main");
  });

  test("counts a use only when it is as strong as the policy asks", () => {
    const subject = sketchBom(
      ["server", "looked-at"],
      [
        { path: "/usr/sbin/server", of: "server" },
        { path: "/usr/bin/x", of: "looked-at" },
      ],
    );
    const strong = sketchEvidence(subject, ["/usr/sbin/server"]);
    const weak = sketchEvidence(subject, ["/usr/bin/x"], "stat");
    const both = {
      ...strong,
      files: [...strong.files, ...weak.files],
      packages: [...strong.packages, ...weak.packages],
    };
    const decide = (minimumGrade: "stat" | "opened"): number =>
      planHardening(subject, both, { mode: "executed", minimumGrade }).summary.packages.after;
    expect(decide("stat")).toBe(2);
    expect(decide("opened")).toBe(1);
  });

  test("keeps what only a client used apart", () => {
    const [unit] = evidence.units;
    const client = {
      ...evidence,
      units: [
        ...evidence.units,
        ...(unit ? [{ ...unit, id: "run#client", role: "client" as const }] : []),
      ],
      files: [
        ...evidence.files,
        {
          path: "/usr/bin/perl",
          given: [],
          seen: { "run#client": { grade: "executed" as const, offset: 1 } },
        },
      ],
      packages: [
        ...evidence.packages,
        { id: "perl", seen: { "run#client": { grade: "executed" as const, offset: 1 } } },
      ],
    };
    const made = planHardening(bom, client, { mode: "executed" });
    expect(decisions(made)["perl"]).toBe("remove");
    expect(made.summary).toMatchObject({ usedPackages: 2, clientPackages: 1 });
  });

  test.each([
    [
      "SUBJECT_MISMATCH",
      () => planHardening(bom, { ...evidence, subject: { name: "x", digest: "sha256:ff" } }),
    ],
    ["BOM_WITHOUT_FILES", () => planHardening(withoutFiles(bom), evidence)],
    ["EVIDENCE_EMPTY", () => planHardening(bom, { ...evidence, files: [] })],
  ])("refuses with %s and a next step", (code, run) => {
    let thrown: unknown;
    try {
      run();
    } catch (error) {
      thrown = error;
    }
    expect(isHardenError(thrown) && thrown.code).toBe(code);
  });

  test("leaves, of any file system, one in which each check passes and all that was used is found", () => {
    fc.assert(
      fc.property(anySubject, fc.constantFrom(...modes), (subject, mode) => {
        const used = (subject.files ?? []).filter((_, index) => index % 7 === 3);
        fc.pre(used.length > 0);
        const made = planHardening(
          subject,
          sketchEvidence(
            subject,
            used.map(({ path }) => path),
          ),
          { mode },
        );
        expect(made.checks.filter(({ status }) => status === "failed")).toEqual([]);
        const left = new Set(kept(made));
        for (const { path } of used) expect(left).toContain(path);
      }),
      { numRuns: 300 },
    );
  });

  test("gives the same plan whatever the order of the files", () => {
    const reversed = { ...bom, files: [...(bom.files ?? [])].reverse() };
    for (const mode of modes) expect(plan(mode, reversed)).toEqual(plan(mode));
  });
});

function withoutFiles({ files: _, ...rest }: Bom): Bom {
  return rest;
}

/** Small file systems with links, libraries, scripts and packages that point anywhere, also at nothing and in circles. */
const anySubject = fc
  .array(
    fc.record({
      folder: fc.constantFrom("/usr/lib", "/usr/bin", "/opt/x"),
      owner: fc.constantFrom("p0", "p1", "p2", undefined),
      form: fc.constantFrom("plain", "elf", "script", "link", "detour"),
      other: fc.nat(11),
      third: fc.nat(11),
    }),
    { minLength: 4, maxLength: 12 },
  )
  .map((sketches) => {
    const path = (index: number): string => {
      const { folder } = sketches[index % sketches.length] ?? { folder: "/usr/lib" };
      return `${folder}/f${index % sketches.length}`;
    };
    const name = (index: number): string => path(index).slice(path(index).lastIndexOf("/") + 1);
    const folder = (index: number): string => path(index).slice(0, path(index).lastIndexOf("/"));
    return sketchBom(
      ["p0", "p1", "p2"],
      sketches.map(({ owner, form, other, third }, index) => ({
        path: path(index),
        ...(owner === undefined ? {} : { of: owner }),
        ...(form === "link" ? { target: path(other) } : {}),
        ...(form === "detour" ? { target: `${folder(third)}/../..${path(other)}` } : {}),
        ...(form === "script" ? { shebang: { interpreter: path(other) } } : {}),
        ...(form === "elf"
          ? {
              elf: {
                ...elf,
                interpreter: path(other),
                needed: [name(other), name(third)],
                rpath: [folder(third)],
              },
            }
          : {}),
      })),
      { dependencies: [sketchDependency("p0", "p1"), sketchDependency("p1", "p2", "p0")] },
    );
  });
