/**
 * The groups of a file in the format of the Desktop Entry Specification, as flatpak's `metadata` is: keys and values as
 * they are written, by group. Where a group or a key comes twice the later value counts, as for GLib's `GKeyFile`.
 *
 * @example
 * ```ts
 * import { parseKeyFile } from "@coppice/inventory";
 *
 * const groups = parseKeyFile("[Application]\nname=org.example.Tree\nruntime=org.example.Platform/x86_64/1\n");
 * groups.get("Application")?.get("name"); // => "org.example.Tree"
 * ```
 */
export function parseKeyFile(text: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const groups = new Map<string, Map<string, string>>();
  let group: Map<string, string> | undefined;
  for (const written of text.split("\n")) {
    const line = written.trim();
    if (line.startsWith("[") && line.endsWith("]")) {
      const name = line.slice(1, -1);
      group = groups.get(name) ?? new Map();
      groups.set(name, group);
      continue;
    }
    const equals = line.startsWith("#") ? 0 : line.indexOf("=");
    if (equals > 0) group?.set(line.slice(0, equals).trimEnd(), line.slice(equals + 1).trimStart());
  }
  return groups;
}
