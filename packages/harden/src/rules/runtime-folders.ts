import { parentPath } from "@coppice/image";
import { strongestUse } from "@coppice/types";
import type { KeepRule, PlanContext } from "../plan-context.ts";

/**
 * Keeps the folders in which the workload made or found paths that the image does not have: sockets, logs, pid files;
 * and links on the way there, such as one of a log to `/dev/stdout`.
 */
export const runtimeFolders: KeepRule = {
  id: "runtime-folders",
  title: "The workload used a path in it that is made at run time.",
  *needs(context) {
    for (const path of runtimePaths(context)) {
      const reason = { rule: "runtime-folders", because: path };
      yield { path, reason };
      const end = context.model.index.resolve(path);
      yield { path: end.found ? end.path : parentPath(end.path), reason };
    }
  },
};

/** The paths that the workload used and the image does not have. */
export function* runtimePaths({ evidence }: PlanContext): Generator<string, void, undefined> {
  const useOf = strongestUse(evidence.units, "workload");
  for (const { path, seen } of evidence.unattributed) if (useOf(seen) !== undefined) yield path;
}
