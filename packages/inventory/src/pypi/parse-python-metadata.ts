/** What the inventory needs of a `METADATA` or `PKG-INFO`. */
export interface PythonMetadata {
  readonly name: string;
  readonly version: string;
  readonly summary?: string;
  readonly licenses: readonly string[];
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
  let last: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    // The description follows the first empty line.
    if (line === "") break;
    if (line[0] === " " || line[0] === "\t") {
      // Of a folded line only that it goes on is of interest: then it is a licence's text and not its name.
      last.push(line.trim());
      continue;
    }
    const colon = line.indexOf(":");
    if (colon <= 0) continue;
    const name = line.slice(0, colon).toLowerCase();
    last = headers.get(name) ?? [];
    headers.set(name, last);
    last.push(line.slice(colon + 1).trim());
  }
  const first = (name: string) => headers.get(name)?.find(isSaid);
  const name = first("name");
  const version = first("version");
  if (!name || !version) return undefined;
  const summary = first("summary");
  const author = first("author") ?? first("author-email");
  return {
    name,
    version,
    ...(summary && { summary }),
    licenses: toLicenses(headers),
    ...(author && { author }),
    requires: headers.get("requires-dist") ?? [],
  };
}

/** Old tools write UNKNOWN for what nobody stated. */
function isSaid(value: string): boolean {
  return value !== "" && value !== "UNKNOWN";
}

/** The SPDX expression; else what was written in its place, or the classifiers where that is a whole text or nothing. */
function toLicenses(headers: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const [expression] = headers.get("license-expression") ?? [];
  if (expression) return [expression];
  const stated = (headers.get("license") ?? []).filter(isSaid);
  const classified = (headers.get("classifier") ?? []).flatMap((classifier) => {
    const [group, ...names] = classifier.split("::").map((part) => part.trim());
    const name = names.at(-1);
    return group === "License" && name !== undefined && name !== "OSI Approved" ? [name] : [];
  });
  const isName = stated.length === 1 || classified.length === 0;
  return isName ? stated.slice(0, 1) : classified;
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
