import type { RuntimeEvent, SeenKind } from "@coppice/types";
import type { Place } from "./place-path.ts";

/** Which kinds of events a log has, as far as that tells how it was recorded. */
export interface ShownKinds {
  readonly kinds: Set<RuntimeEvent["kind"]>;
  /** A program was run that cannot do without libraries or a script. */
  needsFiles: boolean;
}

/**
 * Notes a program that was run: the dynamic linker reads and maps its libraries (ld.so(8)), and an interpreter reads its
 * script. Only an ELF program without an interpreter may do without.
 */
export function noteProgram(shown: ShownKinds, place: Place | undefined): void {
  const elf = place && "file" in place ? place.file.elf : undefined;
  if (elf === undefined || elf.interpreter !== undefined) shown.needsFiles = true;
}

/**
 * What a log shows of what its format can show. It was recorded without programs when it has none, without reading or
 * mapping when programs ran that cannot do without and none is there, and without opening when nothing was opened by
 * whatever ran, since nobody can tell a program that opens nothing from a log that leaves it out. When it `leavesOut` files
 * that were opened, it shows none of the three.
 */
export function narrowShows(
  shows: readonly SeenKind[],
  { kinds, needsFiles }: ShownKinds,
  leavesOut: boolean,
): readonly SeenKind[] {
  // A source may give the stronger use alone.
  const hasOpened = kinds.has("open") || kinds.has("read");
  return shows.filter((kind) => {
    if (kind === "exec") return kinds.has(kind);
    if (kind === "open") return !leavesOut && (hasOpened || !kinds.has("exec"));
    if (kind !== "read" && kind !== "map") return true;
    return !leavesOut && (kinds.has(kind) || !needsFiles);
  });
}
