import { isTraceError, mergeEvidence, summariseEvidence } from "@coppice/trace";
import type { Bom, Evidence, Grade } from "@coppice/types";
import { grades } from "@coppice/types";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arbitraryEvidence as evidence } from "./arbitrary-evidence.ts";

const text = (value: Evidence) => JSON.stringify(value);

describe("mergeEvidence", () => {
  test("is associative, commutative and idempotent to the byte", () => {
    fc.assert(
      fc.property(evidence, evidence, evidence, (a, b, c) => {
        const ab = mergeEvidence(a, b);
        expect(text(mergeEvidence(b, a))).toBe(text(ab));
        expect(text(mergeEvidence(mergeEvidence(ab, c), a))).toBe(
          text(mergeEvidence(a, mergeEvidence(b, c))),
        );
        expect(text(mergeEvidence(ab, ab))).toBe(text(ab));
        expect(text(mergeEvidence(ab, a))).toBe(text(ab));
      }),
    );
  });

  test("of many at once is the same as one after the other, in any order", () => {
    fc.assert(
      fc.property(fc.array(evidence, { minLength: 1, maxLength: 6 }), fc.nat(), (all, turn) => {
        const [first, ...rest] = all;
        if (first === undefined) return;
        const turned = [...all.slice(turn % all.length), ...all.slice(0, turn % all.length)];
        const [other = first, ...others] = turned.reverse();
        const merged = text(mergeEvidence(first, ...rest));
        expect(text(mergeEvidence(other, ...others))).toBe(merged);
        expect(text(rest.reduce((sum, each) => mergeEvidence(sum, each), first))).toBe(
          rest.length > 0 ? merged : text(first),
        );
      }),
      { numRuns: 100 },
    );
  });

  test("never weakens what was seen", () => {
    fc.assert(
      fc.property(evidence, evidence, (a, b) => {
        const merged = mergeEvidence(a, b);
        for (const { path, seen: before } of a.files) {
          const after = merged.files.find((other) => other.path === path)?.seen ?? {};
          for (const [id, { grade: old }] of Object.entries(before)) {
            const found = Object.entries(after).find(([key]) => key === id)?.[1].grade ?? "stat";
            expect(grades.indexOf(found)).toBeGreaterThanOrEqual(grades.indexOf(old));
          }
        }
      }),
    );
  });

  test("refuses evidence of another subject", () => {
    const [a] = fc.sample(evidence, 1);
    if (a === undefined) throw new Error("no sample");
    const b = { ...a, subject: { name: "other", digest: "sha256:01" } };
    try {
      mergeEvidence(a, b);
      expect.unreachable();
    } catch (error) {
      expect(isTraceError(error) && error.code).toBe("SUBJECT_MISMATCH");
    }
  });
});

/** Evidence of units that each used some packages; a unit whose name ends in # is a client. */
function evidenceOf(used: Record<string, Record<string, Grade>>): Evidence {
  const ids = [...new Set(Object.values(used).flatMap((packages) => Object.keys(packages)))];
  return {
    kind: "evidence",
    schemaVersion: "1.0",
    subject: { name: "app", digest: "sha256:00" },
    units: Object.keys(used).map((id) => ({
      id,
      role: id.endsWith("#") ? "client" : "workload",
      source: "strace",
      events: 1,
      unreadable: 0,
      unplaced: 0,
      losses: [],
      shows: ["exec"],
    })),
    files: [],
    packages: ids.map((id) => ({
      id,
      seen: Object.fromEntries(
        Object.entries(used).flatMap(([unitId, packages]) => {
          const found = packages[id];
          return found ? [[unitId, { grade: found, offset: 0 }]] : [];
        }),
      ),
    })),
    unattributed: [],
    unplaced: [],
    network: [],
    problems: [],
  };
}

test("summariseEvidence tells the workload's packages from those that only a client used", () => {
  const bom: Bom = {
    kind: "bom",
    schemaVersion: "1.0",
    subject: { name: "app", digest: "sha256:00" },
    tool: { name: "test", version: "0" },
    packages: ["nginx", "curl", "zlib", "gzip"].map((id) => ({
      id,
      ecosystem: "deb",
      name: id,
      presence: id === "gzip" ? "declared" : "installed",
      foundBy: "test",
    })),
    dependencies: [],
    problems: [],
  };
  const evidenceOfRun = evidenceOf({
    a: { nginx: "executed", zlib: "stat" },
    "a#": { curl: "executed", zlib: "loaded" },
  });
  expect(summariseEvidence(evidenceOfRun, bom)).toEqual({
    installed: 3,
    used: ["nginx", "zlib"],
    clientOnly: ["curl"],
    packagesByGrade: { stat: 1, opened: 0, read: 0, loaded: 0, executed: 1 },
    filesByGrade: { stat: 0, opened: 0, read: 0, loaded: 0, executed: 0 },
  });
});

test("merges a thousand hosts in one go", () => {
  const hosts = Array.from({ length: 1000 }, (_, at) =>
    evidenceOf({ [`host-${at}`]: { nginx: "executed", [`p${at % 7}`]: "read" } }),
  );
  const [first, ...rest] = hosts;
  if (first === undefined) throw new Error("no host");
  const merged = mergeEvidence(first, ...rest);
  expect(merged.units).toHaveLength(1000);
  expect(Object.keys(merged.packages[0]?.seen ?? {})).toHaveLength(1000);
  expect(merged.packages.map(({ id }) => id)).toEqual([
    "nginx",
    "p0",
    "p1",
    "p2",
    "p3",
    "p4",
    "p5",
    "p6",
  ]);
});

test("claims of a unit that is told of twice only what both say it shows", () => {
  const unit = {
    id: "run",
    role: "workload",
    source: "strace",
    events: 4,
    unreadable: 0,
    unplaced: 0,
    losses: [],
    shows: ["exec", "open"],
  } as const;
  const base = evidenceOf({});
  const merged = mergeEvidence(
    { ...base, units: [{ ...unit, start: 2e8, end: 3e8, stratum: "traffic" }] },
    {
      ...base,
      units: [
        {
          ...unit,
          source: "hook",
          shows: ["load", "open"],
          ecosystems: ["npm"],
          start: 1e8,
          end: 2e8,
        },
      ],
    },
  );
  expect(merged.units).toEqual([
    {
      ...unit,
      source: "hook",
      shows: ["open"],
      ecosystems: ["npm"],
      stratum: "traffic",
      start: 1e8,
      end: 3e8,
    },
  ]);
});
