/**
 * The sections of a file of pacman's database, `desc` or `files`: a name between percent signs, and lines up to an
 * empty one. Where a name comes twice the first one counts.
 *
 * @example
 * ```ts
 * import { parseAlpmRecord } from "@coppice/inventory";
 *
 * const sections = parseAlpmRecord("%NAME%\ntree\n\n%DEPENDS%\nglibc>=2.38\nbash\n");
 * sections.get("DEPENDS"); // => ["glibc>=2.38", "bash"]
 * ```
 */
export function parseAlpmRecord(text: string): ReadonlyMap<string, readonly string[]> {
  const sections = new Map<string, string[]>();
  let current: string[] | undefined;
  for (const written of text.split("\n")) {
    const line = written.endsWith("\r") ? written.slice(0, -1) : written;
    if (line === "") current = undefined;
    else if (current !== undefined) current.push(line);
    else if (line.length > 2 && line.startsWith("%") && line.endsWith("%")) {
      current = [];
      const name = line.slice(1, -1);
      if (!sections.has(name)) sections.set(name, current);
    }
  }
  return sections;
}
