import type { FileEvent, RuntimeEvent } from "@coppice/types";
import type { Place } from "./place-path.ts";

/** Tells the workload's processes from those of a client that only exercises it. */
export interface ProcessRoles {
  /** Whether an event, with where its path lies, is the client's. */
  isClient(event: ByProcess, place: Place | undefined): boolean;
}

/** An event that a process made. */
export type ByProcess = Exclude<RuntimeEvent, { kind: "lost" | "image" }>;

/**
 * A process is a client from its exec of a client program on, and so are its children. Each use of a client program's
 * own file is the client's too: a shell looks for it before it forks.
 */
export function createProcessRoles(clients: readonly string[]): ProcessRoles | undefined {
  if (clients.length === 0) return undefined;
  const programs = new Set(clients);
  const roles = new Map<number, boolean>();
  const isProgram = (path: string): boolean =>
    programs.has(path) || programs.has(path.slice(path.lastIndexOf("/") + 1));
  const isOwn = (event: FileEvent, place: Place | undefined): boolean =>
    (event.path.known && isProgram(event.path.path)) ||
    (place !== undefined && "file" in place && isProgram(place.file.path));
  return {
    isClient(event, place) {
      const { pid, parent } = event.process;
      if (event.kind === "start") roles.delete(pid);
      // Decided once and for all when the parent is known: what that becomes later does not matter.
      if (!roles.has(pid) && parent !== undefined) roles.set(pid, roles.get(parent) ?? false);
      const own = "path" in event && isOwn(event, place);
      if (own && event.kind === "exec") roles.set(pid, true);
      const client = own || (roles.get(pid) ?? false);
      if (event.kind === "exit") roles.delete(pid);
      return client;
    },
  };
}
