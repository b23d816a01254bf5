import { present } from "../data/present.ts";
import type { DraftPackage } from "../lockfile-reader.ts";
import { toDigest } from "../to-digest.ts";
import { withoutCredentials } from "../without-credentials.ts";

/**
 * A conda package from its address: `https://conda.anaconda.org/conda-forge/linux-64/name-1.0-build.conda`, with an MD5 or
 * SHA-256 of it behind `#`. `undefined` where it is none.
 */
export function parseCondaAddress(
  address: string,
): Omit<DraftPackage, "dependencies" | "line"> | undefined {
  const [url = "", hash = ""] = address.split("#");
  // A token is neither a channel nor a platform.
  const [file = "", platform = "", channel] = withoutCredentials(url, "conda").split("/").reverse();
  const stem = file.replace(/\.(?:conda|tar\.bz2)$/, "");
  const [build, version, ...names] = stem.split("-").reverse();
  const name = names.reverse().join("-");
  if (stem === file || name === "" || version === undefined || build === undefined)
    return undefined;
  const value = hash.replace(/^(?:md5|sha256):/, "");
  const digest = toDigest(value.length === 32 ? "md5" : "sha256", value);
  const registry = url.split("/").slice(0, -2).join("/");
  const type = file.endsWith(".conda") ? "conda" : "tar.bz2";
  return {
    key: url,
    name,
    version,
    ...present({ platform: platform || undefined }),
    source: { kind: "registry", ...present({ registry: registry || undefined }) },
    artifacts: [{ of: "archive", url, digests: digest === undefined ? [] : [digest] }],
    qualifiers: { build, channel, subdir: platform || undefined, type },
  };
}
