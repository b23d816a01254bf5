/** The path that `relative` names as seen from the folder `from`; both have slashes, `.` is where the paths begin. */
export function joinPath(from: string, relative: string): string {
  const parts: string[] = [];
  for (const part of `${from}/${relative}`.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else parts.push(part);
  }
  return parts.join("/") || ".";
}
