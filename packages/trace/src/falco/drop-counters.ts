import { type FalcoAlert, type FalcoField, numberField } from "./falco-alert.ts";

/** Says how many events Falco's notices of its own say to be missing. */
export interface DropCounters {
  /** How many are missing since the notice before; `undefined` for an alert that is no notice. */
  droppedBy(alert: FalcoAlert): number | undefined;
}

/** Fields of snapshots that count from the start of Falco on. */
const counters: readonly FalcoField[] = ["scap.n_drops", "falco.outputs_queue_num_drops"];

/** So many machines are told apart. */
const mostMachines = 1024;

/** Counts what Falco says it dropped, on each machine that it runs on. */
export function createDropCounters(): DropCounters {
  const before = new Map<string, number>();

  /** What a counter has grown by; it begins anew with Falco. */
  function growth(key: string, count: number): number {
    const last = before.get(key) ?? 0;
    if (before.size >= mostMachines) before.clear();
    before.set(key, count);
    return count < last ? count : count - last;
  }

  return {
    droppedBy({ rule = "", hostname = "", output_fields: fields }) {
      if (!rule.startsWith("Falco internal:")) return undefined;
      if (rule.endsWith("syscall event drop"))
        return Math.max((fields && numberField(fields, "n_drops")) ?? 1, 1);
      if (fields === undefined) return 0;
      let dropped = 0;
      for (const name of counters) {
        const count = numberField(fields, name);
        if (count !== undefined) dropped += growth(`${name} ${hostname}`, count);
      }
      return dropped;
    },
  };
}
