import { gitSource } from "../git-source.ts";
import type { GitSource, LockedSource } from "../locked-source.ts";
import { isArchive, registryOf } from "./npm-address.ts";

/** What an entry of a lockfile says of where its package comes from. */
export interface NpmOrigin {
  readonly name: string;
  readonly address: string | undefined;
  readonly isBundled: boolean;
  /** Whether a requirement that leads to the package is an address itself. */
  readonly isAskedByAddress: boolean;
}

/**
 * Where a package comes from. A registry's archives lie under `/-/`, and a lockfile does not say which others are a
 * registry's: those are that no requirement asks for by address.
 */
export function npmSource({ name, address, isBundled, isAskedByAddress }: NpmOrigin): LockedSource {
  if (address === undefined) return { kind: isBundled ? "bundled" : "registry" };
  if (address.startsWith("file:")) {
    const path = address.slice("file:".length);
    return isArchive(path) ? { kind: "file", path } : { kind: "directory", path, linked: true };
  }
  if (!/^https?:/.test(address)) return gitSource(address);
  const repository = githubArchive(address);
  if (repository !== undefined) return repository;
  const registry = registryOf(address, name);
  if (registry !== undefined) return { kind: "registry", registry };
  return isAskedByAddress ? { kind: "archive", url: address } : { kind: "registry" };
}

/** Package managers fetch repositories on GitHub as archives: `https://codeload.github.com/OWNER/NAME/tar.gz/COMMIT`. */
export function githubArchive(url: string): GitSource | undefined {
  const prefix = "https://codeload.github.com/";
  if (!url.startsWith(prefix)) return undefined;
  const [owner, name, type, ...revision] = url.slice(prefix.length).split("/");
  return type === "tar.gz" && revision.length > 0
    ? gitSource(`https://github.com/${owner}/${name}#${revision.join("/")}`)
    : undefined;
}
