import { readFileSync } from "node:fs";
import { inventory } from "@coppice/inventory";
import type { FileTree, Package } from "@coppice/types";
import type { Row } from "../evaluation.ts";

/** What a system is compared with. */
export interface SystemReferee {
  readonly name: string;
  /** A table with a line for each package, made by the system's own tool. */
  readonly expectedList: string;
  /** The cells of a package as that table has them. */
  cellsOf(found: Package): readonly (string | undefined)[];
  /** Words that stand before these cells. */
  readonly skipped: number;
}

/**
 * Compares all that is told of the packages in a root file system with what its own tool says, and counts dependencies
 * that nothing satisfies and paths that nothing explains.
 */
export async function compareSystem(tree: FileTree, referee: SystemReferee): Promise<Row> {
  const lines = readFileSync(referee.expectedList, "utf8").split("\n").filter(Boolean);
  const expected = new Set(
    lines.map((line) => line.split("\t").slice(referee.skipped).join("\t").trim()),
  );
  const bom = await inventory(tree, { subject: { name: referee.name, digest: "sha256:00" } });
  const found = bom.packages.map((each) => referee.cellsOf(each).join("\t"));
  const equal = found.filter((each) => expected.has(each)).length;
  const hard = bom.dependencies.filter(
    ({ kind }) => kind === "runtime" || kind === "pre-dependency",
  );
  const unsatisfied = hard.filter(({ satisfiedBy }) => satisfiedBy.length === 0).length;
  const paths = bom.files?.length ?? 0;
  const unowned =
    bom.files?.filter(({ attribution }) => attribution.kind === "unowned").length ?? 0;
  return {
    name: referee.name,
    values: {
      expected: expected.size,
      found: found.length,
      equal,
      dependencies: hard.length,
      unsatisfied,
      paths,
      unexplained: unowned,
    },
    passed: equal === expected.size && equal === found.length && unsatisfied === 0,
  };
}
