import type { SbomLoss } from "@coppice/sbom";
import { count, integer } from "./figures.ts";
import { firstLines } from "./first-lines.ts";
import { printable } from "./printable.ts";
import { type Section, titled } from "./report.ts";

/** What a format could not say: the first few, those of the same member of many objects as one. */
export function lossesSection(losses: readonly SbomLoss[]): Section {
  const counts = new Map<string, number>();
  for (const { pointer, reason } of losses) {
    const words = `${pointer.replace(/\/[0-9]+(?=\/|$)/g, "/*")}: ${reason}`;
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  const lines = [...counts].map(([words, number]) =>
    printable(number === 1 ? words : `${words} (${integer(number)} times)`),
  );
  return titled(
    `${count(losses.length, "statement")} could not be carried over:`,
    firstLines(lines, 8),
  );
}
