import type { Bom, Evidence, ImageEvent, Problem, RuntimeEvent, Stratum } from "@coppice/types";
import { addImpliedUses } from "./grading/implied-uses.ts";
import { missesLibraries } from "./grading/missing-libraries.ts";
import { createNamedFiles } from "./grading/named-files.ts";
import { narrowShows, noteProgram, type ShownKinds } from "./grading/narrow-shows.ts";
import { findOtherImage } from "./grading/other-image.ts";
import { indexBomFiles } from "./grading/place-path.ts";
import { createProcessGaps } from "./grading/process-gaps.ts";
import { type ByProcess, createProcessRoles } from "./grading/process-roles.ts";
import { countEvent, recordAddress, recordUnplaced, recordUse } from "./grading/record-event.ts";
import { renderEvidence, renderProblems } from "./grading/render-evidence.ts";
import { createSeenPaths, type SeenPath } from "./grading/seen-paths.ts";
import { addLoss } from "./grading/unit-uses.ts";
import { createUnitWindows, type UnitWindow } from "./grading/unit-windows.ts";
import type { LogFormat } from "./log-format.ts";
import { mergeEvidence } from "./merge-evidence.ts";

/** Options of {@link gradeEvidence}. */
export interface GradeEvidenceOptions {
  /** Id of the observation unit, unique over all evidence of the subject: a container run or a window of time. */
  readonly unit: string;
  /** The format that the log was read as; what it can show decides what may be said of what is not seen. */
  readonly source: Pick<LogFormat, "name" | "shows" | "ecosystems">;
  /** What the subject was doing, after the start-up where that is cut off. */
  readonly stratum?: Stratum;
  /**
   * Makes the start-up a unit of its own, `<unit>@startup`: so many seconds from the first event, or all up to the first
   * socket that is listened on. What follows is `<unit>@1`.
   */
  readonly startup?: number | "listen";
  /** Cuts the log into units of so many seconds, `<unit>@1` and so on; windows without any event are none. */
  readonly windowSeconds?: number;
  /**
   * Programs that only exercise the workload, by path or name: what they and their children do, and each use of their
   * own files, goes to the unit `<unit>#client`.
   */
  readonly clients?: readonly string[];
  /** Problems of the reader; looked at after the last event. All are counted, the first 1,000 are kept. */
  readonly problems?: readonly Problem[];
  readonly limits?: Partial<GradeEvidenceLimits>;
}

/** How much evidence is kept. */
export interface GradeEvidenceLimits {
  /** Different paths, as programs gave them. Default: 1,000,000. */
  readonly paths: number;
  /** Windows of time. Default: 10,000. */
  readonly units: number;
  /**
   * Different paths of a unit that could not be placed; when there are more, one that may be any path stands for them.
   * Default: 100,000.
   */
  readonly unplaced: number;
  /** Different addresses of a unit; more are left out, after a problem. Default: 10,000. */
  readonly addresses: number;
}

const defaultLimits: GradeEvidenceLimits = {
  paths: 1_000_000,
  units: 10_000,
  unplaced: 100_000,
  addresses: 10_000,
};
const problemsKept = 1000;

/**
 * Grades what the events of a log say of the files and packages of `bom`.
 *
 * A path counts for the file that it leads to, not for links on the way, unless the link itself was asked for
 * (lstat(2), readlink(2)). Folders are kept as files but are no use of the packages that list them. What the kernel
 * or a runtime uses unasked is added: interpreters of scripts and of ELF programs, the source of Python bytecode. A package
 * inside an archive is used where the source names the part that was; its archive was then read.
 * Paths that the subject does not have are kept as unattributed, those that may lie anywhere as unplaced; what happened
 * outside of it is not counted.
 *
 * When much of the code that ran is not in the subject, a problem `OTHER_IMAGE` says so, and nothing can be called unused.
 * A digest in the log that is not the subject's may be another one of the same image, and is a problem `OTHER_DIGEST`. When
 * the log lacks what its format can show, such as opens, its units do not claim to show it; processes that it
 * does not follow, or that were there before it, are counted as losses.
 *
 * @example
 * ```ts
 * import { gradeEvidence, strace } from "@coppice/trace";
 * import type { Bom } from "@coppice/types";
 *
 * const bom: Bom = {
 *   kind: "bom", schemaVersion: "1.0", subject: { name: "app", digest: "sha256:00" },
 *   tool: { name: "example", version: "1" }, packages: [], dependencies: [], problems: [],
 *   files: [{
 *     path: "/nginx", type: "file", mode: 0o755, uid: 0, gid: 0, size: 9,
 *     attribution: { kind: "owned", by: ["pkg:deb/debian/nginx"] },
 *   }],
 * };
 * const log = new TextEncoder().encode('7 execve("/nginx", ["nginx"], 0x7ffe /* 3 vars *' + "/) = 0\n");
 * const evidence = await gradeEvidence(strace.read([log]), bom, { unit: "run-1", source: strace });
 * evidence.packages[0]?.seen["run-1"]?.grade; // => "executed"
 * ```
 * @throws A {@link TraceError} with code `BOM_WITHOUT_FILES` when `bom` lists no files, `LIMIT_EXCEEDED` when the limit of
 * paths or units is passed, `OPTION_INVALID` when seconds are none; and what the events throw.
 */
export async function gradeEvidence(
  events: AsyncIterable<readonly RuntimeEvent[]> | Iterable<readonly RuntimeEvent[]>,
  bom: Bom,
  options: GradeEvidenceOptions,
): Promise<Evidence> {
  const { source, problems = [] } = options;
  const files = indexBomFiles(bom);
  const limits = { ...defaultLimits, ...options.limits };
  const windows = createUnitWindows({ ...options, limit: limits.units });
  const roles = createProcessRoles(options.clients ?? []);
  const paths = createSeenPaths(files, createNamedFiles(files, source.ecosystems), limits.paths);
  const shown: ShownKinds = { kinds: new Set(), needsFiles: false };
  const images: ImageEvent[] = [];
  // A hook runs in processes that it does not see come up.
  const gaps = source.ecosystems === undefined ? createProcessGaps() : undefined;
  let leftOut = 0;

  function take(event: ByProcess): void {
    gaps?.note(event);
    // What happens outside tells how the log was recorded, too.
    shown.kinds.add(event.kind);
    const path = "path" in event ? event.path : undefined;
    if (path?.known === false && path.reason === "outside") return;
    const window = windows.at(event);
    let seen: SeenPath | undefined;
    if (path?.known) seen = paths.find(path);
    else if (path?.reason === "name") seen = paths.findName(path.given);
    const unit = roles?.isClient(event, seen?.place) ? window.client : window.workload;
    countEvent(unit, event);
    if (event.kind === "exec") noteProgram(shown, seen?.place);
    if ("address" in event) {
      if (!recordAddress(unit, event, limits.addresses)) leftOut++;
    } else if ("path" in event) {
      if (seen) recordUse(unit, seen, event);
      else if (!event.path.known) recordUnplaced(unit, event.path, event, limits.unplaced);
    }
  }

  for await (const batch of events) {
    for (const event of batch) {
      if (event.kind === "lost") addLoss(windows.current.workload, event);
      else if (event.kind === "image") images.push(event);
      else take(event);
    }
  }

  const last = windows.current.workload;
  // A reader that says so itself knows better how often.
  for (const gap of gaps?.end() ?? []) if (!last.losses.has(gap.code)) addLoss(last, gap);
  const found = [
    ...problems.slice(0, problemsKept),
    ...findOtherImage(
      bom,
      files,
      images,
      windows.all.map(({ workload }) => workload),
    ),
    ...(windows.lacksTimes ? [withoutTimes] : []),
    ...(leftOut > 0 ? [addressesLeftOut(leftOut, limits.addresses)] : []),
  ];
  const units = windows.all.flatMap(({ workload, client }) => [workload, client]);
  for (const unit of units) addImpliedUses(files, unit);
  // A runtime's hook does not tell of libraries.
  const leavesOut = source.ecosystems === undefined && missesLibraries(files, units);
  const facts = { ...source, shows: narrowShows(source.shows, shown, leavesOut) };
  const unreadable = countByWindow(problems, windows.all);
  const parts = windows.all.flatMap(({ workload, client }, at) => [
    renderEvidence(bom, files, workload, { ...facts, unreadable: unreadable[at] ?? 0 }),
    ...(client.events > 0 ? [renderEvidence(bom, files, client, { ...facts, unreadable: 0 })] : []),
  ]);
  return mergeEvidence(renderProblems(bom, found), ...parts);
}

/** How many records could not be read in each window: those from its first event on. */
function countByWindow(
  problems: readonly Problem[],
  windows: readonly UnitWindow[],
): readonly number[] {
  const counts = windows.map(() => 0);
  const starts = windows.map(({ workload, client }) => Math.min(workload.from, client.from));
  const offsets = problems.map(({ offset = 0 }) => offset).sort((a, b) => a - b);
  let at = 0;
  for (const offset of offsets) {
    while ((starts[at + 1] ?? Number.POSITIVE_INFINITY) <= offset) at++;
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
}

const withoutTimes: Problem = {
  code: "LOG_WITHOUT_TIMES",
  message: "the log has no times, so that it is one window; record it with times to cut it",
};

function addressesLeftOut(count: number, limit: number): Problem {
  return {
    code: "ADDRESSES_LEFT_OUT",
    message: `${count} uses of more than ${limit} addresses are left out; raise limits.addresses to keep them`,
  };
}
