/**
 * Whether a file that begins with `bytes` says that it is an ELF object.
 *
 * @example
 * ```ts
 * import { isElf } from "@coppice/inventory";
 *
 * isElf(Uint8Array.of(0x7f, 0x45, 0x4c, 0x46)); // => true
 * ```
 */
export function isElf(bytes: Uint8Array): boolean {
  return bytes[0] === 0x7f && bytes[1] === 0x45 && bytes[2] === 0x4c && bytes[3] === 0x46;
}
