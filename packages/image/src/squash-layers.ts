import type { Digest, FileEntry } from "@coppice/types";
import { comparePaths } from "./file-index.ts";
import { ImageError } from "./image-error.ts";
import { joinPath, maximumLinks, parentPath, resolvePath } from "./resolve-path.ts";
import type { TarMember } from "./tar-member.ts";

/** An entry that the layers leave, with the place of its content. */
export interface SquashedEntry {
  readonly entry: FileEntry;
  /** Where a regular file's content stands: which layer, counted from 0, and the offset in its tar stream. */
  readonly content?: { readonly layer: number; readonly offset: number };
}

/** A tar member without its content. */
export type SquashMember = Omit<TarMember, "content">;

/** What a squash may hold. */
export interface SquashLimits {
  /** Entries at one time. Default: 2 million. */
  readonly entries: number;
  /** Characters of all paths, link targets and attributes at one time. Default: 256 million. */
  readonly characters: number;
}

/** Layers on the way to becoming one tree. */
export interface LayerSquash {
  /** Begins the next layer, whose members follow; the lowest comes first. */
  startLayer(diffId: Digest): void;
  /** Applies a member, with the digest of its content where it is known. */
  add(member: SquashMember, digest?: Digest): void;
  /** What is there after the layers so far, in the order of {@link comparePaths}. */
  entries(): readonly SquashedEntry[];
}

interface TreeNode {
  readonly entry: FileEntry;
  readonly content?: { readonly layer: number; readonly offset: number };
  /** The layer that wrote it last. */
  readonly layer: number;
  /** Shared by all names of one file. */
  readonly inode: object;
  /** Paths of what is in it. */
  readonly children: Set<string>;
}

/** The children of what is no folder. */
const childless = new Set<string>();

const whiteout = ".wh.";
const opaque = ".wh..wh..opq";
/** What AUFS keeps for itself begins so; it is no part of the image. */
const aufs = ".wh..wh.";

/**
 * Lays layers over each other (OCI image specification, "Image Layer Filesystem Changeset"). Whiteouts hide only what
 * lower layers brought, whatever their place in the layer; links in the parents of a member are followed inside the
 * root; folders that no layer names are root's with mode 0755. Of the names of one file the first in order carries the
 * content and the others name it as `hardLink`.
 *
 * @example
 * ```ts
 * import { squashLayers } from "@coppice/image";
 *
 * const facts = { type: "file", mode: 0o644, uid: 0, gid: 0, size: 0, mtime: 0, offset: 512 } as const;
 * const squash = squashLayers();
 * squash.startLayer("sha256:lower");
 * squash.add({ path: "/etc/passwd", ...facts });
 * squash.add({ path: "/etc/motd", ...facts });
 * squash.startLayer("sha256:upper");
 * squash.add({ path: "/etc/.wh.motd", ...facts });
 * squash.entries().map(({ entry }) => entry.path); // => ["/", "/etc", "/etc/passwd"]
 * ```
 * @throws Its functions throw an {@link ImageError} with code `HARD_LINK_MISSING`, `SYMLINK_LOOP` when the way to a
 * member does not end, `TAR_INVALID` for a whiteout that names nothing, or `IMAGE_TOO_LARGE` when a limit is passed.
 */
export function squashLayers(limits: Partial<SquashLimits> = {}): LayerSquash {
  const { entries: maximumEntries = 2_000_000, characters: maximumCharacters = 256_000_000 } =
    limits;
  const nodes = new Map<string, TreeNode>();
  const lookup = (path: string): FileEntry | undefined => nodes.get(path)?.entry;
  let characters = 0;
  let layer = -1;
  let diffId: Digest | undefined;
  /** Children of folders that whiteouts of this layer went through: to go again would find nothing, but take time. */
  let swept = new WeakSet<Set<string>>();

  function put(node: TreeNode): void {
    const { path, type } = node.entry;
    const old = nodes.get(path);
    const merged = old?.entry.type === "directory" && type === "directory";
    if (old && !merged) hide(path, "all");
    else if (old) characters -= weight(old.entry);
    characters += weight(node.entry);
    nodes.set(path, merged ? { ...node, children: old.children } : node);
    if (path !== "/") nodes.get(parentPath(path))?.children.add(path);
    if (nodes.size > maximumEntries) throw tooLarge("entries", maximumEntries);
    if (characters > maximumCharacters) throw tooLarge("characters", maximumCharacters);
  }

  function putFolder(path: string): void {
    const facts = { mode: 0o755, uid: 0, gid: 0, size: 0, ...(diffId && { layer: diffId }) };
    const entry: FileEntry = { path, type: "directory", ...facts };
    put({ entry, layer, inode: entry, children: new Set() });
  }

  /** Takes away `path` and what is below it: all, or what lower layers brought, so far as nothing above needs it. */
  function hide(path: string, what: "all" | "lower"): void {
    const below = [path];
    for (let index = 0; index < below.length; index++) {
      const { children = childless } = nodes.get(below[index] ?? "") ?? {};
      if (what === "lower" && swept.has(children)) continue;
      if (what === "lower" && children !== childless) swept.add(children);
      for (const child of children) below.push(child);
    }
    for (const gone of below.reverse()) {
      const node = nodes.get(gone);
      if (!node || node.children.size > 0 || (what === "lower" && node.layer === layer)) continue;
      nodes.delete(gone);
      nodes.get(parentPath(gone))?.children.delete(gone);
      characters -= weight(node.entry);
    }
  }

  function hideChildren(folder: string): void {
    const { children = childless } = nodes.get(folder) ?? {};
    if (swept.has(children)) return;
    for (const child of children) hide(child, "lower");
    swept.add(children);
  }

  /** The folder that `path` leads to, made with all above it where it is absent, as `mkdir -p` does. */
  function enter(path: string): string {
    const pending = path.split("/").reverse();
    let at = "/";
    let links = 0;
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      if (name === "" || name === ".") continue;
      const next = name === ".." ? parentPath(at) : joinPath(at, name);
      const entry = lookup(next);
      if (entry?.type === "symlink") {
        if (++links > maximumLinks) {
          throw new ImageError(
            "SYMLINK_LOOP",
            `layer ${diffId}: the way to ${path} has too many links; do not use this image`,
          );
        }
        const target = entry.target ?? "";
        pending.push(...target.split("/").reverse());
        if (target.startsWith("/")) at = "/";
        continue;
      }
      if (entry?.type !== "directory") putFolder(next);
      at = next;
    }
    return at;
  }

  function nodeOf(member: SquashMember, path: string, digest?: Digest): TreeNode {
    const { type, mode, uid, gid, size, mtime, target, device, xattrs, offset } = member;
    if (path === "/" && type !== "directory") throw invalid("its root is no folder");
    if (type === "hard-link") return linkNode(path, target ?? "");
    const entry: FileEntry = {
      path,
      type,
      mode,
      uid,
      gid,
      size,
      mtime,
      ...(target !== undefined && { target }),
      ...(device && { device }),
      ...(xattrs && { xattrs }),
      ...(digest !== undefined && { digest }),
      ...(diffId !== undefined && { layer: diffId }),
    };
    const content = type === "file" && { content: { layer, offset } };
    const children = type === "directory" ? new Set<string>() : childless;
    return { entry, layer, inode: entry, children, ...content };
  }

  function linkNode(path: string, target: string): TreeNode {
    const resolution = resolvePath(lookup, target, { followLast: false });
    const node = resolution.found ? nodes.get(resolution.path) : undefined;
    if (!node || node.entry.type === "directory" || node.entry.path === path) {
      throw new ImageError(
        "HARD_LINK_MISSING",
        `layer ${diffId}: ${path} is a hard link to ${target}, which is no file there; build the image again`,
      );
    }
    const entry = { ...node.entry, path, ...(diffId !== undefined && { layer: diffId }) };
    return { ...node, entry, layer };
  }

  function invalid(what: string): ImageError {
    return new ImageError("TAR_INVALID", `layer ${diffId}: ${what}; build the image again`);
  }

  return {
    startLayer(next) {
      layer++;
      diffId = next;
      swept = new WeakSet();
      if (layer === 0) putFolder("/");
    },
    add(member, digest) {
      const slash = member.path.lastIndexOf("/");
      const name = member.path.slice(slash + 1);
      const way = member.path.slice(0, slash + 1);
      if (way.includes(`/${aufs}`) || (name.startsWith(aufs) && name !== opaque)) return;
      if (way.includes(`/${whiteout}`)) throw invalid(`${member.path} is below a whiteout`);
      const folder = enter(way);
      if (name === opaque) {
        hideChildren(folder);
      } else if (name.startsWith(whiteout)) {
        const hiddenName = name.slice(whiteout.length);
        if (hiddenName === "" || hiddenName === "." || hiddenName === "..") {
          throw invalid(`the whiteout ${member.path} names nothing`);
        }
        hide(joinPath(folder, hiddenName), "lower");
      } else {
        const path = name === "" ? "/" : joinPath(folder, name);
        put(nodeOf(member, path, digest));
      }
    },
    entries: () => withHardLinks([...nodes.values()]),
  };
}

function withHardLinks(nodes: TreeNode[]): SquashedEntry[] {
  nodes.sort((a, b) => comparePaths(a.entry.path, b.entry.path));
  const first = new Map<object, string>();
  return nodes.map(({ entry, inode, content }) => {
    const hardLink = first.get(inode);
    if (hardLink === undefined && entry.type === "file") first.set(inode, entry.path);
    return {
      entry: hardLink === undefined ? entry : { ...entry, hardLink },
      ...(content && { content }),
    };
  });
}

/** A global pax header gives the same attributes to many members, which must not be gone through for each. */
const attributeWeights = new WeakMap<object, number>();

function weight({ path, target = "", xattrs }: FileEntry): number {
  const own = path.length + target.length;
  if (xattrs === undefined) return own;
  let sum = attributeWeights.get(xattrs);
  if (sum === undefined) {
    sum = Object.entries(xattrs).reduce(
      (all, [name, value]) => all + name.length + value.length,
      0,
    );
    attributeWeights.set(xattrs, sum);
  }
  return own + sum;
}

function tooLarge(limit: keyof SquashLimits, value: number): ImageError {
  return new ImageError(
    "IMAGE_TOO_LARGE",
    `the image's layers together pass ${value} ${limit}; raise limits.${limit} to read it`,
  );
}
