import { decodeEvidence, encodeEvidence, mergeEvidence } from "@coppice/trace";
import type { Evidence } from "@coppice/types";
import * as fc from "fast-check";
import { arbitraryEvidence } from "../../../packages/trace/test/arbitrary-evidence.ts";
import type { Row } from "../evaluation.ts";

const cases = 10_000;
/** The same cases in each run. */
const seed = 1;

/**
 * Whether evidence of many hosts is the same, to the byte, however it is merged: in any order, in any groups, and with some
 * of it again; and whether the compact form gives it back.
 */
export async function* mergeLaws(): AsyncIterable<Row> {
  const hosts = fc.array(arbitraryEvidence, { minLength: 1, maxLength: 5 });
  const shuffled = hosts.chain((all) =>
    fc.record({
      all: fc.constant(all),
      order: fc.shuffledSubarray([...all.keys()], { minLength: all.length }),
      again: fc.array(fc.nat(all.length - 1), { maxLength: 3 }),
      splits: fc.infiniteStream(fc.boolean()),
    }),
  );
  yield law("merged in any order, grouping and repetition", () =>
    fc.property(shuffled, ({ all, order, again, splits }) => {
      const once = merge(all);
      const picked = [...order, ...again].flatMap((at) => all[at] ?? []);
      const groups: Evidence[][] = [[]];
      for (const evidence of picked) {
        if (splits.next().value) groups.push([]);
        groups.at(-1)?.push(evidence);
      }
      const parts = groups.filter((group) => group.length > 0).map(merge);
      return JSON.stringify(merge(parts)) === JSON.stringify(once);
    }),
  );
  yield law("encoded and decoded", () =>
    fc.property(arbitraryEvidence, (raw) => {
      const evidence = mergeEvidence(raw);
      return JSON.stringify(decodeEvidence(encodeEvidence(evidence))) === JSON.stringify(evidence);
    }),
  );
}

function law<Values>(name: string, property: () => fc.IProperty<Values>): Row {
  const { numRuns, failed, counterexample } = fc.check(property(), { numRuns: cases, seed });
  return {
    name,
    values: { cases: numRuns, failed: failed ? JSON.stringify(counterexample) : 0 },
    passed: !failed,
  };
}

function merge(all: readonly Evidence[]): Evidence {
  const [first, ...rest] = all;
  if (first === undefined) throw new Error("there is nothing to merge");
  return mergeEvidence(first, ...rest);
}
