import type { EventProcess } from "@coppice/types";
import type { PlacePath } from "../containers/cache-paths.ts";
import { createImageNotices } from "../containers/image-notices.ts";
import type { ContainerId, LogScope } from "../containers/log-scope.ts";
import type { LineSink } from "../lines/read-lines.ts";
import { longestPath } from "../places/place.ts";
import type { TetragonProcess } from "./tetragon-record.ts";

/** One program that a process runs, from its exec on. */
export interface TetragonProgram {
  readonly process: EventProcess;
  readonly place: PlacePath;
  /** Its events count. */
  readonly counts: boolean;
  /** Nothing more can be learnt of its container. */
  readonly settled: boolean;
}

/** The programs that a log has shown, by their `exec_id`. */
export interface TetragonPrograms {
  get(said: string | TetragonProcess): TetragonProgram | undefined;
  /** Takes what a record says of a program; `parent` is the process that made it. */
  add(said: TetragonProcess, parent: number | undefined, offset: number): TetragonProgram;
}

/** Keeps at most `limits.processes` programs: the oldest goes first, and counts as unseen when it comes back. */
export function createTetragonPrograms(sink: LineSink, scope: LogScope): TetragonPrograms {
  const programs = new Map<string, TetragonProgram>();
  // One for all, since a new one would pass over all that were deleted.
  const oldest = programs.keys();
  const images = createImageNotices(sink);
  return {
    get: (said) => programs.get(typeof said === "string" ? said : keyOf(said)),
    add(said, parent, offset) {
      const { binary } = said;
      const pod = said.pod?.container;
      const container = containerOf(said);
      const counts = scope.counts(container, pod?.name);
      const process: EventProcess = {
        pid: said.pid ?? 0,
        ...(parent !== undefined && { parent }),
        ...(binary && binary.length <= longestPath && { program: binary }),
        ...(container && { container }),
      };
      // The name of a container can come after its first events.
      const settled = counts || pod !== undefined || container === undefined;
      if (counts) images.say(offset, process.container, pod?.image?.name, pod?.image?.id);
      else scope.leaveOut(container, pod?.name);
      const program = { process, place: scope.placeIn(container), counts, settled };
      programs.set(keyOf(said), program);
      if (programs.size > sink.limits.processes) programs.delete(oldest.next().value ?? "");
      return program;
    },
  };
}

/** Filters of the export can leave the id out. */
function keyOf({ exec_id: execId, pid = 0, binary = "" }: TetragonProcess): string {
  return execId ?? `${pid} ${binary.slice(0, longestPath)}`;
}

/** The id without its runtime, `86eb9e29a77d` of `containerd://86eb9e29a77d`, or as much of it as the kernel gave. */
function containerOf({ pod, docker, flags }: TetragonProcess): ContainerId {
  const id = pod?.container?.id?.split("//").at(-1) || docker;
  if (id) return id;
  // The control group, which has the id in its name, could not be read, nothing is known but the number of the process,
  // or fields were left out of the export.
  const isUnknown = flags?.split(" ").some((flag) => unknownContainer.test(flag));
  return pod !== undefined || isUnknown ? "" : undefined;
}

/** Flags such as `errorCgroupName`, which was `errorDockerNameCwd` before. */
const unknownContainer = /^(?:unknown$|errorCgroup|errorDocker)/;
