import type { Digest } from "@coppice/types";
import { hexOfBase64 } from "./hex-of-base64.ts";
import { toDigest } from "./to-digest.ts";

/**
 * Digests of Subresource Integrity metadata, as npm, Yarn, pnpm and Bun write it: `sha512-…`, several with space between.
 * What is no digest of a known algorithm is left out. See the W3C's Subresource Integrity, 3.5.
 */
export function parseIntegrity(text: string | undefined): readonly Digest[] {
  if (text === undefined) return [];
  return text.split(/[ \t\n]/).flatMap((part) => {
    const dash = part.indexOf("-");
    const algorithm = part.slice(0, Math.max(dash, 0)).toLowerCase();
    const options = part.indexOf("?");
    const value = part.slice(dash + 1, options < 0 ? undefined : options);
    const digest = toDigest(algorithm, hexOfBase64(value));
    return digest === undefined ? [] : [digest];
  });
}
