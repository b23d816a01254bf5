import type { Digest } from "@coppice/types";

/** Those that `RECORD` may name and that can be computed here. */
const algorithms = new Set(["md5", "sha1", "sha256", "sha384", "sha512"]);

/** Two hexadecimal digits for each byte. */
const pairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** A digest written in base64 with `-` and `_` and without padding (RFC 4648, 5); `undefined` where it is none. */
export function digestOfBase64(algorithm: string, value: string): Digest | undefined {
  if (!algorithms.has(algorithm) || value === "") return undefined;
  try {
    const bytes = atob(value.replaceAll("-", "+").replaceAll("_", "/"));
    let hex = "";
    for (let at = 0; at < bytes.length; at++) hex += pairs[bytes.charCodeAt(at)] ?? "";
    return `${algorithm}:${hex}`;
  } catch {
    return undefined;
  }
}
