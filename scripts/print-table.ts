import type { Row } from "./evaluate/evaluation.ts";

/** Prints rows as tables: a table for rows in a row that have the same columns. */
export function printTable(rows: readonly Row[]): void {
  let table: Row[] = [];
  for (const row of rows) {
    const [first] = table;
    if (first !== undefined && columnsOf(first).join() !== columnsOf(row).join()) {
      printRows(table);
      table = [];
    }
    table.push(row);
  }
  printRows(table);
}

function columnsOf({ values }: Row): readonly string[] {
  return Object.keys(values);
}

function printRows(rows: readonly Row[]): void {
  const [first] = rows;
  if (first === undefined) return;
  const columns = columnsOf(first);
  const table = [
    ["", ...columns, ""],
    ...rows.map((row) => [
      row.name,
      ...columns.map((column) => String(row.values[column] ?? "")),
      row.passed ? "ok" : "MISSED",
    ]),
  ];
  const widths = ["", ...columns, ""].map((_, column) =>
    Math.max(...table.map((cells) => cells[column]?.length ?? 0)),
  );
  for (const cells of table) {
    const line = cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ");
    process.stdout.write(`  ${line.trimEnd()}\n`);
  }
  process.stdout.write("\n");
}
