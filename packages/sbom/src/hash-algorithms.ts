import type { Digest } from "@coppice/types";

/** How each format names a hash algorithm; our own name, as in a {@link Digest}, comes first. */
interface HashAlgorithm {
  readonly name: string;
  readonly cyclonedx?: string;
  readonly spdx2?: string;
  readonly spdx3?: string;
}

/**
 * CycloneDX 1.7 `hash-alg`, SPDX 2.3 section 7.10 and Annex on checksums, SPDX 3.0.1 `HashAlgorithm`. The formats agree on
 * which algorithms these are, not on how they are spelt.
 */
const algorithms: readonly HashAlgorithm[] = [
  { name: "md5", cyclonedx: "MD5", spdx2: "MD5", spdx3: "md5" },
  { name: "sha1", cyclonedx: "SHA-1", spdx2: "SHA1", spdx3: "sha1" },
  { name: "sha224", spdx2: "SHA224", spdx3: "sha224" },
  { name: "sha256", cyclonedx: "SHA-256", spdx2: "SHA256", spdx3: "sha256" },
  { name: "sha384", cyclonedx: "SHA-384", spdx2: "SHA384", spdx3: "sha384" },
  { name: "sha512", cyclonedx: "SHA-512", spdx2: "SHA512", spdx3: "sha512" },
  { name: "sha3-224", spdx3: "sha3_224" },
  { name: "sha3-256", cyclonedx: "SHA3-256", spdx2: "SHA3-256", spdx3: "sha3_256" },
  { name: "sha3-384", cyclonedx: "SHA3-384", spdx2: "SHA3-384", spdx3: "sha3_384" },
  { name: "sha3-512", cyclonedx: "SHA3-512", spdx2: "SHA3-512", spdx3: "sha3_512" },
  { name: "blake2b-256", cyclonedx: "BLAKE2b-256", spdx2: "BLAKE2b-256", spdx3: "blake2b256" },
  { name: "blake2b-384", cyclonedx: "BLAKE2b-384", spdx2: "BLAKE2b-384", spdx3: "blake2b384" },
  { name: "blake2b-512", cyclonedx: "BLAKE2b-512", spdx2: "BLAKE2b-512", spdx3: "blake2b512" },
  { name: "blake3", cyclonedx: "BLAKE3", spdx2: "BLAKE3", spdx3: "blake3" },
  { name: "streebog-256", cyclonedx: "Streebog-256" },
  { name: "streebog-512", cyclonedx: "Streebog-512" },
  { name: "md2", spdx2: "MD2", spdx3: "md2" },
  { name: "md4", spdx2: "MD4", spdx3: "md4" },
  { name: "md6", spdx2: "MD6", spdx3: "md6" },
  { name: "adler32", spdx2: "ADLER32", spdx3: "adler32" },
];

/** A format's own spelling of hash algorithms. */
export type HashSpelling = "cyclonedx" | "spdx2" | "spdx3";

const ours: ReadonlyMap<string, string> = new Map(
  algorithms.flatMap(({ name, ...spelt }) => Object.values(spelt).map((text) => [text, name])),
);
const byName: ReadonlyMap<string, HashAlgorithm> = new Map(
  algorithms.map((algorithm) => [algorithm.name, algorithm]),
);

/** The digest that `algorithm`, in any format's spelling, and `value` make; one that no format knows keeps its name. */
export function digestOf(algorithm: string, value: string): Digest {
  return `${ours.get(algorithm) ?? algorithm}:${value}`;
}

/** Algorithm and value of `digest` in the words of one format; `undefined` where it has none for the algorithm. */
export function hashOf(
  digest: Digest,
  spelling: HashSpelling,
): { readonly algorithm: string; readonly value: string } | undefined {
  const colon = digest.indexOf(":");
  const algorithm = byName.get(digest.slice(0, Math.max(colon, 0)))?.[spelling];
  return algorithm === undefined ? undefined : { algorithm, value: digest.slice(colon + 1) };
}
