import type { LineSink } from "../lines/read-lines.ts";
import { createRecordedPlaces } from "../places/create-recorded-places.ts";
import { isContainer } from "../places/is-container.ts";
import type { ReadLogOptions } from "../read-log-options.ts";
import { cachePaths, type PlacePath } from "./cache-paths.ts";

/** Which of a log's events count, and where their paths lie. */
export interface LogScope {
  /** Whether the events of a process in this container count. */
  counts(id: ContainerId, name?: string | undefined): boolean;
  /** Notes that an event does not count: without id and name it may be one of the container that was asked for. */
  leaveOut(id: ContainerId, name: string | undefined): void;
  /** Where the paths of a process in this container lie. */
  placeIn(id: ContainerId): PlacePath;
  /** Notes by which policies an event is shown. */
  shownBy(policies: readonly string[]): void;
  /** Says at the end of the log what it leaves out. */
  end(): void;
}

/** Id of a container or its beginning, `undefined` for the machine itself, empty when it is not known which it is. */
export type ContainerId = string | undefined;

/** Name of the policies that this package ships for each source, which leave out no use of a file. */
const wholePolicy = "coppice";

/**
 * The scope of a source that knows containers and names paths as they see them. Without `container` and `imageRoot` the
 * events of all containers count, and none of the machine's own processes. A log is `filtered` when none counts, and
 * for `why` when no event is shown by a policy that is known to be whole.
 */
export function createLogScope(
  sink: LineSink,
  { container: wanted, imageRoot }: ReadLogOptions,
  why: string,
): LogScope {
  const inside = cachePaths(createRecordedPlaces({ imageRoot, inside: true }));
  const host = cachePaths(createRecordedPlaces({ imageRoot }));
  let wholeIsUsed = false;
  let some = false;
  let someCount = false;
  let unknown = 0;

  function isWanted(id: ContainerId, name: string | undefined): boolean {
    if (wanted === undefined) return id !== undefined || imageRoot !== undefined;
    if (isContainer(wanted, id, name)) return true;
    return id !== undefined && id.length >= shortestId && wanted.startsWith(id);
  }

  return {
    counts(id, name) {
      const counts = isWanted(id, name);
      some = true;
      someCount ||= counts;
      return counts;
    },
    leaveOut(id, name) {
      if (id === "" && !name) unknown++;
    },
    placeIn: (id) => (id === undefined ? host : inside),
    shownBy(policies) {
      wholeIsUsed ||= policies.includes(wholePolicy);
    },
    end() {
      if (unknown > 0) {
        const reason = "events do not say of which container they are";
        sink.emit({ kind: "lost", offset: 0, code: "dropped", count: unknown, reason });
      }
      if (!some || (someCount && wholeIsUsed)) return;
      const noneCounts = wanted === undefined ? noContainers : noSuchContainer;
      const reason = someCount ? why : noneCounts;
      sink.emit({ kind: "lost", offset: 0, code: "filtered", reason });
    },
  };
}

/** Some sources know only the beginning of an id, of 12 digits at least. */
const shortestId = 12;

const noContainers =
  "no process is in a container, so none counts; set imageRoot to / when the log is of the image's own machine";
const noSuchContainer = "no process is known to be in the container that was asked for";
