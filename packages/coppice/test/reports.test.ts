import type {
  Bom,
  CheckResult,
  Evidence,
  HardeningPlan,
  ObservationUnit,
  PackageDecision,
  Sightings,
} from "@coppice/types";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyReport } from "../src/node/reports/apply-report.ts";
import { evidenceReport } from "../src/node/reports/evidence-report.ts";
import { count, megabytes, percent } from "../src/node/reports/figures.ts";
import { inventoryReport } from "../src/node/reports/inventory-report.ts";
import { names } from "../src/node/reports/names.ts";
import { planReport } from "../src/node/reports/plan-report.ts";
import { printable } from "../src/node/reports/printable.ts";
import { table } from "../src/node/reports/table.ts";
import { verifyReport } from "../src/node/reports/verify-report.ts";

const digest = `sha256:${"ab".repeat(32)}`;

describe("text", () => {
  test("cannot move the cursor, whatever an image calls its files", () => {
    const cell = fc.string({ unit: "binary" });
    fc.assert(
      fc.property(cell, (text) => {
        const lines = table([{ title: "a" }], [[text]]);
        expect(lines).toHaveLength(2);
        expect(lines.join("")).not.toMatch(/\p{Cc}|\p{Cs}|[\u2028-\u202e\u2066-\u2069]/u);
      }),
    );
    expect(printable("\u001b[31mred\n")).toBe("\\u{1b}[31mred\\u{a}");
    expect(printable("a\u061c\u200e\u200fb")).toBe("a\\u{61c}\\u{200e}\\u{200f}b");
    expect(printable("über 😀")).toBe("über 😀");
  });

  test("numbers are written for people", () => {
    expect([count(1, "path"), count(2000, "path")]).toEqual(["1 path", "2,000 paths"]);
    expect(megabytes(1_250_000)).toBe("1.3 MB");
    expect([percent(1, 3), percent(0, 0)]).toEqual(["33.3 %", "0.0 %"]);
    expect(names(["a", "b", "c"], 2)).toBe("a, b and 1 more");
  });

  test("columns stand below their titles", () => {
    expect(
      table(
        [{ title: "name" }, { title: "size", align: "right" }],
        [
          ["a", "10"],
          ["long name", "5"],
        ],
      ),
    ).toEqual(["  name       size", "  a            10", "  long name     5"]);
  });
});

test("an inventory says what is there and why, and what could not be read", () => {
  const facts = { mode: 0o644, uid: 0, gid: 0 };
  const text = inventoryReport({
    kind: "bom",
    schemaVersion: "1.0",
    subject: {
      name: "shop",
      digest,
      architecture: "amd64",
      distribution: { id: "debian", name: "Debian 12" },
    },
    tool: { name: "coppice", version: "1" },
    packages: [
      {
        id: "a",
        name: "a",
        version: "1",
        ecosystem: "deb",
        presence: "installed",
        foundBy: "dpkg",
      },
      {
        id: "b",
        name: "b",
        ecosystem: "pypi",
        presence: "installed",
        foundBy: "pypi",
        ownedBy: "a",
      },
    ],
    dependencies: [],
    files: [
      {
        path: "/a",
        type: "file",
        size: 2_000_000,
        ...facts,
        attribution: { kind: "owned", by: ["a", "b"] },
      },
      {
        path: "/b",
        type: "file",
        size: 2_000_000,
        ...facts,
        hardLink: "/a",
        attribution: { kind: "owned", by: ["a"] },
      },
      { path: "/c", type: "file", size: 500_000, ...facts, attribution: { kind: "unowned" } },
    ],
    problems: Array.from({ length: 7 }, (_, offset) => ({
      code: "DPKG_STANZA",
      message: "has no name",
      ...(offset > 0 && { path: "/var/lib/dpkg/status", offset }),
    })),
  });
  expect(text).toMatchInlineSnapshot(`
    "shop  sha256:abababababababababababababababababababababababababababababababab
    Debian 12, amd64

    2 packages: 1 deb, 1 pypi
    3 paths, 2.5 MB

    Why they are there
                           paths    size
      owned by a package       2  2.0 MB
      owned by no package      1  0.5 MB

    Largest packages
      package  version    size
      a        1        2.0 MB

    7 records could not be read:
      DPKG_STANZA: has no name
      /var/lib/dpkg/status@1: DPKG_STANZA: has no name
      /var/lib/dpkg/status@2: DPKG_STANZA: has no name
      /var/lib/dpkg/status@3: DPKG_STANZA: has no name
      /var/lib/dpkg/status@4: DPKG_STANZA: has no name
      … and 2 more
    "
  `);
});

test("evidence says what was used, by whom, and how likely more is", () => {
  const unit = (id: string, role: "workload" | "client"): ObservationUnit => ({
    id,
    role,
    source: "strace",
    events: 1200,
    unreadable: 1,
    unplaced: 0,
    losses: [],
    shows: ["exec"],
  });
  const loaded = { grade: "loaded", offset: 0 } as const;
  const executed = { grade: "executed", offset: 9 } as const;
  const uses: Readonly<Record<string, Sightings>> = {
    curl: { "a#client": executed },
    libc6: { a: loaded, "a#client": executed, b: loaded },
    nginx: { a: loaded, b: executed },
    zlib: { a: loaded, b: loaded },
  };
  const bomOf = (names: readonly string[]): Bom => ({
    kind: "bom",
    schemaVersion: "1.0",
    subject: { name: "shop", digest },
    tool: { name: "coppice", version: "1" },
    packages: names.map((name) => ({
      id: `pkg:deb/${name}`,
      name,
      ecosystem: "deb",
      presence: "installed",
      foundBy: "dpkg",
    })),
    dependencies: [],
    files: names.map((name) => ({
      path: `/${name}`,
      type: "file",
      ...{ mode: 0o755, uid: 0, gid: 0, size: 1 },
      attribution: { kind: "owned", by: [`pkg:deb/${name}`] },
    })),
    problems: [],
  });
  const evidence: Evidence = {
    kind: "evidence",
    schemaVersion: "1.0",
    subject: { name: "shop", digest },
    units: [unit("a", "workload"), unit("a#client", "client"), unit("b", "workload")],
    files: Object.entries(uses).map(([name, seen]) => ({
      path: `/${name}`,
      given: [`/${name}`],
      seen,
    })),
    packages: Object.entries(uses).map(([name, seen]) => ({ id: `pkg:deb/${name}`, seen })),
    unattributed: [],
    unplaced: [],
    network: [],
    problems: [{ code: "LOG_LINE", message: "no call", path: "log", offset: 7 }],
  };
  const text = evidenceReport(evidence, bomOf(["curl", "libc6", "nginx", "perl", "zlib"]));
  expect(text).toMatchInlineSnapshot(`
    "shop  sha256:abababababababababababababababababababababababababababababababab
    3 of 5 packages used by the workload, 1 by clients only

    Runs
      run       role      source  events  unreadable  not placed  missing
      a         workload  strace   1,200           1           0
      a#client  client    strace   1,200           1           0
      b         workload  strace   1,200           1           0

    Used by the workload, strongest use first
      package  use       of      seen
      nginx    executed  /nginx  b at 9
      libc6    loaded    /libc6  a at 0
      zlib     loaded    /zlib   a at 0

    Used by clients only
      curl

    What is said of the others
      incomplete         2  something is missing that may have been a use

    Why nothing is said of some
      packages  such as
             2  the source does not show every use (a); a log of all opened files would settle it
             2  2 records could not be read (a); a log of all opened files would settle it
             1  only a client used it (a#client); a log of all opened files would settle it

    Nothing can be said of what the next unit uses (2 units; 0 of the last 1 used something new).

    Not ready to act on:
      The log of a is incomplete (unreadable 1); record it again without losses.
      The log of b is incomplete (unreadable 1); record it again without losses.
      Nothing can be said of the next unit from 2 units; record more of them.

    It cannot be seen
      what a process did before strace attached to it, or after it let go (strace)
      what is done through io_uring (strace)
      which pages of a mapped file were read, and which functions of it were called (strace)
      whether a file that was mapped to be read was made executable later (mprotect), as no dynamic loader does (strace)
      what a filter (-e trace=…, -P) left out, of which the log says nothing (strace)
      which files were mapped as code (strace)
      whether opened files were read (strace)
      which files were opened (strace)
      which files a program only looked for (strace)
      what the records say that could not be read (strace)

    1 record could not be read:
      log@7: LOG_LINE: no call
    "
  `);
});

const check = (status: CheckResult["status"], findings: number): CheckResult => ({
  check: "elf-needed",
  title: "Every library that is needed is there.",
  status,
  examined: 3,
  findings: Array.from({ length: findings }, (_, index) => ({
    rule: "elf-needed",
    severity: "high",
    confidence: 1,
    message: `/usr/bin/${index} needs libm.so.6`,
    evidence: [],
  })),
});

const decision = (name: string, more: Partial<PackageDecision>): PackageDecision => ({
  id: `pkg:deb/${name}`,
  name,
  decision: "remove",
  reasons: [{ rule: "not-used" }],
  files: { before: 10, after: 0 },
  bytes: { before: 1_000_000, after: 0 },
  ...more,
});

const plan: HardeningPlan = {
  kind: "plan",
  schemaVersion: "1.0",
  subject: { name: "shop", digest },
  policy: {
    mode: "files",
    minimumGrade: "stat",
    keepPackages: [],
    keepPaths: [],
    keepUnowned: true,
  },
  units: [],
  summary: {
    packages: { before: 14, after: 2 },
    files: { before: 2000, after: 10 },
    bytes: { before: 14_000_000, after: 1_500_000 },
    usedPackages: 1,
    clientPackages: 1,
  },
  packages: [
    decision("nginx", {
      decision: "keep",
      reasons: [
        { rule: "used", detail: "executed" },
        { rule: "image-config", because: "Cmd" },
      ],
      files: { before: 10, after: 10 },
      bytes: { before: 1_000_000, after: 1_000_000 },
    }),
    decision("libc6", {
      decision: "trim",
      reasons: [{ rule: "dependency", because: "pkg:deb/nginx", detail: "libc6 (>= 2.36)" }],
      files: { before: 10, after: 4 },
      bytes: { before: 1_000_000, after: 500_000 },
    }),
    ...Array.from({ length: 12 }, (_, index) =>
      decision(`doc${index}`, { bytes: { before: index * 1_000_000, after: 0 } }),
    ),
  ],
  files: [],
  waived: Array.from({ length: 11 }, (_, index) => ({
    from: "pkg:deb/nginx",
    requirement: `perl (>= ${index})`,
    satisfiedBy: ["perl"],
  })),
  checks: [check("passed", 0), check("failed", 7), check("inapplicable", 0)],
  risks: [
    {
      rule: "single-observation",
      severity: "medium",
      confidence: 1,
      message: "The evidence is of one run.",
      evidence: [],
    },
  ],
};

test("a plan says what goes, what stays and why, what failed and what is uncertain", () => {
  expect(planReport(plan)).toMatchInlineSnapshot(`
    "shop  sha256:abababababababababababababababababababababababababababababababab
    Mode files: 1 package used by the workload, 1 by clients only

                 before   after  removed
      packages       14       2       12  85.7 %
      paths       2,000      10    1,990  99.5 %
      size      14.0 MB  1.5 MB  12.5 MB  89.3 %

    What stays, and why
      package          keeps    size  why
      nginx         10 paths  1.0 MB  used (executed), and 1 other reason
      libc6    4 of 10 paths  0.5 MB  dependency nginx (libc6 (>= 2.36))

    What goes, largest first
      package  paths     size
      doc11       10  11.0 MB
      doc10       10  10.0 MB
      doc9        10   9.0 MB
      doc8        10   8.0 MB
      doc7        10   7.0 MB
      doc6        10   6.0 MB
      doc5        10   5.0 MB
      doc4        10   4.0 MB
      doc3        10   3.0 MB
      doc2        10   2.0 MB
      and doc1, doc0

    Dependencies given up: 11
      nginx needs perl (>= 0)
      nginx needs perl (>= 1)
      nginx needs perl (>= 2)
      nginx needs perl (>= 3)
      nginx needs perl (>= 4)
      nginx needs perl (>= 5)
      nginx needs perl (>= 6)
      nginx needs perl (>= 7)
      nginx needs perl (>= 8)
      nginx needs perl (>= 9)
      … and 1 more

    Checks: 1 FAILED
                          looked at
      passed                      3  Every library that is needed is there.
      FAILED                      3  Every library that is needed is there.
      nothing to look at          3  Every library that is needed is there.
      elf-needed: 7 findings
        /usr/bin/0 needs libm.so.6
        /usr/bin/1 needs libm.so.6
        /usr/bin/2 needs libm.so.6
        /usr/bin/3 needs libm.so.6
        /usr/bin/4 needs libm.so.6
        … and 2 more

    What is uncertain
      medium: The evidence is of one run.
    "
  `);
});

test("a plan that removes nothing has no empty parts", () => {
  const text = planReport({ ...plan, packages: [], waived: [], checks: [], risks: [] });
  expect(text).toMatchInlineSnapshot(`
    "shop  sha256:abababababababababababababababababababababababababababababababab
    Mode files: 1 package used by the workload, 1 by clients only

                 before   after  removed
      packages       14       2       12  85.7 %
      paths       2,000      10    1,990  99.5 %
      size      14.0 MB  1.5 MB  12.5 MB  89.3 %
    "
  `);
});

test("what was applied says where it is and how much smaller", () => {
  const applied = { output: "hardened", digest, bytes: 700_000 };
  expect(applyReport({ ...applied, sbom: "hardened.cdx.json" }, plan)).toMatchInlineSnapshot(`
    "hardened  sha256:abababababababababababababababababababababababababababababababab
    2 packages of 14 stay, 1.5 MB of 14.0 MB (89.3 % less), 0.7 MB packed
    What remains is listed in hardened.cdx.json
    "
  `);
  expect(applyReport(applied, plan)).not.toContain("cdx");
  const loss = { pointer: "/components/0", reason: "no place" };
  expect(applyReport({ ...applied, losses: [loss] }, plan)).toContain(
    "\n\n1 statement could not be carried over:\n  /components/*: no place\n",
  );
});

test("a verification says first whether the image is what its plan says", () => {
  expect(verifyReport([check("passed", 0)])).toMatch(/^The image is what its plan says\.\n/);
  expect(verifyReport(plan.checks)).toMatch(/^The image is NOT .*: 1 of 3 checks failed\.\n/);
});
