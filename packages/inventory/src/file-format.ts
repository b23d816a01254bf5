/** What the beginning of a file says that it is. */
export type FileFormat =
  | "elf"
  | "pe"
  | "mach-o"
  | "script"
  | "zip"
  | "gzip"
  | "zstd"
  | "sqlite"
  | "java-class";

/**
 * The format of a file whose first bytes these are; four are enough. A `zip` is also a JAR or a wheel, a `pe` anything that
 * begins with `MZ`.
 *
 * @example
 * ```ts
 * import { fileFormat } from "@coppice/inventory";
 *
 * fileFormat(Uint8Array.of(0x50, 0x4b, 3, 4)); // => "zip"
 * fileFormat(new TextEncoder().encode("#!/bin/sh")); // => "script"
 * ```
 */
export function fileFormat(head: Uint8Array): FileFormat | undefined {
  const [a = 0, b = 0, c = 0, d = 0] = head;
  if (a === 0x23 && b === 0x21) return "script";
  if (a === 0x4d && b === 0x5a) return "pe";
  if (a === 0x1f && b === 0x8b) return "gzip";
  if (head.length < 4) return undefined;
  return formats.get(((a << 24) | (b << 16) | (c << 8) | d) >>> 0) ?? universal(head);
}

/** By the first four bytes, big-endian. */
const formats: ReadonlyMap<number, FileFormat> = new Map([
  [0x7f454c46, "elf"],
  // A zip file may be empty, or begin with the mark of one that was split.
  [0x504b0304, "zip"],
  [0x504b0506, "zip"],
  [0x504b0708, "zip"],
  [0xfeedface, "mach-o"],
  [0xfeedfacf, "mach-o"],
  [0xcefaedfe, "mach-o"],
  [0xcffaedfe, "mach-o"],
  [0x28b52ffd, "zstd"],
  [0x53514c69, "sqlite"],
]);

/**
 * Java's classes and Apple's universal binaries begin alike; what follows is a class format of 45 or more, or a number of
 * architectures, which is small.
 */
function universal(head: Uint8Array): FileFormat | undefined {
  const [a, b, c, d, , , , version = 0] = head;
  if (a !== 0xca || b !== 0xfe || c !== 0xba || d !== 0xbe) return undefined;
  return version >= 45 ? "java-class" : "mach-o";
}
