import { readFileSync } from "node:fs";
import {
  readVexJustification,
  readVexStatus,
  type VexFamily,
  vexJustifications,
  vexResponses,
  vexStatuses,
  writeVexJustification,
  writeVexStatus,
} from "@coppice/vex";
import { expect, test } from "vitest";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const families: readonly VexFamily[] = ["openvex", "csaf", "cyclonedx"];

/** Rows of the table behind a mark, without its head. */
function tableOf(mark: string): readonly string[] {
  const after = readme.slice(readme.indexOf(`<!-- ${mark} -->`)).split("\n");
  const start = after.findIndex((line) => line.startsWith("|"));
  const rows = after.slice(start);
  return rows
    .slice(
      2,
      rows.findIndex((line) => !line.startsWith("|")),
    )
    .map(cells);
}

/** A row whatever the width of its cells. */
function cells(line: string): string {
  return line
    .split("|")
    .map((cell) => cell.trim())
    .join("|");
}

function row(...texts: readonly string[]): string {
  return `|${texts.join("|")}|`;
}

function code(word: string): string {
  return `\`${word}\``;
}

test("the README says how statuses are spelt", () => {
  const rows = vexStatuses.map((entry) =>
    row(code(entry.term), ...families.map((family) => entry[family].map(code).join(", "))),
  );
  expect(tableOf("statuses")).toEqual(rows);
});

test("the README says how justifications are spelt", () => {
  const rows = vexJustifications.map((entry) =>
    row(
      code(entry.term),
      ...families.map((family) => {
        const word = entry[family];
        if (word === undefined) return "—";
        return entry.wider.includes(family) ? `(${code(word)})` : code(word);
      }),
    ),
  );
  expect(tableOf("justifications")).toEqual(rows);
});

test("the README says how remedies are spelt", () => {
  const rows = vexResponses.map(({ term, csaf, cyclonedx, sinceCsaf21 }) => {
    const category = csaf === undefined ? "—" : code(csaf);
    const since = sinceCsaf21 === true ? " (2.1)" : "";
    return row(code(term), category + since, cyclonedx === undefined ? "—" : code(cyclonedx));
  });
  expect(tableOf("responses")).toEqual(rows);
});

test.each(families)(
  "reads every word that it writes to %s as what it was, unless it says so",
  (family) => {
    for (const { term } of vexStatuses) {
      expect(readVexStatus(family, writeVexStatus(family, term))).toBe(term);
    }
    for (const { term } of vexJustifications) {
      const written = writeVexJustification(family, term);
      if (written === undefined) continue;
      const back = readVexJustification(family, written.word);
      expect(back === term).toBe(written.exact);
      expect(back).toBeDefined();
    }
  },
);

test("keeps a format's own word of the same status, and no other", () => {
  expect(writeVexStatus("csaf", "fixed", "first_fixed")).toBe("first_fixed");
  expect(writeVexStatus("csaf", "affected", "first_fixed")).toBe("known_affected");
  expect(writeVexStatus("openvex", "fixed", "first_fixed")).toBe("fixed");
  expect(readVexStatus("csaf", "exploitable")).toBeUndefined();
});
