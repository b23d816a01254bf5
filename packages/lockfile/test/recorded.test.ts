import { expect, test } from "vitest";
import { compareGraphs, expectedGraph, graphOf, parseRecorded, recorded } from "./referee.ts";

// fixtures/README.md says how the lockfiles and what is expected of them were recorded.
for (const one of recorded) {
  test(`reads the packages and edges of ${one.folder} that ${one.by} gives`, () => {
    const lockfile = parseRecorded(one);
    const expected = expectedGraph(one, lockfile);
    expect(expected.packages.size).toBeGreaterThan(3);
    const { missing, extra } = compareGraphs(graphOf(lockfile), expected);
    expect(missing).toEqual([]);
    if (!one.isPart) expect(extra).toEqual([]);
    expect(lockfile.problems).toEqual([]);
  });
}
