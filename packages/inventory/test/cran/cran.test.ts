import fc from "fast-check";
import { expect, test } from "vitest";
import { parseDescription } from "../../src/cran/parse-description.ts";
import { reasonOf, takeInventory } from "../take-inventory.ts";

const dplyr = `Package: dplyr
Title: A Grammar
    of Data Manipulation
Version: 1.1.4
License: MIT + file LICENSE
Depends: R (>= 3.5.0)
Imports: cli (>= 3.4.0), methods
Suggests: bench
Built: R 4.3.2; x86_64-pc-linux-gnu; 2023-11-18; unix
`;

test("finds installed packages, and not sources of packages", async () => {
  const bom = await takeInventory({
    "/usr/local/lib/R/site-library/dplyr/DESCRIPTION": dplyr,
    "/usr/local/lib/R/site-library/dplyr/R/dplyr.rdb": "",
    "/usr/lib/R/library/methods/DESCRIPTION":
      "Package: methods\nVersion: 4.3.2\nPriority: base\nBuilt: R 4.3.2; ; ; unix\n",
    "/src/cli/DESCRIPTION": "Package: cli\nVersion: 3.6.1\n",
    "/lib/R/library/bad/DESCRIPTION": "Version: 1\nBuilt: R 4\n",
  });
  expect(bom.packages).toMatchObject([
    {
      purl: "pkg:cran/dplyr@1.1.4",
      licenses: ["MIT + file LICENSE"],
      description: "A Grammar of Data Manipulation",
      location: "/usr/local/lib/R/site-library/dplyr",
    },
    { purl: "pkg:generic/methods@4.3.2" },
  ]);
  expect(
    bom.dependencies.map(({ requirement, satisfiedBy }) => [requirement, satisfiedBy]),
  ).toEqual([
    ["cli (>= 3.4.0)", []],
    ["methods", ["pkg:generic/methods@4.3.2"]],
    ["bench", []],
  ]);
  expect(reasonOf(bom, "/usr/local/lib/R/site-library/dplyr/R/dplyr.rdb")).toEqual({
    kind: "owned",
    by: ["dplyr"],
  });
  expect(bom.problems).toMatchObject([{ code: "CRAN_DESCRIPTION_INVALID" }]);
});

test("prefers the library of a package, and tells Bioconductor's and misplaced ones from CRAN's", async () => {
  const describe = (name: string, version: string, more = "") =>
    `Package: ${name}\nVersion: ${version}\n${more}Built: R 4.3.2; ; ; unix\n`;
  const bom = await takeInventory({
    "/a/library/limma/DESCRIPTION": describe("limma", "3.58.1", "biocViews: x\nImports: cli\n"),
    "/a/library/cli/DESCRIPTION": describe("cli", "3.6.1", "Repository: CRAN\nbiocViews: x\n"),
    "/b/library/cli/DESCRIPTION": describe("cli", "3.6.2"),
    "/DESCRIPTION": describe("root", "1"),
    "/data": "",
  });
  expect(bom.packages.map(({ purl }) => purl)).toEqual([
    "pkg:bioconductor/limma@3.58.1",
    "pkg:cran/cli@3.6.1",
    "pkg:cran/cli@3.6.2",
  ]);
  expect(bom.dependencies).toMatchObject([{ satisfiedBy: ["pkg:cran/cli@3.6.1"] }]);
  expect(reasonOf(bom, "/data")).toEqual({ kind: "unowned" });
  expect(bom.problems).toMatchObject([{ code: "CRAN_DESCRIPTION_INVALID", path: "/DESCRIPTION" }]);
});

test("takes any text, and pollutes nothing", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."a: \t\n_") }), (text) => {
      expect(parseDescription(`__proto__: x\n${text}`).get("__proto__")).toMatch(/^x/);
    }),
  );
});
