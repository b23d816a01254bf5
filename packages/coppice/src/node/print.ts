import type { Output } from "./io.ts";

/** Writes pieces of a text, each when the one before it was taken, so that they do not gather in memory. */
export async function print(output: Output, pieces: Iterable<string>): Promise<void> {
  for (const piece of pieces) {
    const isFull = output.write(piece) === false;
    if (isFull && output.once) await new Promise<void>((resume) => output.once?.("drain", resume));
  }
}
