import type { Stratum } from "@coppice/types";
import { TraceError } from "../trace-error.ts";
import type { ByProcess } from "./process-roles.ts";
import { createUnitUses, type UnitUses } from "./unit-uses.ts";

/** How a log is cut into units. */
export interface WindowOptions {
  readonly unit: string;
  readonly stratum?: Stratum | undefined;
  readonly startup?: number | "listen" | undefined;
  readonly windowSeconds?: number | undefined;
  /** Units of one role that a log may have. */
  readonly limit: number;
}

/** A part of a log: what the workload did in it, and what its clients did. */
export interface UnitWindow {
  readonly workload: UnitUses;
  readonly client: UnitUses;
}

/** Cuts a log into units of observation. */
export interface UnitWindows {
  /** Every part so far, in the order of the log. */
  readonly all: readonly UnitWindow[];
  /** The part that the last event is of. */
  readonly current: UnitWindow;
  /** The log was to be cut by time and has no times. */
  readonly lacksTimes: boolean;
  /** The part that an event is of. */
  at(event: ByProcess): UnitWindow;
}

/**
 * A log is one unit, unless it is to be cut: by time into windows, and at the end of the start-up. A window in which
 * nothing happened is none, and a clock that runs back leads into no earlier one.
 */
export function createUnitWindows(options: WindowOptions): UnitWindows {
  const { unit, stratum, startup, windowSeconds, limit } = options;
  requireSeconds("startup", startup === "listen" ? undefined : startup);
  requireSeconds("windowSeconds", windowSeconds);
  const all: UnitWindow[] = [];
  const isCut = startup !== undefined || windowSeconds !== undefined;
  let current = startup === undefined ? openAt(isCut ? 1 : undefined) : open("startup", "startup");
  let isStartup = startup !== undefined;
  let hasEnded = false;
  let began: number | undefined;
  let number = 1;
  let hasTimes = false;

  function openAt(index: number | undefined): UnitWindow {
    return open(index === undefined ? undefined : String(index), stratum);
  }

  function open(suffix: string | undefined, of: Stratum | undefined): UnitWindow {
    if (all.length === limit) {
      throw new TraceError(
        "LIMIT_EXCEEDED",
        `the log has more than ${limit} windows of time; cut it into longer ones, or raise limits.units`,
      );
    }
    const id = suffix === undefined ? unit : `${unit}@${suffix}`;
    const window = {
      workload: createUnitUses(id, "workload", of),
      client: createUnitUses(`${id}#client`, "client", of),
    };
    all.push(window);
    return window;
  }

  function advance(event: ByProcess): void {
    const { time } = event;
    if (time !== undefined) {
      hasTimes = true;
      began ??= time;
    }
    if (isStartup) {
      const isOver =
        typeof startup === "number" && time !== undefined && time - (began ?? time) >= startup;
      if (!hasEnded && !isOver) {
        hasEnded = startup === "listen" && event.kind === "listen";
        return;
      }
      isStartup = false;
      began = time;
      current = openAt(number);
      return;
    }
    if (windowSeconds === undefined || time === undefined || began === undefined) return;
    const index = Math.floor((time - began) / windowSeconds) + 1;
    if (index <= number) return;
    number = index;
    current = openAt(number);
  }

  return {
    all,
    get current() {
      return current;
    },
    get lacksTimes() {
      return !hasTimes && (windowSeconds !== undefined || typeof startup === "number");
    },
    at(event) {
      if (isCut) advance(event);
      return current;
    },
  };
}

function requireSeconds(name: string, seconds: number | undefined): void {
  if (seconds === undefined || (seconds > 0 && Number.isFinite(seconds))) return;
  throw new TraceError(
    "OPTION_INVALID",
    `${name} is ${seconds}; give it a number of seconds above 0`,
  );
}
