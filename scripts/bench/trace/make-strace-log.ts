/**
 * A recorded log of a container, over and over: as if it had run so often, each time with processes of its own. What
 * happened before a process entered the image is left out, and so is the folder in which the recorder saw its root.
 */
export function* straceLog(recorded: string, imageRoot: string): Generator<Uint8Array> {
  const lines = insideLines(recorded, imageRoot);
  const encoder = new TextEncoder();
  for (let run = 0; ; run++) {
    const renumber = (pid: string): string => String(Number(pid) + 100 * run);
    const text = lines.map((line) =>
      line
        .replace(/^\d+/, renumber)
        .replace(/(?<=^\d+ +(?:clone3?|v?fork)\(.* = )\d+$/, renumber)
        .replace(/(?<=^\d+ +<\.\.\. (?:clone3?|v?fork) resumed>.* = )\d+$/, renumber),
    );
    yield encoder.encode(`${text.join("\n")}\n`);
  }
}

/** The lines of processes that are in the image, as processes in it would see them. */
function insideLines(recorded: string, imageRoot: string): readonly string[] {
  const inside = new Set<string>();
  const kept: string[] = [];
  for (const line of recorded.split("\n")) {
    const [pid = ""] = line.split(" ", 1);
    if (line.includes(`chroot("${imageRoot}")`)) inside.add(pid);
    else if (inside.has(pid)) {
      kept.push(line.replaceAll(imageRoot, ""));
      const child = /(?:clone3?|v?fork).* = (\d+)$/.exec(line)?.[1];
      if (child !== undefined) inside.add(child);
    }
  }
  return kept;
}
