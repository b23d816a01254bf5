const encoder = new TextEncoder();
const surrogates = /[\ud800-\udbff][\udc00-\udfff]|[\udc80-\udcff]/g;

/**
 * The bytes of a name that {@link decodeName} gave: UTF-8, and a single byte for each lone surrogate U+DC80 to U+DCFF.
 *
 * @example
 * ```ts
 * import { encodeName } from "@coppice/image";
 *
 * [...encodeName("a\udce9")]; // => [0x61, 0xe9]
 * ```
 */
export function encodeName(name: string): Uint8Array {
  const bytes = new Uint8Array(name.length * 3);
  let filled = 0;
  let plain = 0;
  const add = (text: string): void => {
    filled += encoder.encodeInto(text, bytes.subarray(filled)).written;
  };
  for (const { 0: found, index } of name.matchAll(surrogates)) {
    if (found.length === 2) continue;
    add(name.slice(plain, index));
    bytes[filled++] = found.charCodeAt(0) - 0xdc00;
    plain = index + 1;
  }
  add(name.slice(plain));
  return bytes.subarray(0, filled);
}
