import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Lockfile } from "@coppice/lockfile";
import Arborist from "@npmcli/arborist";

/** Packages by place, and edges between places. */
export interface Places {
  readonly packages: readonly string[];
  readonly edges: readonly string[];
}

/** What npm's own library makes of a package-lock.json, without the requirements of the root where `root` is false. */
export async function arboristPlaces(text: string, root = true): Promise<Places> {
  const folder = mkdtempSync(join(tmpdir(), "coppice-lockfile-"));
  try {
    writeFileSync(join(folder, "package-lock.json"), text);
    const tree = await new Arborist({ path: folder }).loadVirtual();
    const nodes = [...tree.inventory.values()].filter((node) => !node.isLink);
    const packages = nodes.map(
      (node) => `${node.location || "."} ${node.packageName}@${node.version}`,
    );
    const edges = nodes.flatMap((node) =>
      [...node.edgesOut.values()]
        .filter(({ type }) => String(type) !== "workspace" && (root || node !== tree))
        .map((edge) => {
          const to = edge.to ? edge.to.target.location || "." : "nothing";
          return `${node.location || "."} ${edge.type} ${edge.name}@${edge.rawSpec} ${to}`;
        }),
    );
    return { packages: packages.sort(), edges: edges.sort() };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const types = { runtime: "prod", development: "dev", optional: "optional", peer: "peer" };

/** The same of a lockfile that this package read. */
export function lockfilePlaces(lockfile: Lockfile, root = true): Places {
  const nodes = [...lockfile.importers, ...lockfile.packages];
  const edges = nodes.flatMap(({ key, dependencies }) =>
    key === "." && !root
      ? []
      : dependencies.map(({ name, specifier, kind, optional, to: [to = "nothing"] }) => {
          const type = optional ? "peerOptional" : types[kind];
          return `${key} ${type} ${name}@${specifier} ${to}`;
        }),
  );
  return {
    packages: nodes.map(({ key, name, version }) => `${key} ${name}@${version}`).sort(),
    edges: edges.sort(),
  };
}
