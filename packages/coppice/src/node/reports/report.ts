/** A part of a report: lines that belong together; one without lines is left out. */
export type Section = readonly string[];

/** Sections with an empty line between them. */
export function report(sections: readonly Section[]): string {
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
}

/** Lines under a title, or nothing where there are no lines. */
export function titled(title: string, lines: readonly string[]): Section {
  return lines.length === 0 ? [] : [title, ...lines];
}
