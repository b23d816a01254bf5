import { access, constants } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { TraceError } from "../trace-error.ts";

/** Where root's programs are, wherever this one was started from. */
export const searchPath: string = `${process.env["PATH"] ?? "/usr/bin:/bin"}:/usr/sbin:/sbin`;

/** Debian's packages of what recording needs; most have the same name elsewhere. */
const packages: ReadonlyMap<string, string> = new Map([
  ["unshare", "util-linux"],
  ["setpriv", "util-linux"],
  ["mount", "mount"],
  ["timeout", "coreutils"],
  ["perl", "perl-base"],
]);

/** Where a program is, if it is there. */
export async function findTool(name: string): Promise<string | undefined> {
  for (const folder of searchPath.split(":")) {
    if (!folder.startsWith("/")) continue;
    const path = join(folder, name);
    const found = access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (await found) return path;
  }
  return undefined;
}

/**
 * Where a program is.
 *
 * @throws A {@link TraceError} with code `TOOL_MISSING` that says what to install.
 */
export async function requireTool(name: string): Promise<string> {
  const path = await findTool(name);
  if (path !== undefined) return path;
  throw new TraceError(
    "TOOL_MISSING",
    `recording needs ${name}; install the package ${packages.get(name) ?? name}`,
  );
}
