import type { Bom } from "./bom.ts";
import type { Evidence, ObservationUnit, UseReference } from "./evidence.ts";
import type { PackageId } from "./package.ts";
import { strongestSighting } from "./strongest-sighting.ts";

/** A file of a package that was used: how strongly, and where that was first seen. */
export interface UsedFile extends UseReference {
  /** What implies the use, where no program named the file. */
  readonly impliedBy?: readonly string[];
}

/**
 * The files of each package that the units of one role used, in the order of their paths. Folders are no use of the
 * packages that list them; what is made from a package's files, such as bytecode, is.
 *
 * @example
 * ```ts
 * import { type Bom, type Evidence, usedFiles } from "@coppice/types";
 *
 * const subject = { name: "app", digest: "sha256:00" };
 * const bom: Bom = {
 *   kind: "bom", schemaVersion: "1.0", subject, tool: { name: "example", version: "1" },
 *   packages: [], dependencies: [], problems: [],
 *   files: [{
 *     path: "/nginx", type: "file", mode: 0o755, uid: 0, gid: 0, size: 9,
 *     attribution: { kind: "owned", by: ["pkg:deb/debian/nginx"] },
 *   }],
 * };
 * const evidence: Evidence = {
 *   kind: "evidence", schemaVersion: "1.0", subject, packages: [], unattributed: [], unplaced: [], network: [], problems: [],
 *   units: [{
 *     id: "run", role: "workload", source: "strace", events: 1, unreadable: 0, unplaced: 0, losses: [], shows: ["exec"],
 *   }],
 *   files: [{ path: "/nginx", given: ["/nginx"], seen: { run: { grade: "executed", offset: 0 } } }],
 * };
 * usedFiles(evidence, bom, "workload").get("pkg:deb/debian/nginx")?.[0]?.grade; // => "executed"
 * ```
 */
export function usedFiles(
  { units, files }: Evidence,
  bom: Bom,
  role: ObservationUnit["role"],
): ReadonlyMap<PackageId, readonly UsedFile[]> {
  const strongestOf = strongestSighting(units, role);
  const byPath = new Map((bom.files ?? []).map((file) => [file.path, file]));
  const found = new Map<PackageId, UsedFile[]>();
  for (const { path, seen, impliedBy } of files) {
    const file = byPath.get(path);
    if (file === undefined || file.type === "directory") continue;
    const { attribution } = file;
    if (attribution.kind !== "owned" && attribution.kind !== "derived") continue;
    const strongest = strongestOf(seen);
    if (strongest === undefined) continue;
    const use: UsedFile = { path, ...strongest, ...(impliedBy && { impliedBy }) };
    for (const owner of attribution.by) {
      const uses = found.get(owner);
      if (uses) uses.push(use);
      else found.set(owner, [use]);
    }
  }
  return found;
}
