const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit++) value = value < 0 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value;
});

/** The register of bzip2's CRC-32, which takes the highest bit first, after one more byte. */
export function crc32(register: number, byte: number): number {
  return (register << 8) ^ (table[(register >>> 24) ^ byte] ?? 0);
}
