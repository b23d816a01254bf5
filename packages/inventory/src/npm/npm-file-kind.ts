import { parentPath } from "@coppice/image";
import type { FileEntry } from "@coppice/types";

/**
 * What a path is to npm and its kin: the manifest of a module, a link to a module, a folder of commands, what the
 * package manager recorded of its work in `node_modules`, the map of Yarn's Plug'n'Play, or a lockfile.
 */
export type NpmFileKind = "manifest" | "link" | "commands" | "record" | "pnp" | "lockfile";

const records = ["/node_modules/.package-lock.json", "/node_modules/.pnpm/lock.yaml"];

const lastLetters = new Set([..."nklbs"].map((letter) => letter.charCodeAt(0)));

const names: ReadonlyMap<string, NpmFileKind> = new Map([
  ["package.json", "manifest"],
  [".bin", "commands"],
  [".package-lock.json", "record"],
  ["lock.yaml", "record"],
  [".pnp.cjs", "pnp"],
  [".pnp.js", "pnp"],
  [".pnp.data.json", "pnp"],
  ["package-lock.json", "lockfile"],
  ["npm-shrinkwrap.json", "lockfile"],
  ["yarn.lock", "lockfile"],
  ["pnpm-lock.yaml", "lockfile"],
  ["bun.lock", "lockfile"],
  ["bun.lockb", "lockfile"],
]);

/** What `entry` is to npm and its kin, if anything. */
export function npmFileKind({ path, type }: FileEntry): NpmFileKind | undefined {
  if (type === "symlink" && holderOf(path) !== undefined) return "link";
  // Most paths end otherwise, and are done with at once.
  if (!lastLetters.has(path.charCodeAt(path.length - 1))) return undefined;
  if (path.endsWith("s") && !path.endsWith(".pnp.cjs") && !path.endsWith(".pnp.js"))
    return undefined;
  const kind = names.get(path.slice(path.lastIndexOf("/") + 1));
  if (kind === undefined) return undefined;
  if (kind === "commands") return path.endsWith("/node_modules/.bin") ? kind : undefined;
  // Debian lets one module have the manifest of another by a link.
  if (kind === "manifest") return holderOf(parentPath(path)) === undefined ? undefined : kind;
  if (type !== "file") return undefined;
  return kind !== "record" || records.some((end) => path.endsWith(end)) ? kind : undefined;
}

/**
 * The `node_modules`, or Debian's `nodejs`, that holds the module at `root`; `undefined` where that cannot be one.
 * Between them may be a scope.
 */
export function holderOf(root: string): string | undefined {
  const at = root.lastIndexOf("/");
  const first = root.charAt(at + 1);
  if (at <= 0 || first === "@" || first === "." || first === "") return undefined;
  const above = root.slice(0, at);
  const slash = above.lastIndexOf("/");
  const holder = above.charAt(slash + 1) === "@" ? above.slice(0, slash) : above;
  return holder.endsWith("/node_modules") || holder.endsWith("/nodejs") ? holder : undefined;
}
