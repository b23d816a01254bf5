import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The rows of a folder's `manifest.tsv`, each by the names of its first line; none where the corpus lacks it. */
export function readManifest(folder: string): readonly ReadonlyMap<string, string>[] {
  const file = join(folder, "manifest.tsv");
  return existsSync(file) ? readTable(readFileSync(file, "utf8")) : [];
}

/** The rows of a table of tab-separated values, each by the names of its first line. */
export function readTable(text: string): readonly ReadonlyMap<string, string>[] {
  const [header = "", ...lines] = text.split("\n");
  const names = header.split("\t");
  return lines
    .filter((line) => line !== "")
    .map((line) => {
      const cells = line.split("\t");
      return new Map(names.map((name, index) => [name, cells[index] ?? ""]));
    });
}
