import type { SbomFault, SbomFaultSeverity, SbomVerdict } from "@coppice/sbom";
import { count } from "./figures.ts";
import { printable } from "./printable.ts";
import { report, type Section } from "./report.ts";
import { table } from "./table.ts";

const mostShown = 50;

const words: Readonly<Record<SbomFaultSeverity, string>> = {
  error: "error",
  warning: "warning",
  information: "note",
};

/** Whether an SBOM is valid, and what is wrong with it where. */
export function verdictReport(
  name: string,
  { format, valid, faults, truncated }: SbomVerdict & { readonly format: string },
): string {
  const counts = Object.entries(words).flatMap(([severity, word]) => {
    const number = faults.filter((fault) => fault.severity === severity).length;
    return number === 0 ? [] : [count(number, word)];
  });
  const more = truncated ? ", and more" : "";
  return report([
    [
      printable(`${name} is ${valid ? "valid" : "NOT valid"} by the schema of ${format}`),
      ...(counts.length === 0 ? [] : [`In all: ${counts.join(", ")}${more}`]),
    ],
    faultLines(faults),
  ]);
}

function faultLines(faults: readonly SbomFault[]): Section {
  if (faults.length === 0) return [];
  const rows = faults
    .slice(0, mostShown)
    .map(({ line, severity, pointer, xpath, message, code }) => [
      line === undefined ? "" : String(line),
      words[severity],
      (pointer ?? xpath ?? "") || "/",
      `${message} (${code})`,
    ]);
  const more = faults.length - rows.length;
  return [
    ...table(
      [{ title: "line", align: "right" }, { title: "" }, { title: "place" }, { title: "fault" }],
      rows,
    ),
    ...(more > 0 ? [`  … and ${more} more`] : []),
  ];
}
