import type { Problem } from "@coppice/types";
import { count } from "./figures.ts";
import { printable } from "./printable.ts";
import { type Section, titled } from "./report.ts";

const most = 5;

/** What could not be read, the first few in words. */
export function problemsSection(problems: readonly Problem[]): Section {
  const lines = problems.slice(0, most).map(({ code, message, path, offset }) => {
    const place = [path, offset].filter((part) => part !== undefined).join("@");
    return `  ${printable(place === "" ? `${code}: ${message}` : `${place}: ${code}: ${message}`)}`;
  });
  if (problems.length > most) lines.push(`  … and ${problems.length - most} more`);
  return titled(`${count(problems.length, "record")} could not be read:`, lines);
}
