/** A requirement of a Python project, in its parts. */
export interface PythonRequirement {
  readonly name: string;
  readonly extras: readonly string[];
  /** Versions that are allowed, without spaces: `>=1.0,<2`; empty where any is. */
  readonly versions: string;
  /** Address that it is taken from instead. */
  readonly url?: string;
  /** Environment marker, not evaluated. */
  readonly marker?: string;
}

/**
 * Reads `name[extra]>=1.0; marker` or `name @ url ; marker`; `undefined` when `text` begins with no name. See the PyPA
 * specification "Dependency specifiers".
 */
export function parseRequirement(text: string): PythonRequirement | undefined {
  let at = 0;
  while (isNameCharacter(text[at])) at += 1;
  const name = text.slice(0, at);
  if (name === "") return undefined;
  at = skipSpace(text, at);
  let extras: readonly string[] = [];
  if (text[at] === "[") {
    const end = text.indexOf("]", at);
    if (end < 0) return undefined;
    extras = text
      .slice(at + 1, end)
      .split(",")
      .map((extra) => extra.trim())
      .filter(Boolean);
    at = skipSpace(text, end + 1);
  }
  if (text[at] === "@") {
    // An address may hold a semicolon; that of a marker has space before it.
    const rest = text.slice(at + 1).trim();
    const semicolon = rest.indexOf(" ;");
    const url = semicolon < 0 ? rest : rest.slice(0, semicolon).trim();
    const marker = semicolon < 0 ? "" : rest.slice(semicolon + 2).trim();
    return { name, extras, versions: "", url, ...(marker && { marker }) };
  }
  const semicolon = text.indexOf(";", at);
  const bounds = text.slice(at, semicolon < 0 ? undefined : semicolon);
  const marker = semicolon < 0 ? "" : text.slice(semicolon + 1).trim();
  const versions = bounds.replace(/[() \t]/g, "");
  if (versions !== "" && !"<>=!~".includes(versions[0] ?? "")) return undefined;
  return { name, extras, versions, ...(marker && { marker }) };
}

/** The one version that `versions` allow; undefined where they allow several. */
export function pinnedVersion(versions: string): string | undefined {
  if (!versions.startsWith("==")) return undefined;
  const version = versions.slice(versions.startsWith("===") ? 3 : 2);
  return version === "" || version.includes(",") || version.includes("*") ? undefined : version;
}

function isNameCharacter(character: string | undefined): boolean {
  return character !== undefined && /^[A-Za-z0-9._-]$/.test(character);
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (text[at] === " " || text[at] === "\t") at += 1;
  return at;
}
