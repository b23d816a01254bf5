import { joinParts } from "../join-parts.ts";

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
/** Bundles with thousands of packages have some hundred kilobytes; what is after it is left out. */
const maximumBytes = 1 << 20;

/**
 * The main attributes of a JAR's manifest, by name in lower case: their names are compared without case, and the last of
 * two counts. Lines are joined as bytes, because tools fold them at 72 bytes, in the middle of a character, too. See the JAR
 * file specification, "JAR Manifest".
 *
 * @example
 * ```ts
 * import { parseJarManifest } from "@coppice/inventory";
 *
 * const text = "Manifest-Version: 1.0\r\nBundle-SymbolicName: org.exa\r\n mple\r\n\r\nName: a/\r\n";
 * const attributes = parseJarManifest(new TextEncoder().encode(text));
 * attributes.get("bundle-symbolicname"); // => "org.example"
 * ```
 */
export function parseJarManifest(bytes: Uint8Array): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  const decoder = new TextDecoder();
  for (const line of mainLines(bytes.subarray(0, maximumBytes))) {
    const text = decoder.decode(line);
    const colon = text.indexOf(":");
    if (colon <= 0) continue;
    attributes.set(text.slice(0, colon).toLowerCase(), text.slice(colon + 1).trim());
  }
  return attributes;
}

/** The lines up to the first empty one, each with those that go on with it. */
function* mainLines(bytes: Uint8Array): Generator<Uint8Array> {
  let parts: Uint8Array[] = [];
  let at = startsWithMark(bytes) ? 3 : 0;
  while (at < bytes.length) {
    const end = lineEnd(bytes, at);
    if (end === at) break;
    if (bytes[at] === space && parts.length > 0) {
      parts.push(bytes.subarray(at + 1, end));
    } else {
      if (parts.length > 0) yield join(parts);
      parts = [bytes.subarray(at, end)];
    }
    at = bytes[end] === carriageReturn && bytes[end + 1] === lineFeed ? end + 2 : end + 1;
  }
  if (parts.length > 0) yield join(parts);
}

function lineEnd(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== lineFeed && bytes[at] !== carriageReturn) at++;
  return at;
}

/** UTF-8's byte order mark, which some editors write. */
function startsWithMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const [first = new Uint8Array()] = parts;
  if (parts.length === 1) return first;
  return joinParts(
    parts,
    parts.reduce((size, part) => size + part.length, 0),
  );
}
