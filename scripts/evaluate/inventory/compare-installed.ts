import { inventory } from "@coppice/inventory";
import type { FileTree, Package } from "@coppice/types";
import type { Row } from "../evaluation.ts";

/** What the packages of a language are compared with. */
export interface InstalledReferee {
  readonly name: string;
  readonly ecosystem: string;
  /** As the ecosystem's own tool tells the packages that are there. */
  readonly expected: ReadonlySet<string>;
  /** A package in the same words. */
  keyOf(found: Package): string;
}

/**
 * Compares the packages of one ecosystem that are installed in a tree with those that its own tool lists, and counts what
 * else is told: packages that are only declared, requirements, and files that nobody explains.
 */
export async function compareInstalled(tree: FileTree, referee: InstalledReferee): Promise<Row> {
  const { name, ecosystem, expected, keyOf } = referee;
  const bom = await inventory(tree, { subject: { name, digest: "sha256:00" } });
  const own = bom.packages.filter((found) => found.ecosystem === ecosystem);
  const installed = own.filter(({ presence }) => presence === "installed");
  const found = installed.map(keyOf);
  const right = new Set(found.filter((key) => expected.has(key))).size;
  const files = bom.files?.filter(({ type }) => type === "file") ?? [];
  return {
    name,
    values: {
      expected: expected.size,
      found: found.length,
      precision: (right / found.length).toFixed(3),
      recall: (right / expected.size).toFixed(3),
      declared: own.length - found.length,
      dependencies: bom.dependencies.length,
      "with digests": installed.filter(({ digests }) => digests !== undefined).length,
      unexplained: files.filter(({ attribution }) => attribution.kind === "unowned").length,
      problems: bom.problems.length,
    },
    passed: right === expected.size && found.length === expected.size,
  };
}
