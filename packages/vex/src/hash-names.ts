import type { Digest } from "@coppice/types";
import type { VexFamily } from "./vex-document.ts";

/** How each format names a hash algorithm; `name` is our own, as in a {@link Digest}. */
interface HashNames extends Readonly<Partial<Record<VexFamily, string>>> {
  readonly name: string;
}

/** OpenVEX 0.2.0 "Hashes"; CSAF 2.0, 3.1.3.3.2, which wants the names of OpenSSL; CycloneDX 1.7 `hash-alg`. */
const algorithms: readonly HashNames[] = [
  { name: "md5", openvex: "md5", csaf: "md5", cyclonedx: "MD5" },
  { name: "sha1", openvex: "sha1", csaf: "sha1", cyclonedx: "SHA-1" },
  { name: "sha256", openvex: "sha-256", csaf: "sha256", cyclonedx: "SHA-256" },
  { name: "sha384", openvex: "sha-384", csaf: "sha384", cyclonedx: "SHA-384" },
  { name: "sha512", openvex: "sha-512", csaf: "sha512", cyclonedx: "SHA-512" },
  { name: "sha3-224", openvex: "sha3-224", csaf: "sha3-224" },
  { name: "sha3-256", openvex: "sha3-256", csaf: "sha3-256", cyclonedx: "SHA3-256" },
  { name: "sha3-384", openvex: "sha3-384", csaf: "sha3-384", cyclonedx: "SHA3-384" },
  { name: "sha3-512", openvex: "sha3-512", csaf: "sha3-512", cyclonedx: "SHA3-512" },
  { name: "blake2s-256", openvex: "blake2s-256", csaf: "blake2s256" },
  { name: "blake2b-256", openvex: "blake2b-256", csaf: "blake2b256", cyclonedx: "BLAKE2b-256" },
  { name: "blake2b-384", csaf: "blake2b384", cyclonedx: "BLAKE2b-384" },
  { name: "blake2b-512", openvex: "blake2b-512", csaf: "blake2b512", cyclonedx: "BLAKE2b-512" },
  { name: "blake3", csaf: "blake3", cyclonedx: "BLAKE3" },
];

/** The digest of `value` by what some format calls `algorithm`; one that no format knows keeps its name. */
export function digestOf(algorithm: string, value: string): Digest {
  const known = algorithms.find(({ name, openvex, csaf, cyclonedx }) =>
    [name, openvex, csaf, cyclonedx].includes(algorithm),
  );
  return `${known?.name ?? algorithm.toLowerCase()}:${value.toLowerCase()}`;
}

/** A digest's algorithm as a format names it, and its value; `undefined` where it has no name for it. */
export function hashOf(
  family: VexFamily,
  digest: Digest,
): { readonly algorithm: string; readonly value: string } | undefined {
  const colon = digest.indexOf(":");
  const name = digest.slice(0, colon);
  const algorithm = algorithms.find((known) => known.name === name)?.[family];
  return algorithm === undefined ? undefined : { algorithm, value: digest.slice(colon + 1) };
}
