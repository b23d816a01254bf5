import { lstatSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/** As many links as Linux follows for one path. */
const mostLinks = 40;

/**
 * The path below `root` that a program in `root` reaches by `path`, links followed as the kernel does after chroot;
 * `undefined` when nothing is there.
 */
export function resolveInRoot(root: string, path: string): string | undefined {
  const pending = path.split("/").reverse();
  const reached: string[] = [];
  let links = 0;
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (name === "" || name === ".") continue;
    if (name === "..") {
      reached.pop();
      continue;
    }
    const found = join(root, ...reached, name);
    const stat = lstatSync(found, { throwIfNoEntry: false });
    if (stat === undefined) return undefined;
    if (!stat.isSymbolicLink()) {
      reached.push(name);
      continue;
    }
    links += 1;
    if (links > mostLinks) return undefined;
    const target = readlinkSync(found);
    if (target.startsWith("/")) reached.length = 0;
    pending.push(...target.split("/").reverse());
  }
  return `/${reached.join("/")}`;
}
