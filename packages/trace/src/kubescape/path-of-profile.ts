import type { EventPath } from "@coppice/types";
import { cutArguments, cutPaths } from "../inspektor-gadget/cut-lengths.ts";
import { damagedPath } from "../lines/damaged-path.ts";
import { utf8Length } from "../lines/utf8-length.ts";
import type { RecordedPlaces } from "../places/create-recorded-places.ts";

/** What stands for one name of any text; the second is of early versions. */
const anyName: ReadonlySet<string> = new Set(["⋯", "<dynamic>"]);

/** Bytes of a thread's name at most, which stands for a program whose arguments could not be read: `TASK_COMM_LEN` less a zero. */
const longestName = 15;

/**
 * The path of what was executed or, when `isOpen`, opened. Kubescape writes many paths as one: `⋯` is any one name and,
 * of what was opened, `*` any number of names. A file that has such a name looks the same.
 */
export function pathOfProfile(given: string, places: RecordedPlaces, isOpen: boolean): EventPath {
  const names = given.split("/");
  const pattern = names.map((name) => {
    if (anyName.has(name)) return "*";
    return isOpen && name === "*" ? "**" : name;
  });
  if (pattern.some((name, index) => name !== names[index])) {
    const joined = pattern.join("/");
    return damagedPath(joined) ?? { known: false, given: joined, reason: "pattern" };
  }
  const cutLengths = isOpen ? cutPaths : cutArguments;
  const isCutName = !isOpen && names.length === 1 && utf8Length(given) === longestName;
  return damagedPath(given, cutLengths, isCutName) ?? places.place(given);
}
