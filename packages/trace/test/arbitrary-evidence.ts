import type { Evidence, FileEvidence, ObservationUnit } from "@coppice/types";
import { grades } from "@coppice/types";
import * as fc from "fast-check";

const name = fc.constantFrom(
  "a",
  "b",
  "c",
  "__proto__",
  "10",
  "9",
  "/usr/lib/\udc80",
  "/usr/lib/x",
);
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
const loss = fc.record({
  code: fc.constantFrom("dropped" as const, "gap" as const, "cut" as const),
  count: fc.integer({ min: 1, max: 4 }),
  offset: number,
});
const unit: fc.Arbitrary<ObservationUnit> = fc.record(
  {
    id: name,
    role: fc.constantFrom("workload" as const, "client" as const),
    source: name,
    stratum: fc.constantFrom("startup" as const, "traffic" as const),
    start: number,
    end: number,
    events: number,
    unreadable: number,
    unplaced: number,
    losses: listOf(loss, ({ code }) => code),
    shows: fc.uniqueArray(fc.constantFrom("exec" as const, "open" as const, "load" as const)),
    ecosystems: fc.uniqueArray(fc.constantFrom("npm", "pypi")),
  },
  { requiredKeys: ["id", "role", "source", "events", "unreadable", "unplaced", "losses", "shows"] },
);
const problem = fc.record(
  { code: name, message: name, path: name, offset: number },
  { requiredKeys: ["code", "message"] },
);
const unplaced = fc.record({
  given: name,
  reason: fc.constantFrom("no-directory" as const, "pattern" as const, "name" as const),
  seen,
});
const network = fc.record({
  kind: fc.constantFrom("connect" as const, "listen" as const),
  address: name,
  seen: fc.dictionary(name, number, { noNullPrototype: true }),
});

function listOf<Item>(
  item: fc.Arbitrary<Item>,
  key: (item: Item) => unknown,
): fc.Arbitrary<Item[]> {
  return fc.uniqueArray(item, { selector: key, maxLength: 4 });
}

/** Evidence of one subject with few names, so that much of it is told of twice. */
export const arbitraryEvidence: fc.Arbitrary<Evidence> = fc
  .record({
    subject: name.map((text) => ({ name: text, digest: "sha256:00" })),
    units: listOf(unit, ({ id }) => id),
    files: listOf(file, ({ path }) => path),
    packages: listOf(fc.record({ id: name, seen }), ({ id }) => id),
    unattributed: listOf(fc.record({ path: name, seen }), ({ path }) => path),
    unplaced: listOf(unplaced, ({ given, reason }) => `${given}\0${reason}`),
    network: listOf(network, ({ kind, address }) => `${kind}\0${address}`),
    problems: listOf(problem, JSON.stringify),
  })
  .map((fields) => ({ kind: "evidence", schemaVersion: "1.0", ...fields }));
