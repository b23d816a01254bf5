import type { ExtractorContext } from "../extractor.ts";
import { isInventoryError } from "../inventory-error.ts";
import { parseSqliteTable } from "../sqlite/parse-sqlite-table.ts";
import { problemsIn } from "../sqlite/problems-in.ts";

/** The database of Nix. */
export const nixDatabase = "/nix/var/nix/db/db.sqlite";

/** A store path uses another. */
export interface NixReference {
  readonly from: string;
  readonly to: string;
}

/** Which store paths refer to which, as the database says; none where there is no database. */
export async function readNixReferences(
  context: ExtractorContext,
): Promise<readonly NixReference[]> {
  const onProblem = problemsIn(nixDatabase, context.onProblem);
  const read = async (path: string) =>
    context.index.resolve(path).found ? await context.read(path) : undefined;
  const database = await read(nixDatabase);
  if (database === undefined) return [];
  const wal = await read(`${nixDatabase}-wal`);
  try {
    const paths = new Map<unknown, string>();
    // `id` is the rowid and comes first, then `path`.
    for (const { rowid, values } of parseSqliteTable(database, "ValidPaths", { wal, onProblem })) {
      if (typeof values[1] === "string") paths.set(rowid, values[1]);
    }
    const references: NixReference[] = [];
    for (const { values } of parseSqliteTable(database, "Refs", { wal, onProblem })) {
      const from = paths.get(values[0]);
      const to = paths.get(values[1]);
      if (from !== undefined && to !== undefined && from !== to) references.push({ from, to });
    }
    return references;
  } catch (error) {
    if (!isInventoryError(error)) throw error;
    const message = `what store paths refer to is not known: ${error.message}`;
    onProblem({ code: "NIX_DATABASE_DAMAGED", message });
    return [];
  }
}
