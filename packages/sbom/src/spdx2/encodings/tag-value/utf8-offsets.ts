/**
 * Gives how many bytes of UTF-8 stand before a place of `text`. Places have to be asked for in rising order: then all of
 * them together cost one pass.
 */
export function utf8Offsets(text: string): (place: number) => number {
  let at = 0;
  let bytes = 0;
  return (place) => {
    for (; at < place; at += 1) {
      const code = text.charCodeAt(at);
      // Each half of a surrogate pair counts two of its four bytes.
      bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 2 : 3;
    }
    return bytes;
  };
}
