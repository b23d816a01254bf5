import type {
  Bom,
  Evidence,
  FileEvent,
  Grade,
  KnownPath,
  Problem,
  RuntimeEvent,
  Sighting,
} from "@coppice/types";
import { addImpliedUses } from "./implied-uses.ts";
import { mergeEvidence } from "./merge-evidence.ts";
import { indexBomFiles, type Placed, placePath } from "./place-path.ts";
import { createProcessRoles } from "./process-roles.ts";
import { renderEvidence } from "./render-evidence.ts";
import { TraceError } from "./trace-error.ts";
import { addAbsentUse, addFileUse, createUnitUses, type UnitUses } from "./unit-uses.ts";

/** Options of {@link gradeEvidence}. */
export interface GradeEvidenceOptions {
  /** Id of the observation unit, unique over all evidence of the subject: a container run or a window of time. */
  readonly unit: string;
  /** Format of the log. Default: `strace`. */
  readonly source?: string;
  /** The strongest grade that the source can show. Default: `executed`. */
  readonly strongest?: Grade;
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
}

const defaultLimits: GradeEvidenceLimits = { paths: 1_000_000 };
const problemsKept = 1000;

const gradeOf: Readonly<Record<FileEvent["kind"], Grade>> = {
  exec: "executed",
  map: "loaded",
  read: "read",
  open: "opened",
  write: "opened",
  remove: "opened",
  stat: "stat",
};

/**
 * Grades what the events of one observation unit say of the files and packages of `bom`.
 *
 * A path counts for the file that it leads to, not for links on the way, unless the link itself was asked for
 * (lstat(2), readlink(2)). Folders are kept as files but are no use of the packages that list them. What the kernel
 * or a runtime uses unasked is added: interpreters of scripts and of ELF programs, the source of Python bytecode.
 * Paths that the subject does not have are kept as unattributed; what happened outside of it is not counted.
 *
 * @example
 * ```ts
 * import { gradeEvidence, readStrace } from "@coppice/trace";
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
 * const evidence = await gradeEvidence(readStrace([log]), bom, { unit: "run-1" });
 * evidence.packages[0]?.seen["run-1"]?.grade; // => "executed"
 * ```
 * @throws A {@link TraceError} with code `BOM_WITHOUT_FILES` when `bom` lists no files, `LIMIT_EXCEEDED` when a limit
 * is passed; and what the events throw.
 */
export async function gradeEvidence(
  events: AsyncIterable<readonly RuntimeEvent[]> | Iterable<readonly RuntimeEvent[]>,
  bom: Bom,
  options: GradeEvidenceOptions,
): Promise<Evidence> {
  const files = indexBomFiles(bom);
  const limits = { ...defaultLimits, ...options.limits };
  const workload = createUnitUses(options.unit, "workload");
  const client = createUnitUses(`${options.unit}#client`, "client");
  const roles = createProcessRoles(options.clients ?? []);
  const placedPaths = new Map<string, Placed>();

  function place(path: KnownPath): Placed {
    const key = path.real === undefined ? path.path : `${path.path}\0${path.real}`;
    let placed = placedPaths.get(key);
    if (placed === undefined) {
      if (placedPaths.size === limits.paths) throw tooManyPaths(limits.paths);
      placed = placePath(files, path);
      placedPaths.set(key, placed);
    }
    return placed;
  }

  function take(event: RuntimeEvent): void {
    if (event.kind === "lost") {
      workload.lost += event.count ?? 1;
      return;
    }
    const path = "path" in event ? event.path : undefined;
    if (path?.known === false && path.reason === "outside") return;
    const placed = path?.known ? place(path) : undefined;
    const unit = roles.isClient(event, placed) ? client : workload;
    unit.events++;
    if (path?.known === false) unit.unplaced++;
    if (placed && "path" in event) {
      addUse(unit, placed, { grade: gradeOf[event.kind], offset: event.offset });
    }
  }

  for await (const batch of events) for (const event of batch) take(event);
  const { source = "strace", strongest = "executed", problems = [] } = options;
  const facts = { source, strongest };
  addImpliedUses(files, workload);
  const evidence = renderEvidence(bom, workload, {
    ...facts,
    unreadable: problems.length,
    problems: problems.slice(0, problemsKept),
  });
  if (client.events === 0) return evidence;
  addImpliedUses(files, client);
  return mergeEvidence(
    evidence,
    renderEvidence(bom, client, { ...facts, unreadable: 0, problems: [] }),
  );
}

function addUse(unit: UnitUses, placed: Placed, sighting: Sighting): void {
  if ("file" in placed) addFileUse(unit, placed.file, sighting).given.add(placed.given);
  else addAbsentUse(unit, placed.absent, sighting);
}

function tooManyPaths(limit: number): TraceError {
  return new TraceError(
    "LIMIT_EXCEEDED",
    `the events name more than ${limit} different paths; grade a shorter window of time, or raise limits.paths`,
  );
}
