import {
  estimateCompleteness,
  isTraceError,
  mergeEvidence,
  summariseEvidence,
} from "@coppice/trace";
import type { Bom, Evidence, FileEvidence, Grade } from "@coppice/types";
import { grades } from "@coppice/types";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

const name = fc.constantFrom("a", "b", "c", "__proto__", "10", "9");
const number = fc.nat(3);
const grade = fc.constantFrom(...grades);
const seen = fc
  .array(fc.tuple(name, fc.record({ grade, offset: number })), { minLength: 1 })
  .map((entries) => Object.fromEntries(entries));
const names = fc.uniqueArray(name).map((list) => list.sort());
const file: fc.Arbitrary<FileEvidence> = fc
  .record({ path: name, given: names, seen, impliedBy: names })
  .map(({ impliedBy, ...rest }) =>
    rest.given.length === 0 && impliedBy.length > 0 ? { ...rest, impliedBy } : rest,
  );
const unit = fc.record({
  id: name,
  role: fc.constantFrom("workload" as const, "client" as const),
  source: name,
  events: number,
  unreadable: number,
  unplaced: number,
  lost: number,
  strongest: grade,
});
const problem = fc.record(
  { code: name, message: name, path: name, offset: number },
  { requiredKeys: ["code", "message"] },
);

function listOf<Item>(item: fc.Arbitrary<Item>, key: (item: Item) => unknown) {
  return fc.uniqueArray(item, { selector: key, maxLength: 4 });
}

const evidence: fc.Arbitrary<Evidence> = fc
  .record({
    subject: name.map((text) => ({ name: text, digest: "sha256:00" })),
    units: listOf(unit, ({ id }) => id),
    files: listOf(file, ({ path }) => path),
    packages: listOf(fc.record({ id: name, seen }), ({ id }) => id),
    unattributed: listOf(fc.record({ path: name, seen }), ({ path }) => path),
    problems: listOf(problem, JSON.stringify),
  })
  .map((fields) => ({ kind: "evidence", schemaVersion: "1.0", ...fields }));

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
      lost: 0,
      strongest: "executed",
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
    problems: [],
  };
}

describe("estimateCompleteness", () => {
  test("can say nothing of no unit or of one", () => {
    expect(estimateCompleteness(evidenceOf({})).chanceOfNew).toBe(1);
    expect(estimateCompleteness(evidenceOf({ a: { nginx: "executed" } })).chanceOfNew).toBe(1);
  });

  test("counts units with a package of their own, and no client", () => {
    const found = estimateCompleteness(
      evidenceOf({
        a: { nginx: "executed", gzip: "stat" },
        b: { nginx: "executed", zlib: "loaded", bzip2: "read" },
        c: { nginx: "executed" },
        "d#": { curl: "executed", zlib: "loaded" },
      }),
    );
    expect(found).toMatchObject({ units: 3, unique: 2, chanceOfNew: 3 / 4 });
  });

  test("takes weaker uses for none when asked to", () => {
    const found = estimateCompleteness(
      evidenceOf({ a: { nginx: "executed", gzip: "stat" }, b: { nginx: "executed" } }),
      { minimumGrade: "opened" },
    );
    expect(found).toMatchObject({ unique: 0, chanceOfNew: 1 / 3 });
  });

  test("bounds the chance on average over drawn units", () => {
    // Packages by how often a unit uses them; a fixed generator keeps the figures the same in each run.
    const rates = [0.9, 0.5, 0.3, 0.1, 0.05, 0.02];
    let state = 1;
    const random = () => {
      state = (Math.imul(state, 48_271) >>> 0) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    const draw = () =>
      Object.fromEntries(
        rates.flatMap((rate, index): [string, Grade][] =>
          random() < rate ? [[`p${index}`, "executed"]] : [],
        ),
      );
    let bound = 0;
    let newOnes = 0;
    for (let round = 0; round < 300; round++) {
      const units = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`u${i}`, draw()]));
      bound += estimateCompleteness(evidenceOf(units)).chanceOfNew;
      const known = new Set(Object.values(units).flatMap((packages) => Object.keys(packages)));
      if (Object.keys(draw()).some((id) => !known.has(id))) newOnes++;
    }
    expect(newOnes).toBeGreaterThan(0);
    expect(bound).toBeGreaterThanOrEqual(newOnes);
  });

  test("says what could not be seen", () => {
    const base = evidenceOf({ a: { nginx: "executed" } });
    const [first] = base.units;
    if (first === undefined) throw new Error("no unit");
    const lacking = { ...first, lost: 2, unreadable: 3, unplaced: 4, strongest: "opened" } as const;
    const files = [{ path: "/x", given: [], seen: { a: { grade: "opened", offset: 0 } as const } }];
    const { notObservable } = estimateCompleteness({ ...base, units: [lacking], files });
    const notes = notObservable.join("\n");
    for (const part of [
      "io_uring",
      "which functions",
      "a: uses stronger than opened",
      "a: 2 times",
      "a: what 3 unreadable lines",
      "a: where 4 events",
      "no read",
      "no such mmap",
    ]) {
      expect(notes).toContain(part);
    }
  });
});

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
