const bom = [0xef, 0xbb, 0xbf] as const;

/** How many bytes the byte order mark takes that a log begins with: 0 without one. */
export function bomLength(bytes: Uint8Array, start = 0): number {
  return bom.every((byte, index) => bytes[start + index] === byte) ? bom.length : 0;
}
