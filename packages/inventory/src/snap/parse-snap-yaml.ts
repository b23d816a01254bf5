/**
 * The members at the first level of a `snap.yaml` or `manifest.yaml` that are a text or a list of texts; a text counts
 * as a list of one. It reads the block style that snapcraft writes, where a name at the first level begins its line;
 * what is deeper, or longer than its line, is left out. Where a name comes twice the first one counts.
 *
 * @example
 * ```ts
 * import { parseSnapYaml } from "@coppice/inventory";
 *
 * const members = parseSnapYaml("name: tree\nversion: '1.10'\narchitectures:\n- amd64\n- arm64\napps:\n  tree: {}\n");
 * members.get("version"); // => ["1.10"]
 * members.get("architectures"); // => ["amd64", "arm64"]
 * members.get("apps"); // => []
 * ```
 */
export function parseSnapYaml(text: string): ReadonlyMap<string, readonly string[]> {
  const members = new Map<string, string[]>();
  let list: string[] | undefined;
  for (const written of text.split("\n")) {
    const line = written.trimEnd();
    const item = line.trimStart();
    if (item.startsWith("- ")) {
      // Items of a mapping are no texts.
      if (!item.includes(": ")) list?.push(...readScalar(item.slice(2)));
      continue;
    }
    if (item === "" || item.startsWith("#")) continue;
    // What follows is of this line, also where it is a member of a deeper mapping.
    list = undefined;
    if (item !== line) continue;
    const colon = line.indexOf(":");
    if (colon <= 0) continue;
    const value = line.slice(colon + 1);
    if (value !== "" && !value.startsWith(" ")) continue;
    const found = readValue(value.trim());
    // Only a name without a value is followed by its items.
    if (value === "") list = found;
    const name = line.slice(0, colon);
    if (!members.has(name)) members.set(name, found);
  }
  return members;
}

function readValue(text: string): string[] {
  if (!text.startsWith("[") || !text.endsWith("]")) return readScalar(text);
  return text
    .slice(1, -1)
    .split(",")
    .flatMap((each) => readScalar(each.trim()));
}

/** None for what is empty, goes on in other lines or is no text. */
function readScalar(text: string): string[] {
  const quote = text[0] ?? "";
  if (quote === '"' || quote === "'") {
    const end = text.lastIndexOf(quote);
    const inner = text.slice(1, end);
    return end === 0 || inner === "" ? [] : [quote === "'" ? inner.replaceAll("''", "'") : inner];
  }
  const [plain = ""] = text.split(" #", 1);
  return plain === "" || "|>&*!{[#".includes(quote) ? [] : [plain.trimEnd()];
}
