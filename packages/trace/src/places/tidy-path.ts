/**
 * An absolute path without the slashes and dots that change nothing: `//`, `/.`, a slash at the end, and `..` at the
 * root. Any other `..` stays, since a link may stand before it, whose target's parent it then is.
 */
export function tidyPath(path: string): string {
  if (!needsTidying(path)) return path;
  const names: string[] = [];
  for (const name of path.split("/")) {
    if (name === "" || name === "." || (name === ".." && names.length === 0)) continue;
    names.push(name);
  }
  return `/${names.join("/")}`;
}

function needsTidying(path: string): boolean {
  return path.includes("//") || path.includes("/.") || (path.endsWith("/") && path !== "/");
}
