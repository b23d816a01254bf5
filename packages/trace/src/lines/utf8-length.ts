/** Bytes of a name's UTF-8, in which a lone surrogate U+DC80 to U+DCFF stands for one byte; see `decodeName`. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) bytes++;
    else if (unit < 0x800) bytes += 2;
    else if (unit >= 0xd800 && unit < 0xdc00) {
      bytes += 4;
      index++;
    } else bytes += unit >= 0xdc80 && unit < 0xdd00 ? 1 : 3;
  }
  return bytes;
}
