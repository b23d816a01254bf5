import { present } from "../data/present.ts";
import type { DraftPackage } from "../lockfile-reader.ts";
import { toDigest } from "../to-digest.ts";

/**
 * A conda package from its address: `https://conda.anaconda.org/conda-forge/linux-64/name-1.0-build.conda`, with an MD5 or
 * SHA-256 of it behind `#`. `undefined` where it is none.
 */
export function parseCondaAddress(
  address: string,
): Omit<DraftPackage, "dependencies" | "line"> | undefined {
  const [url = "", hash = ""] = address.split("#");
  const [file = "", platform = "", ...above] = url.split("/").reverse();
  const stem = file.replace(/\.(?:conda|tar\.bz2)$/, "");
  const [build, version, ...names] = stem.split("-").reverse();
  const name = names.reverse().join("-");
  if (stem === file || name === "" || version === undefined || build === undefined)
    return undefined;
  const value = hash.replace(/^(?:md5|sha256):/, "");
  const digest = toDigest(value.length === 32 ? "md5" : "sha256", value);
  const channel = above.reverse().join("/");
  const type = file.endsWith(".conda") ? "conda" : "tar.bz2";
  return {
    key: url,
    name,
    version,
    ...present({ platform: platform || undefined }),
    source: { kind: "registry", ...present({ registry: channel || undefined }) },
    artifacts: [{ of: "archive", url, digests: digest === undefined ? [] : [digest] }],
    qualifiers: { build, channel: channel.split("/").at(-1), subdir: platform || undefined, type },
  };
}
