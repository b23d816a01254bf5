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

/** Whether the names of a path lead above the folder that it begins from, if no link is among them. */
export function climbsOut(path: string): boolean {
  if (!path.includes("/..")) return false;
  let depth = 0;
  for (const name of path.split("/")) {
    if (name === "..") depth -= 1;
    else if (name !== "" && name !== ".") depth += 1;
    if (depth < 0) return true;
  }
  return false;
}

function needsTidying(path: string): boolean {
  return path.includes("//") || path.includes("/.") || (path.endsWith("/") && path !== "/");
}
