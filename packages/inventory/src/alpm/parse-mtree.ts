import { decodeName, encodeName } from "@coppice/image";
import { maximumPathLength } from "../canonical-path.ts";

/** libarchive writes some twenty; each line that follows a `/set` takes all of its keywords over. */
const maximumKeywords = 32;

/** A line of a manifest that tells of a path. */
export interface MtreeEntry {
  /** From the root. */
  readonly path: string;
  /** Values by keyword, such as `sha256digest`, with those that `/set` gives to all that follow. */
  readonly keywords: ReadonlyMap<string, string>;
}

/**
 * The entries of a manifest in the format of mtree(5) with a whole path on each line, as libarchive writes it and
 * pacman keeps it. Other lines are passed over.
 *
 * @example
 * ```ts
 * import { parseMtree } from "@coppice/inventory";
 *
 * const [entry] = parseMtree("#mtree\n/set type=file mode=644\n./etc/a\\040b size=3\n");
 * entry?.path; // => "/etc/a b"
 * entry?.keywords.get("type"); // => "file"
 * ```
 */
export function* parseMtree(text: string): Generator<MtreeEntry> {
  const defaults = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [first = "", ...words] = line.trim().split(" ");
    if (first === "/set") setKeywords(defaults, words);
    else if (first === "/unset") for (const word of words) defaults.delete(word);
    else if (first.startsWith("./")) {
      const keywords = new Map(defaults);
      setKeywords(keywords, words);
      yield { path: unescapeName(first.slice(1)), keywords };
    }
  }
}

function setKeywords(keywords: Map<string, string>, words: readonly string[]): void {
  for (const word of words) {
    const equals = word.indexOf("=");
    if (equals > 0 && keywords.size < maximumKeywords)
      keywords.set(word.slice(0, equals), word.slice(equals + 1));
  }
}

/** Bytes that are not printable stand as a backslash and three octal digits. */
function unescapeName(name: string): string {
  if (!name.includes("\\") || name.length > 4 * maximumPathLength) return name;
  const bytes = encodeName(name);
  const plain: number[] = [];
  for (let at = 0; at < bytes.length; at++) {
    const digits = String.fromCharCode(...bytes.subarray(at + 1, at + 4));
    if (bytes[at] === 0x5c && /^[0-3][0-7]{2}$/.test(digits)) {
      plain.push(Number.parseInt(digits, 8));
      at += 3;
    } else plain.push(bytes[at] ?? 0);
  }
  return decodeName(Uint8Array.from(plain));
}
