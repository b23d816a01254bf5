import type { Digest, FileEntry } from "@coppice/types";
import { indexFiles } from "./file-index.ts";
import { ImageError } from "./image-error.ts";
import type {
  LayerDeletion,
  LayerSquash,
  SquashedContent,
  SquashLimits,
  SquashMember,
} from "./layer-squash.ts";
import { joinPath, maximumLinks, parentPath, resolvePath } from "./resolve-path.ts";
import { createTreeTable, type TreeNode } from "./tree-table.ts";
import { weighEntry } from "./weigh-entry.ts";

/** The children of what is no folder. */
const childless: ReadonlySet<string> = new Set();

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
 * squash.deletions().map(({ path, deletedBy }) => `${path} ${deletedBy}`); // => ["/etc/motd sha256:upper"]
 * ```
 * @throws Its functions throw an {@link ImageError} with code `HARD_LINK_MISSING`, `SYMLINK_LOOP` when the way to a
 * member does not end, `TAR_INVALID` for a whiteout that names nothing, or `IMAGE_TOO_LARGE` when a limit is passed.
 */
export function squashLayers(limits: Partial<SquashLimits> = {}): LayerSquash {
  const { entries: maximumEntries = 4_000_000, characters: maximumCharacters = 512_000_000 } =
    limits;
  const nodes = createTreeTable();
  const lookup = nodes.entry;
  const deletions: LayerDeletion[] = [];
  let characters = 0;
  let deletedCharacters = 0;
  let layer = -1;
  let diffId: Digest = "";
  /** Paths in each folder; made when the first folder goes, and kept from then on. */
  let children: Map<string, Set<string>> | undefined;
  /** Children of folders that whiteouts of this layer went through: to go again would find nothing, but take time. */
  let swept = new WeakSet<ReadonlySet<string>>();

  function put(node: TreeNode): void {
    const { path, type } = node.entry;
    const old = nodes.get(path);
    if (old?.entry.type === "directory" && type !== "directory") hideChildren(path, "all");
    if (old) characters -= weighEntry(old.entry);
    if (old && (old.entry.type !== "directory" || type !== "directory")) recordDeletion(old, true);
    characters += weighEntry(node.entry);
    nodes.set(node);
    if (children && !old && path !== "/") noteChild(children, path);
    if (nodes.size() > maximumEntries) throw tooLarge("entries", maximumEntries);
    if (characters > maximumCharacters) throw tooLarge("characters", maximumCharacters);
  }

  function recordDeletion({ entry, layer: brought }: TreeNode, replaced: boolean): void {
    if (brought === layer) return;
    const { path, layer: from = "" } = entry;
    deletedCharacters += path.length;
    if (deletedCharacters > maximumCharacters) throw tooLarge("characters", maximumCharacters);
    deletions.push({ path, layer: from, deletedBy: diffId, ...(replaced && { replaced }) });
  }

  function putFolder(path: string): void {
    const facts = { mode: 0o755, uid: 0, gid: 0, size: 0 };
    const entry: FileEntry = {
      path,
      type: "directory",
      ...facts,
      ...(diffId && { layer: diffId }),
    };
    put({ entry, layer, content: -1, inode: undefined });
  }

  function childrenOf(path: string): ReadonlySet<string> {
    if (lookup(path)?.type !== "directory") return childless;
    if (!children) {
      children = new Map();
      for (const known of nodes.paths()) if (known !== "/") noteChild(children, known);
    }
    return children.get(path) ?? childless;
  }

  /** Takes away `path` and what is below it: all, or what lower layers brought, so far as nothing above needs it. */
  function hide(path: string, what: "all" | "lower"): void {
    const below = [path];
    for (let index = 0; index < below.length; index++) {
      const inside = childrenOf(below[index] ?? "");
      if (what === "lower" && swept.has(inside)) continue;
      if (what === "lower" && inside !== childless) swept.add(inside);
      for (const child of inside) below.push(child);
    }
    for (const gone of below.reverse()) {
      const node = nodes.get(gone);
      if (!node || (what === "lower" && node.layer === layer)) continue;
      if (childrenOf(gone).size > 0) continue;
      nodes.delete(gone);
      children?.delete(gone);
      children?.get(parentPath(gone))?.delete(gone);
      characters -= weighEntry(node.entry);
      recordDeletion(node, false);
    }
  }

  function hideChildren(folder: string, what: "all" | "lower"): void {
    const inside = childrenOf(folder);
    if (swept.has(inside) && what === "lower") return;
    for (const child of inside) hide(child, what);
    if (what === "lower" && inside !== childless) swept.add(inside);
  }

  /** The folder that `path` leads to, made with all above it where it is absent, as `mkdir -p` does. */
  function enter(path: string): string {
    // What is above a node has no link in it.
    if (lookup(path)?.type === "directory") return path;
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

  function nodeOf(member: SquashMember, path: string, digest?: Digest, content?: number): TreeNode {
    const { type, mode, uid, gid, size, mtime, target, device, xattrs, offset } = member;
    if (path === "/" && type !== "directory") throw invalid("its root is no folder");
    if (type === "hard-link") return linkNode(path, target ?? "");
    // Not spread together, which would take more time and memory for each of millions.
    const entry: { -readonly [Key in keyof FileEntry]: FileEntry[Key] } =
      digest === undefined
        ? { path, type, mode, uid, gid, size, mtime, layer: diffId }
        : { path, type, mode, uid, gid, size, mtime, digest, layer: diffId };
    if (target !== undefined) entry.target = target;
    if (device) entry.device = device;
    if (xattrs) entry.xattrs = xattrs;
    const place = type === "file" ? (content ?? offset) : -1;
    return { entry, layer, content: place, inode: undefined };
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
    const { content } = node;
    const isFile = node.entry.type === "file";
    const inode = isFile ? (node.inode ?? { layer: node.layer }) : undefined;
    if (inode !== node.inode) nodes.set({ ...node, inode });
    const { hardLink: _, ...facts } = node.entry;
    return { entry: { ...facts, path, layer: diffId }, layer, content, inode };
  }

  function addWhiteout(parent: string, name: string, path: string): void {
    const hiddenName = name.slice(whiteout.length);
    if (hiddenName === "" || hiddenName === "." || hiddenName === "..") {
      throw invalid(`the whiteout ${path} names nothing`);
    }
    // As for umoci, a whiteout makes no folder.
    const folder = resolvePath(lookup, parent);
    if (!folder.found) return;
    if (name === opaque) hideChildren(folder.path, "lower");
    else hide(joinPath(folder.path, hiddenName), "lower");
  }

  function invalid(what: string): ImageError {
    return new ImageError("TAR_INVALID", `layer ${diffId}: ${what}; build the image again`);
  }

  function contentOf(node: TreeNode | undefined): SquashedContent | undefined {
    if (!node || node.content < 0) return undefined;
    return { layer: node.inode?.layer ?? node.layer, offset: node.content };
  }

  return {
    startLayer(next) {
      layer++;
      diffId = next;
      swept = new WeakSet();
      if (layer === 0) putFolder("/");
    },
    add(member, digest, content) {
      const { path } = member;
      const slash = path.lastIndexOf("/");
      const name = path.slice(slash + 1);
      const isSpecial = path.includes(`/${whiteout}`);
      if (isSpecial) {
        const way = path.slice(0, slash + 1);
        if (way.includes(`/${aufs}`) || (name.startsWith(aufs) && name !== opaque)) return;
        if (way.includes(`/${whiteout}`)) throw invalid(`${path} is below a whiteout`);
      }
      const parent = path.slice(0, slash) || "/";
      if (isSpecial) {
        addWhiteout(parent, name, path);
        return;
      }
      const folder = enter(parent);
      const own = folder === parent ? path : joinPath(folder, name);
      put(nodeOf(member, own, digest, content));
    },
    entries: () =>
      nodes.finish().map((entry) => {
        const content = contentOf(nodes.get(entry.path));
        return content ? { entry, content } : { entry };
      }),
    index() {
      const entries = nodes.finish();
      return indexFiles(lookup, () => entries);
    },
    content: (path) => contentOf(nodes.get(path)),
    deletions: () => deletions,
  };
}

function noteChild(children: Map<string, Set<string>>, path: string): void {
  const parent = parentPath(path);
  const siblings = children.get(parent);
  if (siblings) siblings.add(path);
  else children.set(parent, new Set([path]));
}

function tooLarge(limit: keyof SquashLimits, value: number): ImageError {
  return new ImageError(
    "IMAGE_TOO_LARGE",
    `the image's layers together pass ${value} ${limit}; raise limits.${limit} to read it`,
  );
}
