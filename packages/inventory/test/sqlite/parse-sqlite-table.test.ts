import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isInventoryError, parseSqliteTable, type SqliteValue } from "@coppice/inventory";
import type { Problem } from "@coppice/types";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderSqlite } from "./render-sqlite.ts";

function read(database: Uint8Array, table = "Packages", wal?: Uint8Array) {
  const problems: Problem[] = [];
  const onProblem = (problem: Problem) => problems.push(problem);
  const rows = [...parseSqliteTable(database, table, { wal, onProblem })];
  return { rows, problems, codes: problems.map(({ code }) => code) };
}

test("reads values that fill a page, and those that go on over others", () => {
  const blobs = [0, 1, 476, 477, 478, 479, 1000, 5000].map((size) => new Uint8Array(size).fill(7));
  const { rows, problems } = read(renderSqlite(blobs.map((blob) => [null, blob])));
  expect(problems).toEqual([]);
  expect(rows).toEqual(blobs.map((blob, index) => ({ rowid: index + 1, values: [null, blob] })));
});

test("reads the list of tables, and finds a table whatever its case", () => {
  const database = renderSqlite([[1, "a"]]);
  expect(read(database, "SQLITE_MASTER").rows[0]?.values.slice(0, 4)).toEqual([
    "table",
    "Packages",
    "Packages",
    2,
  ]);
  expect(read(database, "pACKAGES").rows).toEqual([{ rowid: 1, values: [1, "a"] }]);
  expect(read(renderSqlite([])).rows).toEqual([]);
});

test("reads each page once, whatever links say", () => {
  const database = renderSqlite([[1], [2], [3]]);
  const root = 512;
  const withChild = (page: number) => {
    const changed = database.slice();
    changed[root + 11] = page;
    return read(changed);
  };
  expect(withChild(2).codes).toEqual(["SQLITE_PAGE_DAMAGED"]);
  expect(withChild(2).rows).toHaveLength(2);
  expect(withChild(3).codes).toEqual(["SQLITE_PAGE_DAMAGED"]);
  expect(withChild(200).codes).toEqual(["SQLITE_PAGE_DAMAGED"]);
});

test("reads an overflow page for one row only", () => {
  const blob = new Uint8Array(600);
  const database = renderSqlite([
    [null, blob],
    [null, blob],
  ]);
  const changed = database.slice();
  // The last four bytes of both leaves link to their overflow page.
  changed.set(database.subarray(3 * 512 - 4, 3 * 512), 5 * 512 - 4);
  expect(read(database).rows).toHaveLength(2);
  expect(read(changed)).toMatchObject({ rows: [{ rowid: 1 }], codes: ["SQLITE_PAGE_DAMAGED"] });
});

test("does not give out bytes of a page twice when its rows overlap", () => {
  const database = renderSqlite([[null, new Uint8Array(400)]]);
  const page = 2 * 512;
  const [high = 0, low = 0] = database.subarray(page + 8, page + 10);
  database[page + 4] = 2;
  database.set([high, low], page + 10);
  expect(read(database)).toMatchObject({ rows: [{ rowid: 1 }], codes: ["SQLITE_PAGE_DAMAGED"] });
});

test("leaves out rows whose record or size is impossible", () => {
  const database = renderSqlite([[1], [2]]);
  const leaf = 2 * 512;
  const at = leaf + 512 - 8;
  const change = (offset: number, value: number) => {
    const changed = database.slice();
    changed[offset] = value;
    return read(changed);
  };
  expect(database.subarray(at, at + 4)).toEqual(Uint8Array.of(6, 1, 2, 4));
  // A size that goes on, a header longer than the record, and a reserved type.
  expect(change(at, 0xff).codes).toEqual(["SQLITE_PAGE_DAMAGED"]);
  expect(change(at + 2, 9).codes).toEqual(["SQLITE_ROW_DAMAGED"]);
  expect(change(at + 3, 10).codes).toEqual(["SQLITE_ROW_DAMAGED"]);
  expect(change(at + 3, 10).rows).toHaveLength(1);
});

test("says that there is no such table, and throws it where nobody listens", () => {
  const database = renderSqlite([[1]]);
  expect(read(database, "Names").codes).toEqual(["SQLITE_TABLE_ABSENT"]);
  expect(() => [...parseSqliteTable(database, "Names")]).toThrow(
    expect.objectContaining({ code: "CONTENT_INVALID" }),
  );
});

test("refuses what is no SQLite database", () => {
  const pageSizeOf = (high: number, low: number) => {
    const database = renderSqlite([[1]]);
    database.set([high, low], 16);
    return database;
  };
  const wrong = [new Uint8Array(), new Uint8Array(512), pageSizeOf(3, 0), pageSizeOf(0, 1)];
  for (const database of wrong.slice(0, 3)) {
    expect(() => read(database)).toThrow(expect.objectContaining({ code: "CONTENT_INVALID" }));
  }
  // Pages of 65536 bytes, of which not one is whole.
  expect(read(pageSizeOf(0, 1)).codes).toEqual(["SQLITE_PAGE_DAMAGED", "SQLITE_TABLE_ABSENT"]);
});

test("comes to an end, with coded problems, whatever is cut or changed", () => {
  const database = renderSqlite([["a", new Uint8Array(900)], [2, "b"], [null]]);
  const byte = fc.record({
    at: fc.nat(database.length - 1),
    value: fc.integer({ min: 0, max: 255 }),
  });
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 8 }), fc.nat(database.length), (changes, length) => {
      const changed = database.slice(0, length);
      for (const { at, value } of changes) if (at < length) changed[at] = value;
      try {
        const { rows, problems } = read(changed);
        expect(rows.length + problems.length).toBeGreaterThan(0);
      } catch (error) {
        expect(isInventoryError(error)).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});

const hasSqlite = spawnSync("sqlite3", ["--version"]).status === 0;

describe.skipIf(!hasSqlite)("beside sqlite3", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "coppice-sqlite-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = (file: string, script: string): string => {
    const { stdout, stderr, status } = spawnSync("sqlite3", [join(folder, file)], {
      input: script,
      encoding: "utf8",
      maxBuffer: 1 << 26,
    });
    if (status !== 0) throw new Error(stderr);
    return stdout;
  };
  const bytesOf = (file: string) => readFileSync(join(folder, file));
  /** A value as sqlite3's mode `quote` prints it. */
  const quote = (value: SqliteValue | undefined): string => {
    if (value === null || value === undefined) return "NULL";
    if (value instanceof Uint8Array) return `X'${Buffer.from(value).toString("hex")}'`;
    return typeof value === "string" ? `'${value}'` : String(value);
  };
  const columns = "quote(a)||'|'||quote(b)";
  const listed = (file: string, wal?: Uint8Array) => {
    const { rows, problems } = read(bytesOf(file), "t", wal);
    expect(problems).toEqual([]);
    return rows.map(({ rowid, values: [a, b] }) =>
      `${rowid}|${quote(a)}|${quote(b)}`.toLowerCase(),
    );
  };
  const truth = (file: string) =>
    run(file, `SELECT rowid||'|'||${columns} FROM t ORDER BY rowid;`)
      .trim()
      .toLowerCase()
      .split("\n");

  test("reads every kind of value, whatever the page size and encoding", () => {
    const integers = [0, 1, -1, 127, -128, 32767, 8388607, -8388608, 2147483647, -2147483649];
    const values = [
      ...integers.map(String),
      "140737488355327",
      "-140737488355328",
      "9007199254740993",
      "-9223372036854775808",
      "1.5",
      "NULL",
      "'é€😀'",
      "''",
      "X''",
      "X'00ff'",
      "zeroblob(70000)",
      "replace(hex(zeroblob(3000)), '0', 'ab')",
    ];
    const kinds = [
      [512, "UTF-8"],
      [65536, "UTF-8"],
      [4096, "UTF-16le"],
      [4096, "UTF-16be"],
    ] as const;
    for (const [pageSize, encoding] of kinds) {
      const file = `${pageSize}-${encoding}.db`;
      const rows = values.map((value) => `INSERT INTO t VALUES (${value}, 'x');`).join("\n");
      run(
        file,
        `PRAGMA page_size=${pageSize}; PRAGMA encoding='${encoding}'; CREATE TABLE t (a, b);
        ${rows}
        INSERT INTO t(rowid, a) VALUES (-5, 1), (-9223372036854775808, 2), (9223372036854775807, 3), (300000000000, 4);`,
      );
      expect(listed(file)).toEqual(truth(file));
    }
  });

  test("reads deep trees after deletions, reserved bytes, and columns that were added", () => {
    run(
      "deep.db",
      `.filectrl reserve_bytes 32
      PRAGMA page_size=512; VACUUM; CREATE TABLE t (a);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
      INSERT INTO t SELECT i || hex(zeroblob(i % 400)) FROM n;
      DELETE FROM t WHERE rowid % 3 = 0; ALTER TABLE t ADD COLUMN b; UPDATE t SET b = 2 WHERE rowid = 7;`,
    );
    expect(bytesOf("deep.db")[20]).toBe(32);
    expect(listed("deep.db")).toEqual(truth("deep.db"));
  });

  test("takes what is only in the write-ahead log, up to its last commit", () => {
    run(
      "log.db",
      `PRAGMA page_size=1024; PRAGMA journal_mode=WAL; CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 'old');`,
    );
    run(
      "log.db",
      `.dbconfig no_ckpt_on_close on
      PRAGMA wal_autocheckpoint=0; UPDATE t SET b = 'new'; INSERT INTO t VALUES (2, zeroblob(5000));`,
    );
    expect(existsSync(join(folder, "log.db-wal"))).toBe(true);
    const wal = bytesOf("log.db-wal");
    const database = bytesOf("log.db");
    const named = (log: Uint8Array | undefined) =>
      read(database, "t", log).rows.map(({ values }) => values[0]);
    expect(named(undefined)).toEqual([1]);
    expect(read(database, "t", wal).rows).toEqual([
      { rowid: 1, values: [1, "new"] },
      { rowid: 2, values: [2, new Uint8Array(5000)] },
    ]);
    // Without its last frame, which commits, the log has only the first transaction; with a changed salt none.
    expect(read(database, "t", wal.subarray(0, -1)).rows).toEqual([
      { rowid: 1, values: [1, "new"] },
    ]);
    const changed = Uint8Array.from(wal);
    changed[32 + 24 + 5] = 0xff;
    expect(named(changed)).toEqual([1]);
    const salted = Uint8Array.from(wal);
    salted[32 + 9] = (salted[32 + 9] ?? 0) ^ 1;
    expect(read(database, "t", salted)).toMatchObject({
      rows: [{ values: [1, "old"] }],
      codes: [],
    });
    const headless = Uint8Array.from(wal);
    headless[9] = 1;
    expect(read(database, "t", headless)).toMatchObject({
      rows: [{ values: [1, "old"] }],
      codes: ["SQLITE_WAL_DAMAGED"],
    });
    expect(read(database, "t", wal.subarray(0, 20)).codes).toEqual(["SQLITE_WAL_DAMAGED"]);
    expect(read(database, "t", new Uint8Array()).codes).toEqual([]);
    expect(listed("log.db", wal)).toEqual(truth("log.db"));
  });

  test("says that a table without rowids cannot be read", () => {
    run("keyed.db", "CREATE TABLE t (a PRIMARY KEY) WITHOUT ROWID; INSERT INTO t VALUES (1);");
    expect(read(bytesOf("keyed.db"), "t").codes).toEqual(["SQLITE_PAGE_DAMAGED"]);
  });
});
