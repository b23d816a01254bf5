import { char } from "../lines/cursor.ts";
import { findObject } from "./find-object.ts";
import { type JsonScan, nextByte, skipValue } from "./json-scan.ts";
import { jsonText } from "./json-text.ts";

/** So many objects are looked at. */
const objectsLookedAt = 64;

/** So deep are the names that are looked at. */
const depthLookedAt = 3;

/**
 * Whether `accept` takes one of the first objects of a log that begins with `head`. It is given the names of the
 * object's members and of those of objects in it, as `process_exec` and `process_exec.process`, as far as a cut head
 * shows them.
 */
export function anyRecord(
  head: Uint8Array,
  accept: (members: ReadonlySet<string>) => boolean,
): boolean {
  let line = 0;
  for (let objects = 0; line < head.length && objects < objectsLookedAt; ) {
    const newline = head.indexOf(char.newline, line);
    const end = newline < 0 ? head.length : newline;
    const scan = {
      bytes: head,
      at: findObject({ bytes: head, at: line, end }),
      end: head.length,
      broken: false,
    };
    line = end + 1;
    if (head[scan.at] !== char.openBrace) continue;
    objects++;
    const members = new Set<string>();
    addMembers(scan, "", 1, members);
    if (accept(members)) return true;
    if (!scan.broken) line = Math.max(line, scan.at);
  }
  return false;
}

/** Adds the names of the object at the place and moves behind it; stops where it is cut. */
function addMembers(scan: JsonScan, prefix: string, depth: number, members: Set<string>): void {
  do {
    scan.at++;
    if (nextByte(scan) !== char.quote) break;
    const name = jsonText(scan);
    if (name === undefined) break;
    members.add(prefix + name);
    if (nextByte(scan) !== char.colon) break;
    scan.at++;
    const first = nextByte(scan);
    if (first === char.openBrace && depth < depthLookedAt)
      addMembers(scan, `${prefix}${name}.`, depth + 1, members);
    else skipValue(scan);
    if (scan.broken) return;
  } while (nextByte(scan) === char.comma);
  if (nextByte(scan) === char.closeBrace) scan.at++;
  else scan.broken = true;
}
