import { SbomError } from "../sbom-error.ts";

const padding = 0x3d;
const invalid = 64;

// Both alphabets of RFC 4648, §4 and §5, as DSSE asks readers to take either.
const values = new Uint8Array(128).fill(invalid);
for (const alphabet of ["+/", "-_"]) {
  const characters = `ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789${alphabet}`;
  for (let value = 0; value < 64; value++) values[characters.charCodeAt(value)] = value;
}

/**
 * The bytes of base64 text in the standard or the URL-safe alphabet, padded or not.
 *
 * @throws An {@link SbomError} with code `ENVELOPE_INVALID` where a character is none of them.
 */
export function decodeBase64(text: string): Uint8Array {
  let length = text.length;
  while (length > 0 && text.length - length < 2 && text.charCodeAt(length - 1) === padding) {
    length -= 1;
  }
  if (length % 4 === 1) throw invalidBase64(length);
  const bytes = new Uint8Array((length * 3) >> 2);
  let held = 0;
  let at = 0;
  for (let index = 0; index < length; index++) {
    const value = values[text.charCodeAt(index)] ?? invalid;
    if (value === invalid) throw invalidBase64(index);
    held = (held << 6) | value;
    const phase = index & 3;
    if (phase === 0) continue;
    bytes[at] = held >> (6 - 2 * phase);
    at += 1;
  }
  return bytes;
}

function invalidBase64(index: number): SbomError {
  return new SbomError(
    "ENVELOPE_INVALID",
    `the envelope's payload is no base64 at character ${index}; get the envelope again`,
  );
}
