/** How bytes are compressed. */
export type SbomCompression = "gzip" | "xz" | "bzip2" | "zstd";

/** How the bytes that begin so are compressed, by the magic numbers of RFC 1952, of RFC 8878 and of the xz and bzip2 formats. */
export function detectCompression(start: Uint8Array): SbomCompression | undefined {
  return magics.find(({ magic }) => magic.every((byte, index) => start[index] === byte))
    ?.compression;
}

/** Bytes that tell every compression apart. */
export const compressionMagicLength = 6;

const magics: readonly { compression: SbomCompression; magic: readonly number[] }[] = [
  { compression: "gzip", magic: [0x1f, 0x8b] },
  { compression: "xz", magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00] },
  { compression: "bzip2", magic: [0x42, 0x5a, 0x68] },
  { compression: "zstd", magic: [0x28, 0xb5, 0x2f, 0xfd] },
];
