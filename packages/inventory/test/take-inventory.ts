import { type InventoryOptions, inventory } from "@coppice/inventory";
import type { Attribution, Bom, FileTree } from "@coppice/types";
import { createTextTree } from "./create-tree.ts";

/** The inventory of a tree, or of files by path. */
export function takeInventory(
  source: FileTree | Readonly<Record<string, string | Uint8Array>>,
  options: Partial<InventoryOptions> = {},
): Promise<Bom> {
  const tree = isTree(source) ? source : createTextTree(source);
  return inventory(tree, { subject: { name: "test", digest: "sha256:00" }, ...options });
}

function isTree(source: FileTree | Readonly<Record<string, unknown>>): source is FileTree {
  return typeof source["entries"] === "function";
}

/** Why a path is there, with packages by name. */
export function reasonOf(bom: Bom, path: string): unknown {
  const attribution = bom.files?.find((file) => file.path === path)?.attribution;
  return attribution && withNames(bom, attribution);
}

function withNames(bom: Bom, attribution: Attribution): unknown {
  const nameOf = (id: string) => bom.packages.find((found) => found.id === id)?.name;
  if (!("by" in attribution) || attribution.by === undefined) return attribution;
  const { by } = attribution;
  return { ...attribution, by: typeof by === "string" ? nameOf(by) : by.map(nameOf) };
}

/** dpkg's records of packages: each is a stanza's further fields and the paths that it lists. */
export function dpkgFiles(
  packages: Readonly<
    Record<string, { readonly fields?: string; readonly list?: readonly string[] }>
  >,
): Record<string, string> {
  const files: Record<string, string> = {};
  const stanzas = Object.entries(packages).map(([name, { fields = "", list = [] }]) => {
    files[`/var/lib/dpkg/info/${name}.list`] = `/.\n${list.join("\n")}\n`;
    const own = /^Status:/m.test(fields) ? "" : "Status: install ok installed\n";
    const version = /^Version:/m.test(fields) ? "" : "Version: 1\n";
    const architecture = /^Architecture:/m.test(fields) ? "" : "Architecture: amd64\n";
    return `Package: ${name}\n${own}${version}${architecture}${fields}\n`;
  });
  return { ...files, "/var/lib/dpkg/status": stanzas.join("\n") };
}
