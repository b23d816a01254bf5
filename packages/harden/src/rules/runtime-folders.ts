import { parentPath } from "@coppice/image";
import { strongestUse } from "@coppice/types";
import type { KeepRule, PlanContext } from "../plan-context.ts";

/** Keeps the folders in which the workload made or found paths that the image does not have: sockets, logs, pid files. */
export const runtimeFolders: KeepRule = {
  id: "runtime-folders",
  title: "The workload used a path in it that is made at run time.",
  *needs(context) {
    for (const { path, folder } of runtimePaths(context)) {
      yield { path: folder, reason: { rule: "runtime-folders", because: path } };
    }
  },
};

/** A path that the workload used and the image does not have, with the nearest folder that it has. */
export interface RuntimePath {
  readonly path: string;
  readonly folder: string;
}

/** The paths that the workload used and the image does not have. */
export function* runtimePaths({
  evidence,
  model,
}: PlanContext): Generator<RuntimePath, void, undefined> {
  const useOf = strongestUse(evidence.units, "workload");
  for (const { path, seen } of evidence.unattributed) {
    if (useOf(seen) === undefined) continue;
    let folder = parentPath(path);
    while (folder !== "/" && !model.index.resolve(folder).found) folder = parentPath(folder);
    yield { path, folder };
  }
}
