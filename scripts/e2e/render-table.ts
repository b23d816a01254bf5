import { allReferees } from "./referees/all-referees.ts";
import type { ImageReport, Score, StateReport } from "./report.ts";

const referees = allReferees.map(({ name }) => name);

/** The figures of all images as a table for people, a line for each state after hardening. */
export function renderTable(reports: readonly ImageReport[]): string {
  const heading = [
    ...["image", "mode", "packages", "removed", "used+client", "MB", "exercised", "held-out"],
    ...referees,
  ];
  const rows = reports.flatMap(({ image, states }) => {
    const original = states.find(({ state }) => state === "original");
    return states
      .filter((state) => state !== original)
      .map((state) => row(image, state, original ?? state));
  });
  return align([heading, ...rows]);
}

function row(image: string, state: StateReport, original: StateReport): readonly string[] {
  return [
    image,
    state.state,
    `${original.packages} → ${state.packages}`,
    `${(state.removedShare * 100).toFixed(1)} %`,
    state.used === undefined ? "" : `${state.used.workload}+${state.used.client}`,
    `${megabytes(original.bytes)} → ${megabytes(state.bytes)}`,
    score(state.exercised),
    score(state.heldOut),
    ...referees.map((referee) => `${state.faults[referee] ?? "–"}`),
  ];
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

function score({ passed, total }: Score): string {
  return `${passed}/${total}`;
}

function align(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((cells) => cells[column]?.length ?? 0)),
  );
  return rows
    .map((cells) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "))
    .map((line) => `${line.trimEnd()}\n`)
    .join("");
}
