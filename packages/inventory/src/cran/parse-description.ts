/**
 * The fields of an R package's `DESCRIPTION`, by names in lower case; lines that begin with a space go on with the one before.
 * See Writing R Extensions, "The DESCRIPTION file". Of fields that come twice the first counts.
 */
export function parseDescription(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  let name: string | undefined;
  for (const line of text.split("\n")) {
    if (line.startsWith(" ") || line.startsWith("\t")) {
      const before = name === undefined ? undefined : fields.get(name);
      if (name !== undefined && before !== undefined) fields.set(name, `${before} ${line.trim()}`);
      continue;
    }
    const colon = line.indexOf(":");
    const key = line.slice(0, Math.max(colon, 0)).toLowerCase();
    name = colon > 0 && !fields.has(key) ? key : undefined;
    if (name !== undefined) fields.set(name, line.slice(colon + 1).trim());
  }
  return fields;
}
