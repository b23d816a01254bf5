import type { OnProblem } from "@coppice/types";
import { openSqlitePages, type SqlitePages } from "./open-sqlite-pages.ts";
import { parseSqliteRecord, type SqliteValue } from "./parse-sqlite-record.ts";
import { throwProblem } from "./throw-problem.ts";
import { walkSqliteTable } from "./walk-sqlite-table.ts";

/** A row of a table of SQLite. */
export interface SqliteRow {
  /** A `bigint` where it is no safe integer. */
  readonly rowid: number | bigint;
  /**
   * By the order of the columns. A column `INTEGER PRIMARY KEY` is another name of the rowid, and null here; columns that
   * were added to the table later can be absent at the end.
   */
  readonly values: readonly SqliteValue[];
}

/** Options of {@link parseSqliteTable}. */
export interface ParseSqliteTableOptions {
  /** Content of the write-ahead log beside the database, whose name ends in `-wal`. */
  readonly wal?: Uint8Array | undefined;
  /** Told of each page and row that is damaged, and of a table that is absent; without it the first is thrown. */
  readonly onProblem?: OnProblem | undefined;
}

/**
 * The rows of one table of an SQLite database, in the order of their rowids, as the last transaction left them that was
 * committed to the file or its write-ahead log. Blobs share memory with the database. `sqlite_schema` lists the tables.
 * Those made `WITHOUT ROWID` cannot be read, and a rollback journal
 * is not applied. See "Database File Format" at sqlite.org.
 *
 * @example
 * ```ts
 * import { parseSqliteTable } from "@coppice/inventory";
 * import type { Problem } from "@coppice/types";
 *
 * // One page of 512 bytes, with the tree of sqlite_schema, which is empty.
 * const database = new Uint8Array(512);
 * database.set(new TextEncoder().encode("SQLite format 3\0"));
 * database.set([2, 0], 16);
 * database.set([13], 100);
 * [...parseSqliteTable(database, "sqlite_schema")]; // => []
 * const problems: Problem[] = [];
 * [...parseSqliteTable(database, "Packages", { onProblem: (problem) => problems.push(problem) })];
 * problems[0]?.code; // => "SQLITE_TABLE_ABSENT"
 * ```
 * @throws An `InventoryError` with code `CONTENT_INVALID` when it is no SQLite database, and for the first problem where
 * there is no `onProblem`.
 */
export function* parseSqliteTable(
  database: Uint8Array,
  table: string,
  options: ParseSqliteTableOptions = {},
): Generator<SqliteRow> {
  const { wal, onProblem = throwProblem } = options;
  const pages = openSqlitePages(database, wal, onProblem);
  const root = findRoot(pages, table.toLowerCase(), onProblem);
  if (root === undefined) {
    const message = `it has no table ${table}, or what lists it is damaged; nothing of it is read`;
    onProblem({ code: "SQLITE_TABLE_ABSENT", message });
    return;
  }
  yield* rowsOf(pages, root, onProblem);
}

const schemaRoot = 1;

function findRoot(pages: SqlitePages, table: string, onProblem: OnProblem): number | undefined {
  if (table === "sqlite_schema" || table === "sqlite_master") return schemaRoot;
  for (const { values } of rowsOf(pages, schemaRoot, onProblem)) {
    const [type, name, , root] = values;
    const isWanted = type === "table" && typeof name === "string" && name.toLowerCase() === table;
    if (isWanted && typeof root === "number") return root;
  }
  return undefined;
}

function* rowsOf(pages: SqlitePages, root: number, onProblem: OnProblem): Generator<SqliteRow> {
  for (const { rowid, payload } of walkSqliteTable(pages, root, onProblem)) {
    const values = parseSqliteRecord(payload, pages.decode);
    if (values === undefined) {
      const message = `the record of row ${rowid} is damaged; the row is left out`;
      onProblem({ code: "SQLITE_ROW_DAMAGED", message });
    } else {
      yield { rowid, values };
    }
  }
}
