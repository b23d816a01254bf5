import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const written = /pkg:[^\s"'<>\\{}[\]]+/g;

/** Every text that begins as a purl in the SBOM files of a corpus, once each, as the files mean it. */
export function collectPurls(corpus: string): readonly string[] {
  const folder = join(corpus, "sbom");
  const found = new Set<string>();
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (file) =>
      !/^_(?:hostile|standards)\b/.test(file) &&
      /\.(?:json|jsonld|xml|spdx|rdf|textproto|ya?ml)$/.test(file),
  );
  for (const file of files.sort()) {
    const text = readFileSync(join(folder, file), "utf8");
    const parsed = parseJson(text);
    if (parsed !== undefined) {
      addStrings(parsed, found);
      continue;
    }
    const isMarkup = text.trimStart().startsWith("<");
    for (const [purl] of text.matchAll(written)) {
      found.add(isMarkup ? purl.replaceAll("&amp;", "&") : purl);
    }
  }
  return [...found];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function addStrings(root: unknown, found: Set<string>): void {
  const open = [root];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value === "string" && value.startsWith("pkg:")) found.add(value);
    else if (typeof value === "object" && value !== null) open.push(...Object.values(value));
  }
}
