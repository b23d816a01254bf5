import { gradeEvidence, strace } from "@coppice/trace";
import type { Row } from "../evaluation.ts";
import { listedPaths, recordPythonRun } from "./recorded-python.ts";
import { exactlyUsed, openedPaths, usedNames } from "./usage-rules.ts";

/**
 * A Python program in a root of Debian 12: its bytecode is in no package's list, and its libraries are listed by other
 * paths than those that they are opened by. Packages that are found used, beside what dpkg says of the real paths.
 */
export async function* pythonTrap(): AsyncIterable<Row> {
  const run = await recordPythonRun();
  if ("missing" in run) {
    yield { name: "python trap", values: { skipped: run.missing }, passed: true };
    return;
  }
  const { root, bom, events, truth } = run;
  const evidence = await gradeEvidence([events], bom, { unit: "run", source: strace });
  const listed = listedPaths(root);
  for (const [rule, used] of [
    ["this package", usedNames(evidence, bom)],
    ["listed paths, as given", exactlyUsed(listed, openedPaths(events, "given"))],
    ["listed paths, as the kernel has them", exactlyUsed(listed, openedPaths(events, "real"))],
  ] as const) {
    const found = [...truth].filter((name) => used.has(name)).length;
    const more = [...used].filter((name) => !truth.has(name));
    const missed = [...truth].filter((name) => !used.has(name)).sort();
    yield {
      name: `python trap: ${rule}`,
      values: { used: truth.size, found, "not used": more.length, missed: missed.join(" ") },
      passed: rule !== "this package" || (missed.length === 0 && more.length === 0),
    };
  }
}
