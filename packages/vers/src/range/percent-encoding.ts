/** Encodes what a version may not hold as it stands: all but printable ASCII, and what vers gives a meaning of its own. */
export function percentEncode(version: string): string {
  let encoded = "";
  let start = 0;
  for (let index = 0; index < version.length; index++) {
    const code = version.charCodeAt(index);
    if (isPlain(code)) continue;
    let end = index + 1;
    while (end < version.length && !isPlain(version.charCodeAt(end))) end++;
    encoded += version.slice(start, index);
    for (const byte of encoder.encode(version.slice(index, end))) {
      encoded += `%${byte < 16 ? "0" : ""}${byte.toString(16).toUpperCase()}`;
    }
    start = end;
    index = end - 1;
  }
  return start === 0 ? version : encoded + version.slice(start);
}

/** Decodes once; undefined where a `%` begins no triplet or the bytes are no UTF-8. */
export function percentDecode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

const encoder = new TextEncoder();
/** The specification's list, 5.3.3.2. */
const reserved = "<=>!*|%";

function isPlain(code: number): boolean {
  return code > 0x20 && code < 0x7f && !reserved.includes(String.fromCharCode(code));
}
