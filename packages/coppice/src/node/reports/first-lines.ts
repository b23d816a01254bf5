import { integer } from "./figures.ts";

/** The first of `lines`, indented by two, and how many more there are. */
export function firstLines(lines: readonly string[], most: number): readonly string[] {
  const shown = lines.slice(0, most).map((line) => `  ${line}`);
  return lines.length > most ? [...shown, `  … and ${integer(lines.length - most)} more`] : shown;
}
