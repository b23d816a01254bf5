import type { GitSource } from "./locked-source.ts";

/** Hosts by the prefix that npm and Bun write for them: `github:owner/name`. */
const hosts: ReadonlyMap<string, string> = new Map([
  ["bitbucket", "bitbucket.org"],
  ["gist", "gist.github.com"],
  ["github", "github.com"],
  ["gitlab", "gitlab.com"],
]);

/**
 * The address of a repository for `vcs_url` of a purl, `git+https://host/path@revision#folder`; undefined where it is
 * relative to the lockfile. See the SPDX specification, "Package download location".
 */
export function vcsUrl({ url, commit, ref, directory }: GitSource): string | undefined {
  const address = withTransport(url);
  if (address === undefined) return undefined;
  // pip has repositories of other tools too.
  const tool = /^(?:hg|svn|bzr)\+/.test(address) ? "" : "git+";
  // npm's ranges are no revisions.
  const revision = commit ?? (ref?.startsWith("semver:") ? undefined : ref);
  const folder = directory?.replace(/^\/+/, "");
  return `${tool}${address}${revision ? `@${revision}` : ""}${folder ? `#${folder}` : ""}`;
}

/** `github:owner/name`, `user@host:path` as scp has it, and paths, as URLs. */
function withTransport(url: string): string | undefined {
  if (url.includes("://")) return url;
  if (url.startsWith("/")) return `file://${url}`;
  const [head = ""] = url.split("/");
  const colon = url.indexOf(":", head.lastIndexOf("@") + 1);
  // A single letter is a drive of Windows.
  if (colon < 2 || colon >= head.length) return undefined;
  const before = url.slice(0, colon);
  const path = url.slice(colon + 1).replace(/^\/+/, "");
  const host = hosts.get(before);
  return host === undefined ? `ssh://${before}/${path}` : `https://${host}/${path}`;
}
