/** Whether a path is that of an archive and not of a folder. */
export function isArchive(path: string): boolean {
  return /\.(?:tgz|tar|tar\.gz)$/.test(path);
}

/** The registry whose archive of `name` has this address; undefined when it does not look like one. */
export function registryOf(url: string, name: string): string | undefined {
  const path = url.indexOf("/-/");
  if (path < 0) return undefined;
  const above = url.slice(0, path);
  // A scope's slash may be escaped.
  const folders = [`/${name}`, `/${name.replace("/", "%2f")}`, `/${name.replace("/", "%2F")}`];
  const folder = folders.find((each) => above.endsWith(each));
  return folder === undefined ? undefined : above.slice(0, -folder.length);
}

/** The version in the address of a registry's archive of `name`: `…/-/name-1.0.0.tgz`. */
export function versionInAddress(url: string, name: string): string | undefined {
  if (registryOf(url, name) === undefined || !url.endsWith(".tgz")) return undefined;
  const file = url.slice(url.lastIndexOf("/") + 1, -".tgz".length);
  const prefix = `${name.slice(name.lastIndexOf("/") + 1)}-`;
  return file.startsWith(prefix) ? file.slice(prefix.length) : undefined;
}

/** Whether a requirement names an address, a file or a repository instead of versions of a registry's package. */
export function isAddress(specifier: string): boolean {
  return (
    /^(?:https?|git|git\+[a-z]+|ssh|file|github|gitlab|bitbucket|gist):/.test(specifier) ||
    isShorthand(specifier)
  );
}

/** Whether it is `owner/repository`, for which npm asks GitHub. */
function isShorthand(specifier: string): boolean {
  const slash = specifier.indexOf("/");
  return (
    slash > 0 && !specifier.startsWith("@") && !specifier.includes(":") && !specifier.includes(" ")
  );
}
