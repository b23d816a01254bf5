/** Values of base64's digits by character code; 64 where the character is none. */
const values = new Uint8Array(128).fill(64);
const base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
for (let value = 0; value < base64.length; value += 1) values[base64.charCodeAt(value)] = value;

const hexDigits = new TextEncoder().encode("0123456789abcdef");
const decoder = new TextDecoder();

/** Hexadecimal of base64 text; undefined where it is none. */
export function hexOfBase64(text: string): string | undefined {
  const length = text.endsWith("==") ? text.length - 2 : text.length - (text.endsWith("=") ? 1 : 0);
  // Six bits a digit, four a hexadecimal digit; what is left of the last byte is padding.
  const hex = new Uint8Array(Math.floor((length * 6) / 8) * 2);
  let bits = 0;
  let held = 0;
  let used = 0;
  for (let at = 0; at < length; at += 1) {
    const value = values[text.charCodeAt(at)] ?? 64;
    if (value === 64) return undefined;
    held = ((held << 6) | value) & 0xfff;
    for (bits += 6; bits >= 4 && used < hex.length; used += 1) {
      bits -= 4;
      hex[used] = hexDigits[(held >> bits) & 15] ?? 0;
    }
  }
  return decoder.decode(hex);
}
