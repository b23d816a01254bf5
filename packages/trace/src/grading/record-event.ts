import {
  type FileEvent,
  type Grade,
  grades,
  type NetworkEvent,
  type UnknownPath,
} from "@coppice/types";
import { canonicalAddress } from "./canonical-address.ts";
import type { ByProcess } from "./process-roles.ts";
import type { SeenPath } from "./seen-paths.ts";
import {
  absentUseOf,
  fileUseOf,
  memberUseOf,
  raise,
  type UnitUses,
  type UnplacedUse,
} from "./unit-uses.ts";

/** Place of a grade among them all, weakest first. */
export function rankOf(grade: Grade): number {
  return grades.indexOf(grade);
}

const ranks: Readonly<Record<FileEvent["kind"], number>> = {
  exec: rankOf("executed"),
  call: rankOf("executed"),
  load: rankOf("loaded"),
  map: rankOf("loaded"),
  read: rankOf("read"),
  open: rankOf("opened"),
  write: rankOf("opened"),
  remove: rankOf("opened"),
  stat: rankOf("stat"),
};

/** Counts an event, with its time. */
export function countEvent(unit: UnitUses, { offset, time }: ByProcess): void {
  unit.events++;
  if (offset < unit.from) unit.from = offset;
  if (time === undefined) return;
  if (time < unit.start) unit.start = time;
  if (time > unit.end) unit.end = time;
}

/** Records the use of a path that could be placed. */
export function recordUse(unit: UnitUses, seen: SeenPath, { kind, offset }: FileEvent): void {
  if (seen.unit !== unit) startUse(unit, seen);
  const { file, inner, absent } = seen;
  const rank = ranks[kind];
  const isCode = kind === "exec" || kind === "map";
  if (file) {
    if (isCode) file.isCode = true;
    if (kind === "exec" && offset < (file.execOffset ?? Number.POSITIVE_INFINITY)) {
      file.execOffset = offset;
    }
    // What was used is the part; of the archive its bytes were read.
    raise(file, inner ? Math.min(rank, ranks.read) : rank, offset);
    if (inner) raise(inner, rank, offset);
  } else if (absent) {
    if (isCode) absent.isCode = true;
    else if (kind === "write") absent.isWritten = true;
    raise(absent, rank, offset);
  }
}

/** Looks up what the unit did with what the path leads to; other paths may lead there too. */
function startUse(unit: UnitUses, seen: SeenPath): void {
  const { place } = seen;
  seen.unit = unit;
  if ("file" in place) {
    seen.file = fileUseOf(unit, place.file);
    seen.file.given.add(place.given);
    seen.inner = place.member === undefined ? undefined : memberUseOf(unit, place.member);
  } else {
    seen.absent = absentUseOf(unit, place.absent);
  }
}

/** Records the use of a path that could not be placed. Of more than `limit` one that may be any path stands for the rest. */
export function recordUnplaced(
  unit: UnitUses,
  { given, reason }: UnknownPath,
  { kind, offset }: FileEvent,
  limit: number,
): void {
  if (reason === "outside") return;
  unit.unplaced++;
  const use =
    unit.unplacedPaths.get(reason)?.get(given) ??
    (unit.unplacedKept < limit
      ? addUnplaced(unit, given, reason)
      : (unit.unplacedPaths.get("pattern")?.get("**") ?? addUnplaced(unit, "**", "pattern")));
  raise(use, ranks[kind], offset);
}

function addUnplaced(unit: UnitUses, given: string, reason: UnplacedUse["reason"]): UnplacedUse {
  const use = { given, reason, rank: -1, offset: Number.POSITIVE_INFINITY };
  const paths = unit.unplacedPaths.get(reason);
  if (paths) paths.set(given, use);
  else unit.unplacedPaths.set(reason, new Map([[given, use]]));
  unit.unplacedKept++;
  return use;
}

/** Records an address, and says whether there was room for it. */
export function recordAddress(
  { network }: UnitUses,
  { kind, address, offset }: NetworkEvent,
  limit: number,
): boolean {
  const addresses = network.get(kind) ?? new Map<string, number>();
  network.set(kind, addresses);
  const text = addresses.has(address) ? address : canonicalAddress(address);
  const known = addresses.get(text);
  if (known === undefined && addresses.size >= limit) return false;
  if (known === undefined || offset < known) addresses.set(text, offset);
  return true;
}
