/** A line of a requirements file as pip sees it: continued lines joined, comments off. */
export interface RequirementLine {
  readonly text: string;
  /** From 1; the first of several that were joined. */
  readonly line: number;
  /** Comments on it and after it, without their number sign. */
  readonly comments: readonly string[];
}

/** The lines of a requirements file. See pip's documentation, "Requirements File Format". */
export function requirementLines(text: string): readonly RequirementLine[] {
  const lines: (RequirementLine & { readonly comments: string[] })[] = [];
  let parts: string[] = [];
  let start = 1;
  const flush = (): void => {
    const said = parts.join(" ").trim();
    if (said !== "") lines.push({ text: said, line: start, comments: [] });
    parts = [];
  };
  for (const [index, raw] of text.split("\n").entries()) {
    const trimmed = raw.trim();
    if (parts.length === 0) start = index + 1;
    if (trimmed.endsWith("\\") && !trimmed.startsWith("#")) {
      parts.push(trimmed.slice(0, -1));
      continue;
    }
    const comment = trimmed.startsWith("#") ? 0 : trimmed.search(/[ \t]#/) + 1;
    const isCommented = trimmed.startsWith("#") || comment > 0;
    parts.push(isCommented ? trimmed.slice(0, comment) : trimmed);
    flush();
    if (isCommented) lines.at(-1)?.comments.push(trimmed.slice(comment + 1));
  }
  flush();
  return lines;
}
