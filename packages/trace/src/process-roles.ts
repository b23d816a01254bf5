import type { RuntimeEvent } from "@coppice/types";
import type { Placed } from "./place-path.ts";

/** Tells the workload's processes from those of a client that only exercises it. */
export interface ProcessRoles {
  /** Whether an event, with where its path lies, is the client's. */
  isClient(event: Exclude<RuntimeEvent, { kind: "lost" }>, placed?: Placed): boolean;
}

/**
 * A process is a client from its exec of a client program on, and so are its children. Each use of a client program's
 * own file is the client's too: a shell looks for it before it forks.
 */
export function createProcessRoles(clients: readonly string[]): ProcessRoles {
  const programs = new Set(clients);
  const roles = new Map<number, boolean>();
  const isProgram = (path: string): boolean =>
    programs.has(path) || programs.has(path.slice(path.lastIndexOf("/") + 1));
  return {
    isClient(event, placed) {
      if (programs.size === 0) return false;
      const { pid, parent } = event.process;
      if (event.kind === "start") roles.delete(pid);
      // Decided once and for all when the parent is known: what that becomes later does not matter.
      if (!roles.has(pid) && parent !== undefined) roles.set(pid, roles.get(parent) ?? false);
      const own = "path" in event && event.path.known && isProgram(event.path.path);
      const placedOwn = placed !== undefined && "file" in placed && isProgram(placed.file.path);
      if (event.kind === "exec" && (own || placedOwn)) roles.set(pid, true);
      const client = own || placedOwn || (roles.get(pid) ?? false);
      if (event.kind === "exit") roles.delete(pid);
      return client;
    },
  };
}
