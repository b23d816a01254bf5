/** Hash algorithms and types of relationships that came with SPDX 2.3. */
export const newerWords: ReadonlySet<string> = new Set([
  "SHA3-256",
  "SHA3-384",
  "SHA3-512",
  "BLAKE2b-256",
  "BLAKE2b-384",
  "BLAKE2b-512",
  "BLAKE3",
  "ADLER32",
  "AMENDS",
  "REQUIREMENT_DESCRIPTION_FOR",
  "SPECIFICATION_FOR",
]);
