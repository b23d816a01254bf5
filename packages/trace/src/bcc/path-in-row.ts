import type { EventPath } from "@coppice/types";
import { damagedPath } from "../lines/damaged-path.ts";
import type { RecordedPlaces } from "../places/create-recorded-places.ts";
import type { BccRow } from "./read-row.ts";

/** Bytes of a path that bcc shows at most, by versions: `NAME_MAX`, with or without a zero at its end. */
const cutByBcc: ReadonlySet<number> = new Set([254, 255]);

/** The same for bpftrace, by what `BPFTRACE_STRLEN` or `max_strlen` may be by default: 64, 200, 1024. */
const cutByBpftrace: ReadonlySet<number> = new Set([63, 199, 1023]);

/** The path in the last column of a row. A path that is as long as the longest that are shown may have been cut. */
export function pathInRow(
  row: BccRow,
  column: string,
  places: RecordedPlaces,
  bpftrace: boolean,
): EventPath {
  const given = row.text(column);
  const size = row.size(column);
  const cut = cutByBcc.has(size) || (bpftrace && (cutByBpftrace.has(size) || hasTrailer(given)));
  return damagedPath(given, undefined, cut) ?? places.place(given);
}

/** bpftrace writes `..` behind what it cut; the name of the folder above follows a slash. */
function hasTrailer(text: string): boolean {
  return text.endsWith("..") && text !== ".." && !text.endsWith("/..");
}
