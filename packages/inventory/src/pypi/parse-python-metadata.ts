/** What the inventory needs of a `METADATA` or `PKG-INFO`. */
export interface PythonMetadata {
  readonly name: string;
  readonly version: string;
  readonly summary?: string;
  readonly license?: string;
  readonly author?: string;
  /** `Requires-Dist`, as written. */
  readonly requires: readonly string[];
}

/**
 * The headers of a Python distribution's metadata; `undefined` without a name and a version. See the PyPA
 * specification "Core metadata".
 */
export function parsePythonMetadata(text: string): PythonMetadata | undefined {
  const headers = new Map<string, string[]>();
  for (const line of text.split(/\r?\n/)) {
    // The description follows the first empty line.
    if (line === "") break;
    const colon = line.indexOf(":");
    // A folded line goes on with a licence's text or the like, of which the first line is enough.
    if (colon <= 0 || line[0] === " " || line[0] === "\t") continue;
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    const values = headers.get(name);
    if (values) values.push(value);
    else headers.set(name, [value]);
  }
  const first = (name: string) => headers.get(name)?.[0];
  const name = first("name");
  const version = first("version");
  if (!name || !version) return undefined;
  const summary = first("summary");
  const license = first("license-expression") ?? first("license");
  const author = first("author") ?? first("author-email");
  return {
    name,
    version,
    ...(isSaid(summary) && { summary }),
    ...(isSaid(license) && { license }),
    ...(isSaid(author) && { author }),
    requires: headers.get("requires-dist") ?? [],
  };
}

/** Old tools write UNKNOWN for what nobody stated. */
function isSaid(value: string | undefined): value is string {
  return value !== undefined && value !== "" && value !== "UNKNOWN";
}

/**
 * Requirements of a `requires.txt`, which setuptools writes into an `.egg-info`, in the form of `Requires-Dist`: the
 * extra and marker of a section's heading, `[extra:marker]`, follow each of its lines.
 */
export function parseRequiresText(text: string): string[] {
  let condition = "";
  return text.split(/\r?\n/).flatMap((raw) => {
    const line = raw.trim();
    if (line === "") return [];
    if (!line.startsWith("[")) return [`${line}${condition}`];
    const [extra = "", ...marker] = line.slice(1, line.lastIndexOf("]")).split(":");
    const parts = [marker.join(":"), extra && `extra == "${extra}"`].filter(Boolean);
    condition = parts.length > 0 ? `; ${parts.join(" and ")}` : "";
    return [];
  });
}
