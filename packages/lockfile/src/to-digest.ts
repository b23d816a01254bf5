import type { Digest } from "@coppice/types";

const lengths: ReadonlyMap<string, number> = new Map([
  ["md5", 32],
  ["sha1", 40],
  ["sha256", 64],
  ["sha384", 96],
  ["sha512", 128],
]);

/** A digest from an algorithm's name and its value in hexadecimal; undefined when that is not what they are. */
export function toDigest(algorithm: string, hex: string | undefined): Digest | undefined {
  const value = hex?.toLowerCase() ?? "";
  const isDigest = value.length === lengths.get(algorithm) && /^[0-9a-f]+$/.test(value);
  return isDigest ? `${algorithm}:${value}` : undefined;
}

/** A digest from `algorithm:hex`, as Python's tools write it; undefined when that is not what it is. */
export function parseDigest(text: string | undefined): Digest | undefined {
  const colon = text?.indexOf(":") ?? -1;
  return colon < 0 ? undefined : toDigest(text?.slice(0, colon) ?? "", text?.slice(colon + 1));
}
