import { memberOf, textOf } from "../data/members.ts";
import { gitSource } from "../git-source.ts";
import type { LockedSource } from "../locked-source.ts";
import { registryOf } from "../npm/npm-address.ts";
import { githubArchive } from "../npm/npm-source.ts";

/**
 * Where a package comes from, from its `resolution`. Without an address it is the registry that pnpm's settings name.
 * `address` is what the package's key has instead of a version.
 */
export function pnpmSource(resolution: unknown, name: string, address?: string): LockedSource {
  const type = textOf(resolution, "type");
  if (type === "git") {
    const directory = textOf(resolution, "path");
    const commit = textOf(resolution, "commit");
    return gitSource(textOf(resolution, "repo") ?? "", { commit, directory });
  }
  if (type === "directory")
    return { kind: "directory", path: textOf(resolution, "directory") ?? "" };
  if (type !== undefined) return { kind: "unknown" };
  const tarball = textOf(resolution, "tarball") ?? address;
  if (tarball === undefined) return { kind: "registry" };
  if (tarball.startsWith("file:")) return { kind: "file", path: tarball.slice("file:".length) };
  const repository = githubArchive(tarball);
  if (repository) return repository;
  const registry = registryOf(tarball, name);
  if (registry !== undefined) return { kind: "registry", registry };
  return memberOf(resolution, "integrity") !== undefined && address === undefined
    ? { kind: "registry" }
    : { kind: "archive", url: tarball };
}
