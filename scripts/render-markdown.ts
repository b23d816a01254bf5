import type { Row } from "./evaluate/evaluation.ts";

/** Rows as Markdown tables: a table for rows in a row that have the same columns. */
export function renderMarkdown(rows: readonly Row[]): string {
  const lines: string[] = [];
  let columns: readonly string[] = [];
  for (const { name, values } of rows) {
    const own = Object.keys(values);
    if (own.join() !== columns.join()) {
      columns = own;
      if (lines.length > 0) lines.push("");
      lines.push(line(["", ...columns]), line(["---", ...columns.map(() => "---")]));
    }
    lines.push(line([name, ...columns.map((column) => String(values[column] ?? ""))]));
  }
  return `${lines.join("\n")}\n`;
}

function line(cells: readonly string[]): string {
  // What would end a cell or begin emphasis stands for itself.
  return `| ${cells.map((cell) => cell.replaceAll(/[|*]/g, "\\$&")).join(" | ")} |`;
}
