import type { Digest } from "@coppice/types";
import { Enums, Models } from "@cyclonedx/cyclonedx-library";

const algorithms: ReadonlyMap<string, Enums.HashAlgorithm> = new Map([
  ["md5", Enums.HashAlgorithm.MD5],
  ["sha1", Enums.HashAlgorithm["SHA-1"]],
  ["sha256", Enums.HashAlgorithm["SHA-256"]],
  ["sha384", Enums.HashAlgorithm["SHA-384"]],
  ["sha512", Enums.HashAlgorithm["SHA-512"]],
]);

/** Digests in the words of CycloneDX; those of algorithms that it does not know are left out, as its schema wants. */
export function componentHashes(digests: readonly Digest[]): Models.HashDictionary {
  const hashes = new Models.HashDictionary();
  for (const digest of [...digests].sort()) {
    const colon = digest.indexOf(":");
    const algorithm = algorithms.get(digest.slice(0, colon));
    if (algorithm !== undefined) hashes.set(algorithm, digest.slice(colon + 1));
  }
  return hashes;
}
