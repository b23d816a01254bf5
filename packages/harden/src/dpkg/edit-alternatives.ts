import { decodeName, encodeName } from "@coppice/image";

/**
 * A record of update-alternatives(1) with only the choices that are there; undefined when none is, so that the whole
 * alternative goes. Its form: mode, master link, pairs of slave name and link, a blank line; then for each choice its
 * path, its priority and a line a slave; and a blank line at the end.
 */
export function editAlternatives(
  bytes: Uint8Array,
  hasPath: (path: string) => boolean,
): Uint8Array | undefined {
  const lines = decodeName(bytes).split("\n");
  const blank = lines.indexOf("", 2);
  if (blank < 0) return bytes;
  const slaves = (blank - 2) >> 1;
  const kept = lines.slice(0, blank + 1);
  let choices = 0;
  let at = blank + 1;
  for (; (lines[at] ?? "") !== ""; at += 2 + slaves) {
    if (!hasPath(lines[at] ?? "")) continue;
    kept.push(...lines.slice(at, at + 2 + slaves));
    choices += 1;
  }
  return choices === 0 ? undefined : encodeName([...kept, ...lines.slice(at)].join("\n"));
}
