import { printable } from "./printable.ts";

/** A column of a {@link table}: its title, and the side on which its cells stand. */
export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
}

/** Lines of cells below their titles, indented by two. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const lines = [columns.map(({ title }) => title), ...rows.map((row) => row.map(printable))];
  const widths = columns.map((_, at) =>
    lines.reduce((width, line) => Math.max(width, line[at]?.length ?? 0), 0),
  );
  return lines.map((line) => {
    const cells = columns.map(({ align = "left" }, at) => {
      const cell = line[at] ?? "";
      const width = widths[at] ?? 0;
      return align === "right" ? cell.padStart(width) : cell.padEnd(width);
    });
    return `  ${cells.join("  ")}`.trimEnd();
  });
}
