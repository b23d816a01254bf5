import type { OnProblem } from "@coppice/types";
import { fileFormat } from "../file-format.ts";
import { InventoryError, isInventoryError } from "../inventory-error.ts";
import { parseSqliteTable } from "../sqlite/parse-sqlite-table.ts";
import { throwProblem } from "../sqlite/throw-problem.ts";
import { parseRpmHeader } from "./parse-rpm-header.ts";
import { isBdb, readBdbRecords } from "./read-bdb-records.ts";
import { isNdb, readNdbRecords } from "./read-ndb-records.ts";
import type { RpmPackage } from "./rpm-package.ts";
import { rpmPackageOf } from "./rpm-package-of.ts";
import type { RpmRecord } from "./rpm-record.ts";

/** Options of {@link parseRpmDatabase}. */
export interface ParseRpmDatabaseOptions {
  /** Content of the write-ahead log beside `rpmdb.sqlite`, whose name ends in `-wal`. */
  readonly wal?: Uint8Array | undefined;
  /** Told of each part of the database that is damaged; without it the first is thrown. */
  readonly onProblem?: OnProblem | undefined;
}

/**
 * The packages in a database of rpm: `rpmdb.sqlite`, `Packages.db` or, of Berkeley DB in either byte order, `Packages`; what
 * it is, its content says. Keys that were imported are in it as packages named `gpg-pubkey`.
 *
 * @example
 * ```ts
 * import { parseRpmDatabase } from "@coppice/inventory";
 *
 * // The beginning of a Packages.db: a page of slots, none of which is used.
 * const database = new Uint8Array(4096);
 * database.set(new TextEncoder().encode("RpmP"));
 * database.set([1], 12);
 * for (let slot = 32; slot < 4096; slot += 16) database.set(new TextEncoder().encode("Slot"), slot);
 * [...parseRpmDatabase(database)]; // => []
 * ```
 * @throws An `InventoryError` with code `CONTENT_INVALID` when it is in none of these formats, and for the first problem
 * where there is no `onProblem`.
 */
export function* parseRpmDatabase(
  database: Uint8Array,
  options: ParseRpmDatabaseOptions = {},
): Generator<RpmPackage> {
  const { wal, onProblem = throwProblem } = options;
  for (const { bytes, number } of recordsOf(database, wal, onProblem)) {
    let found: RpmPackage;
    try {
      found = rpmPackageOf(parseRpmHeader(bytes));
    } catch (error) {
      if (!isInventoryError(error)) throw error;
      const message = `the package of record ${number} is missing: ${error.message}`;
      onProblem({ code: "RPM_HEADER_DAMAGED", message });
      continue;
    }
    yield found;
  }
}

function recordsOf(
  database: Uint8Array,
  wal: Uint8Array | undefined,
  onProblem: OnProblem,
): Iterable<RpmRecord> {
  if (isNdb(database)) return readNdbRecords(database, onProblem);
  if (isBdb(database)) return readBdbRecords(database, onProblem);
  if (fileFormat(database) === "sqlite") return readSqliteRecords(database, wal, onProblem);
  const message = "it is no database of rpm, or ends in its header; fetch it again";
  throw new InventoryError("CONTENT_INVALID", message);
}

/** The table has two columns: the number, which is the rowid, and the header. */
function* readSqliteRecords(
  database: Uint8Array,
  wal: Uint8Array | undefined,
  onProblem: OnProblem,
): Generator<RpmRecord> {
  for (const { rowid, values } of parseSqliteTable(database, "Packages", { wal, onProblem })) {
    const [, bytes] = values;
    if (bytes instanceof Uint8Array) {
      yield { bytes, number: Number(rowid) };
    } else {
      const message = `record ${rowid} has no header; its package is missing`;
      onProblem({ code: "RPM_DATABASE_DAMAGED", message });
    }
  }
}
