import type { Digest } from "@coppice/types";

/** Checksums by how they are written: SHA-1 and SHA-256 in base64 or in hexadecimal. */
const kinds = new Map([
  ["Q1", { algorithm: "sha1", digits: 40, base64: true }],
  ["Q2", { algorithm: "sha256", digits: 64, base64: true }],
  ["X1", { algorithm: "sha1", digits: 40, base64: false }],
  ["X2", { algorithm: "sha256", digits: 64, base64: false }],
]);

/** The digest that a checksum of apk's database gives; `undefined` where it is none that is known, or is cut. */
export function apkDigest(checksum: string): Digest | undefined {
  const kind = kinds.get(checksum.slice(0, 2));
  if (kind === undefined || checksum.length > 2 + 64) return undefined;
  const text = checksum.slice(2);
  const value = kind.base64 ? fromBase64(text) : text;
  return value?.length === kind.digits && /^[0-9a-f]+$/.test(value)
    ? `${kind.algorithm}:${value}`
    : undefined;
}

function fromBase64(text: string): string | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  try {
    return Array.from(atob(text), (byte) => byte.charCodeAt(0).toString(16).padStart(2, "0")).join(
      "",
    );
  } catch {
    return undefined;
  }
}
