import { type Bom, type Completeness, type Evidence, strongestUse } from "@coppice/types";
import { type EstimateCompletenessOptions, estimateCompleteness } from "./estimate-completeness.ts";
import { type EntryPoint, entryPointsOf } from "./readiness/entry-points.ts";

/** Options of {@link assessReadiness}. */
export interface AssessReadinessOptions extends EstimateCompletenessOptions {
  /** Highest bound, of any stratum, of the chance that the next unit uses something new. Default: 0.05. */
  readonly maximumChance?: number;
}

/** Whether evidence is enough to act on, and what it lacks. */
export interface Readiness {
  readonly ready: boolean;
  readonly completeness: readonly Completeness[];
  /** Declared entry points that no unit exercised. */
  readonly notExercised: readonly EntryPoint[];
  /** Declared entry points of which these sources cannot show whether they were. */
  readonly notObservable: readonly EntryPoint[];
  /** Why it is not ready, each a sentence that says what to do; empty when it is. */
  readonly reasons: readonly string[];
}

/**
 * Says whether evidence is enough to act on: nothing was lost, every entry point that the image declares was exercised, and
 * the bound of something new is low in every stratum. A trace of an idle container is not ready.
 *
 * A command was exercised when its program was executed by the workload; a port when a connection to it was accepted or, by
 * a client or over loopback, made. A port of UDP has no connections, and of what a shell's line runs only the first
 * program is known, where it is a file of the image.
 *
 * @example
 * ```ts
 * import { assessReadiness } from "@coppice/trace";
 * import type { Bom, Evidence } from "@coppice/types";
 *
 * const bom: Bom = {
 *   kind: "bom", schemaVersion: "1.0", tool: { name: "example", version: "1" },
 *   subject: { name: "app", digest: "sha256:00", config: { ExposedPorts: { "80/tcp": {} } } },
 *   packages: [], dependencies: [], problems: [],
 * };
 * const idle: Evidence = {
 *   kind: "evidence", schemaVersion: "1.0", subject: { name: "app", digest: "sha256:00" },
 *   units: [{
 *     id: "run", role: "workload", source: "strace", events: 9, unreadable: 0, unplaced: 0, losses: [],
 *     shows: ["accept", "exec", "listen", "open"],
 *   }],
 *   files: [], packages: [], unattributed: [], unplaced: [], problems: [],
 *   network: [{ kind: "listen", address: "0.0.0.0:80", seen: { run: 7 } }],
 * };
 * const { ready, notExercised } = assessReadiness(idle, bom);
 * ready; // => false
 * notExercised; // => [{ kind: "port", declared: "80/tcp" }]
 * ```
 */
export function assessReadiness(
  evidence: Evidence,
  bom: Bom,
  { maximumChance = 0.05, ...estimate }: AssessReadinessOptions = {},
): Readiness {
  const completeness = estimateCompleteness(evidence, estimate);
  const notExercised: EntryPoint[] = [];
  const notObservable: EntryPoint[] = [];
  const useOf = strongestUse(evidence.units, "workload");
  const executed = new Set(
    evidence.files.filter(({ seen }) => useOf(seen) === "executed").map(({ path }) => path),
  );
  const connected = connectedPorts(evidence);
  const shown = new Set(
    evidence.units.flatMap(({ role, shows }) => (role === "workload" ? shows : [])),
  );
  const showsConnections = shown.has("accept") || shown.has("connect");
  for (const { entryPoint, program, port } of entryPointsOf(bom)) {
    if (program !== undefined && shown.has("exec")) {
      if (!executed.has(program)) notExercised.push(entryPoint);
    } else if (port !== undefined && showsConnections) {
      if (!connected.has(port)) notExercised.push(entryPoint);
    } else notObservable.push(entryPoint);
  }
  const reasons = [
    ...notExercised.map(
      ({ kind, declared }) => `${sentences[kind](declared)}; exercise it while recording.`,
    ),
    ...lossReasons(evidence),
    ...chanceReasons(completeness, maximumChance),
  ];
  return { ready: reasons.length === 0, completeness, notExercised, notObservable, reasons };
}

/** Ports to which connections came; where a workload connects to may be anyone's port, but that of its own machine. */
function connectedPorts({ network, units }: Evidence): ReadonlySet<number> {
  const clients = new Set(units.filter(({ role }) => role === "client").map(({ id }) => id));
  const ports = new Set<number>();
  for (const { kind, address, seen } of network) {
    const isOwn =
      kind === "accept" ||
      (kind === "connect" &&
        (isLoopback(address) || Object.keys(seen).some((unit) => clients.has(unit))));
    const isSocketPath = address.startsWith("/") || address.startsWith("@");
    if (isOwn && !isSocketPath) ports.add(Number(address.slice(address.lastIndexOf(":") + 1)));
  }
  return ports;
}

function isLoopback(address: string): boolean {
  return address.startsWith("127.") || address.startsWith("[::1]");
}

const sentences: Readonly<Record<EntryPoint["kind"], (declared: string) => string>> = {
  command: (declared) => `The image's command ${declared} was never executed`,
  healthcheck: (declared) => `The health check ${declared} was never executed`,
  port: (declared) => `No connection to the exposed port ${declared} was seen`,
};

function lossReasons({ units }: Evidence): readonly string[] {
  return units.flatMap(({ id, role, losses, unreadable }) => {
    const gaps = losses.map(({ code, count }) => `${code} ${count}`);
    if (unreadable > 0) gaps.push(`unreadable ${unreadable}`);
    return role === "workload" && gaps.length > 0
      ? [`The log of ${id} is incomplete (${gaps.join(", ")}); record it again without losses.`]
      : [];
  });
}

function chanceReasons(
  completeness: readonly Completeness[],
  maximumChance: number,
): readonly string[] {
  if (completeness.length === 0) return ["No workload was observed; record a run of it."];
  return completeness
    .filter(({ chanceOfNew }) => chanceOfNew > maximumChance)
    .map(({ stratum, units, chanceOfNew }) => {
      const which = stratum === undefined ? "" : ` of ${stratum}`;
      const count = units === 1 ? "1 unit" : `${units} units`;
      const chance =
        chanceOfNew === 1
          ? `Nothing can be said of the next unit${which} from ${count}`
          : `By ${count}, the next one${which} uses something new with a chance of up to ${chanceOfNew.toFixed(2)}`;
      return `${chance}; record more of them.`;
    });
}
