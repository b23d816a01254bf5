import { type FollowedLog, unnamedPid } from "./followed-log.ts";
import { emitStart } from "./process-calls.ts";
import { adoptProcess, type Process } from "./process-table.ts";

/** The process of a line by the pid that it names, -1 for none; `announced` when it just came up. */
export function nameProcess(log: FollowedLog, pid: number, announced = false): Process {
  if (pid === log.lastPid && log.lastProcess) return log.lastProcess;
  const process = findProcess(log, pid, announced);
  log.lastPid = pid;
  log.lastProcess = process;
  return process;
}

/** Whether the next pid that is new is that of the process that the log named by none so far. */
export function lacksName({ scene, nameOfFirst }: FollowedLog): boolean {
  return nameOfFirst < 0 && scene.table.byPid.has(unnamedPid);
}

function findProcess(log: FollowedLog, pid: number, announced: boolean): Process {
  if (pid < 0) return unnamedProcess(log);
  const known = log.scene.table.byPid.get(pid === log.nameOfFirst ? unnamedPid : pid);
  if (known) return known;
  if (announced || !lacksName(log)) return comeUp(log, pid);
  log.nameOfFirst = pid;
  return unnamedProcess(log);
}

/** The process of a line that names none: the one of such lines before, or the only one there is. */
function unnamedProcess(log: FollowedLog): Process {
  const { byPid } = log.scene.table;
  const count = byPid.size + log.held.byPid.size;
  const [only] = count === 1 ? byPid.values() : [];
  const known = byPid.get(unnamedPid) ?? only;
  if (known) return known;
  // Among several processes with names it does not get one later.
  if (count > 1) log.nameOfFirst = unnamedPid;
  return comeUp(log, unnamedPid);
}

function comeUp(log: FollowedLog, pid: number): Process {
  const { scene } = log;
  const process = adoptProcess(scene.table, pid);
  if (!log.begun) {
    process.folders = log.first;
    process.unexplained = undefined;
  }
  log.begun = true;
  emitStart(scene, process.info);
  return process;
}
