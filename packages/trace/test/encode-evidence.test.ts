import { decodeEvidence, encodeEvidence, isTraceError, mergeEvidence } from "@coppice/trace";
import type { Evidence } from "@coppice/types";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryEvidence } from "./arbitrary-evidence.ts";

const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const codeOf = (work: () => unknown) => {
  try {
    return JSON.stringify(work());
  } catch (error) {
    return isTraceError(error) ? error.code : String(error);
  }
};
const sample: Evidence = {
  kind: "evidence",
  schemaVersion: "1.0",
  subject: { name: "app", digest: "sha256:00" },
  units: [
    {
      id: "run",
      role: "workload",
      source: "strace",
      events: 9,
      unreadable: 0,
      unplaced: 1,
      losses: [{ code: "gap", count: 2, offset: 4 }],
      shows: ["exec"],
    },
  ],
  files: [
    { path: "/usr/bin/a", given: ["/bin/a"], seen: { run: { grade: "executed", offset: 3 } } },
    { path: "/usr/bin/b", given: ["/usr/bin/b"], seen: { run: { grade: "read", offset: 5 } } },
    {
      path: "/usr/lib/ld.so",
      given: [],
      seen: { run: { grade: "loaded", offset: 3 } },
      impliedBy: ["/gone.pyc", "/usr/bin/a"],
    },
  ],
  packages: [{ id: "a", seen: { run: { grade: "executed", offset: 3 } } }],
  unattributed: [{ path: "/proc/self/maps", seen: { run: { grade: "read", offset: 8 } } }],
  unplaced: [{ given: "x", reason: "no-directory", seen: { run: { grade: "stat", offset: 7 } } }],
  network: [{ kind: "listen", address: "[::]:80", seen: { run: 6, other: 7 } }],
  problems: [{ code: "LOG_LINE", message: "no line" }],
};

test("decoding after encoding gives the same evidence", () => {
  expect(decodeEvidence(encodeEvidence(sample))).toEqual(sample);
  fc.assert(
    fc.property(arbitraryEvidence, (raw) => {
      const evidence = mergeEvidence(raw);
      const bytes = encodeEvidence(evidence);
      const decoded = decodeEvidence(bytes);
      expect(JSON.stringify(decoded)).toBe(JSON.stringify(evidence));
      expect(encodeEvidence(decoded)).toEqual(bytes);
    }),
  );
});

test("is smaller than plain JSON where there is anything", () => {
  const files = Array.from({ length: 200 }, (_, at) => ({
    path: `/usr/lib/python3/dist-packages/yaml/module${at}.py`,
    given: [`/usr/lib/python3/dist-packages/yaml/module${at}.py`],
    seen: { run: { grade: "read", offset: at * 100 } as const },
  }));
  const evidence = mergeEvidence({ ...sample, files });
  expect(encodeEvidence(evidence).length * 4).toBeLessThan(bytesOf(evidence).length);
});

test.each([
  ["no JSON", new TextEncoder().encode("{")],
  ["no UTF-8", Uint8Array.of(0x22, 0xff, 0x22)],
  ["nothing", new Uint8Array()],
  ["no object", bytesOf(7)],
  ["null", bytesOf(null)],
  ["plain evidence", bytesOf(sample)],
  ["no tables", bytesOf({ kind: "compact-evidence" })],
])("refuses %s", (_, bytes) => {
  expect(codeOf(() => decodeEvidence(bytes))).toBe("EVIDENCE_INVALID");
});

test.each<[string, (compact: Record<string, unknown>) => unknown]>([
  ["another major version", (compact) => ({ ...compact, schemaVersion: "2.0" })],
  ["a unit that is none", (compact) => ({ ...compact, units: [7] })],
  [
    "a unit that is not there",
    (compact) => ({ ...compact, packages: { id: [0, "a"], seen: [[99, 0]] } }),
  ],
  [
    "a grade without a place",
    (compact) => ({ ...compact, packages: { id: [0, "a"], seen: [[4]] } }),
  ],
  [
    "a beginning that is not there",
    (compact) => ({ ...compact, packages: { id: [9, "a"], seen: [[]] } }),
  ],
  ["half a beginning", (compact) => ({ ...compact, packages: { id: [0], seen: [] } })],
  ["a missing column", (compact) => ({ ...compact, packages: { id: [0, "a"] } })],
  ["a short column", (compact) => ({ ...compact, packages: { id: [0, "a"], seen: [] } })],
  ["a path that is a number", (compact) => ({ ...compact, strangers: [1] })],
])("refuses %s", (_, change) => {
  const compact = JSON.parse(new TextDecoder().decode(encodeEvidence(sample)));
  expect(codeOf(() => decodeEvidence(bytesOf(change(compact))))).toBe("EVIDENCE_INVALID");
});

test("any change of a byte gives evidence or a coded error", () => {
  const bytes = encodeEvidence(sample);
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 32, max: 126 }), (at, byte) => {
      const changed = Uint8Array.from(bytes);
      changed[at] = byte;
      const result = codeOf(() => decodeEvidence(changed));
      expect(result === "EVIDENCE_INVALID" || result.startsWith("{")).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test("pollutes nothing", () => {
  const hostile =
    '{"kind":"compact-evidence","__proto__":{"polluted":1},"units":[{"__proto__":{"polluted":1}}]}';
  expect(codeOf(() => decodeEvidence(new TextEncoder().encode(hostile)))).toBe("EVIDENCE_INVALID");
  expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
});

test("keeps to its limits, as of paths that grow with each", () => {
  const bytes = encodeEvidence(sample);
  expect(codeOf(() => decodeEvidence(bytes, { limits: { bytes: bytes.length - 1 } }))).toBe(
    "LIMIT_EXCEEDED",
  );
  expect(codeOf(() => decodeEvidence(bytes, { limits: { characters: 20 } }))).toBe(
    "LIMIT_EXCEEDED",
  );
  const id = Array.from({ length: 100 }, (_, at) => [at * 9, "x".repeat(9)]).flat();
  const bomb = { ...JSON.parse(new TextDecoder().decode(bytes)), packages: { id, seen: id } };
  expect(codeOf(() => decodeEvidence(bytesOf(bomb), { limits: { characters: 40_000 } }))).toBe(
    "LIMIT_EXCEEDED",
  );
});
