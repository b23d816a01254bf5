import { readFileSync } from "node:fs";
import { detectLockfile } from "@coppice/lockfile";
import { expect, test } from "vitest";
import { capabilities, columns } from "./capabilities.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
/** Cells of the rows of the table of formats. */
const rows = readme
  .split("\n")
  .filter((line) => /^\| `[a-z-]+` +\|/.test(line))
  .map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

test("the README has a row for each format, with what is read of it", () => {
  const expected = [...capabilities()].map(([format, marks]) => [`\`${format}\``, ...marks]);
  const marked = rows.filter(([, , mark]) => mark === "" || mark === "yes");
  expect(marked.map(([format = "", , ...marks]) => [format, ...marks]).sort()).toEqual(
    expected.sort(),
  );
  expect(marked[0]).toHaveLength(columns.length + 2);
});

test("the README names files that are known by their names", () => {
  for (const [format = "", files = ""] of rows.filter((row) => row.length === columns.length + 2)) {
    for (const [, file = ""] of files.matchAll(/`([^`]+)`/g)) {
      const text = format === "`yarn-berry`" ? "__metadata:\n" : "";
      expect(`\`${detectLockfile(file.replace("…", "x"), text)}\``).toBe(format);
    }
  }
});
