import type { FollowedLog } from "./followed-log.ts";
import { lacksName } from "./name-process.ts";

/** Whether the log has yet to show who made a process, which decides where its paths start. */
export function isAwaited(log: FollowedLog, pid: number): boolean {
  const { held, nameOfFirst, lastPid, lastProcess } = log;
  if (pid < 0 || (pid === lastPid && lastProcess) || pid === nameOfFirst) return false;
  if (held.byPid.has(pid)) return true;
  const { byPid, forking, unseen, showsForks = byPid.size === 1 } = log.scene.table;
  return (
    showsForks && !byPid.has(pid) && forking.size === 0 && unseen.size === 0 && !lacksName(log)
  );
}
