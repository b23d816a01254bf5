import { isVersionScheme } from "./schemes/schemes.ts";
import type { VersionScheme } from "./version-scheme.ts";

/** Purl and vers types that order their versions as another scheme does. */
const sameAs: ReadonlyMap<string, VersionScheme> = new Map<string, VersionScheme>([
  ["alpine", "apk"],
  ["arch", "alpm"],
  ["bitbucket", "generic"],
  ["bitnami", "semver"],
  ["chrome-extension", "intdot"],
  ["dart", "pub"],
  ["docker", "generic"],
  ["ebuild", "gentoo"],
  ["github", "generic"],
  ["gitlab", "generic"],
  ["huggingface", "generic"],
  ["luarocks", "generic"],
  ["mlflow", "intdot"],
  ["oci", "generic"],
  ["otp", "semver"],
  ["qpkg", "generic"],
  ["swid", "generic"],
  ["vcpkg", "generic"],
  ["vscode-extension", "semver"],
  ["yocto", "generic"],
]);

/**
 * Which order the versions of a purl type or vers type keep; undefined for a type that is not registered. Types whose
 * versions follow no rule, such as the tags of `docker` and `github`, have the best effort `generic`.
 *
 * @example
 * ```ts
 * import { versionSchemeOf } from "@coppice/vers";
 *
 * versionSchemeOf("deb"); // => "deb"
 * versionSchemeOf("vscode-extension"); // => "semver"
 * versionSchemeOf("nobody-knows"); // => undefined
 * ```
 */
export function versionSchemeOf(type: string): VersionScheme | undefined {
  const name = type.toLowerCase();
  return isVersionScheme(name) ? name : sameAs.get(name);
}
