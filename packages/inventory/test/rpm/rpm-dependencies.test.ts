import { rpmExtractor } from "@coppice/inventory";
import type { Bom, Dependency, Problem } from "@coppice/types";
import { describe, expect, test } from "vitest";
import { resolveRpmDependencies } from "../../src/rpm/resolve-rpm-dependencies.ts";
import { takeInventory } from "../take-inventory.ts";
import { renderNdb } from "./render-ndb.ts";
import { type Fixture, type Relation, renderFixture } from "./rpm-fixture.ts";

const less = 2;
const greater = 4;
const equal = 8;

async function take(...fixtures: readonly Fixture[]): Promise<Bom> {
  const database = renderNdb(fixtures.map(renderFixture));
  const files = { "/var/lib/rpm/Packages.db": database, "/bin": "-> usr/bin", "/usr/bin/": "" };
  return takeInventory(files, { extractors: [rpmExtractor] });
}

const name = (id: string) => id.replace(/^rpm:(.+)@.+$/, "$1");
const from = (bom: Bom, wanted: string): readonly Dependency[] =>
  bom.dependencies.filter((dependency) => name(dependency.from) === wanted);
const satisfied = (bom: Bom) => from(bom, "one").map(({ satisfiedBy }) => satisfiedBy.map(name));

async function resolve(requires: readonly Relation[], ...others: readonly Fixture[]) {
  return satisfied(await take({ name: "one", requires }, ...others));
}

test("keeps what is required as it is written, and says what for", async () => {
  const bom = await take({
    name: "one",
    requires: [
      ["libc.so.6()(64bit)", 1 << 14],
      ["two", greater | equal, "1:2.0"],
      ["/bin/sh", (1 << 9) | (1 << 8)],
      ["/bin/sh", (1 << 10) | (1 << 8)],
      ["/bin/sh", 1 << 14],
      ["maybe", 1 << 19],
      ["rpmlib(FileDigests)", (1 << 24) | 10, "4.6.0-1"],
      ["rpmlib(Old)"],
      ["config(one)", (1 << 28) | equal, "1.0-1"],
    ],
    recommends: [["three"]],
    suggests: [["four", less, "5"]],
  });
  expect(from(bom, "one").map(({ kind, requirement }) => [kind, requirement])).toEqual([
    ["pre-dependency", "/bin/sh"],
    ["recommended", "maybe"],
    ["recommended", "three"],
    ["runtime", "/bin/sh"],
    ["runtime", "libc.so.6()(64bit)"],
    ["runtime", "two >= 1:2.0"],
    ["suggested", "four < 5"],
  ]);
  expect(bom.dependencies[0]?.readFrom).toBe("/var/lib/rpm/Packages.db");
});

test("finds who has the name first, then who provides it or has the file", async () => {
  const lib: Relation = ["lib"];
  const others: readonly Fixture[] = [
    { name: "gives", provides: [lib] },
    { name: "lib", provides: [["lib", equal, "1.0-1"]] },
  ];
  expect(await resolve([lib], ...others)).toEqual([["lib", "gives"]]);
  const shell = {
    name: "shell",
    files: [{ path: "/usr/bin/sh" }, { path: "/usr/bin/gone", state: 2 }],
  };
  expect(await resolve([["/bin/sh"], ["/usr/bin/gone"]], shell)).toEqual([["shell"], []]);
  expect(await resolve([["(/bin/sh or /usr/bin/none)"]], shell)).toEqual([["shell"]]);
  expect(await resolve([["/bin/sh"]], { name: "says", provides: [["/bin/sh"]] })).toEqual([
    ["says"],
  ]);
});

test("leaves out what a package itself satisfies", async () => {
  const files = [{ path: "/usr/bin/one" }];
  expect(satisfied(await take({ name: "one", files, requires: [["/bin/one"], ["two"]] }))).toEqual([
    [],
  ]);
});

test("compares versions by what both have of epoch, version and release", async () => {
  const two = (version: string, release: string, epoch?: number): Fixture => ({
    name: "two",
    version,
    release,
    ...(epoch !== undefined && { epoch }),
  });
  const cases: readonly (readonly [Relation, Fixture, boolean])[] = [
    [["two", equal, "1.0"], two("1.0", "5"), true],
    [["two", equal, "1.0-4"], two("1.0", "5"), false],
    [["two", greater | equal, "1.0-5"], two("1.0", "5"), true],
    [["two", greater, "1.0-5"], two("1.0", "5"), false],
    [["two", greater, "1.0-4"], two("1.0", "5"), true],
    [["two", less, "1.1"], two("1.0", "5"), true],
    [["two", less | equal, "0.9"], two("1.0", "5"), false],
    [["two", less, "1.1"], two("1.0", "5", 1), false],
    [["two", greater | equal, "1:0.1"], two("1.0", "5"), false],
    [["two"], two("1.0", "5"), true],
  ];
  for (const [relation, fixture, holds] of cases) {
    expect([relation, await resolve([relation], fixture)]).toEqual([
      relation,
      [holds ? ["two"] : []],
    ]);
  }
});

test("takes provided ranges where they overlap with what is asked for", async () => {
  const provided = (flags: number, version: string): Fixture => ({
    name: "two",
    provides: [["x", flags, version]],
  });
  expect(await resolve([["x", greater, "3"]], provided(greater, "1"))).toEqual([["two"]]);
  expect(await resolve([["x", less, "1"]], provided(less, "3"))).toEqual([["two"]]);
  expect(await resolve([["x", less, "1"]], provided(greater, "3"))).toEqual([[]]);
  expect(await resolve([["x", less, "1"]], provided(0, ""))).toEqual([["two"]]);
});

test("finds no more, with a problem, where packages satisfy far too much", () => {
  const relations = Array.from({ length: 4000 }, (_, at) => ({
    name: "x",
    flags: 0,
    version: `${at}`,
  }));
  const lists = { files: [], recommends: [], suggests: [], provides: relations };
  const rpm = { name: "one", version: "1", release: "1", requires: relations, ...lists };
  const problems: Problem[] = [];
  const resolved = resolveRpmDependencies(
    [
      { id: "one", rpm, location: "/db" },
      { id: "two", rpm: { ...rpm, provides: [] }, location: "/db" },
    ],
    [],
    { canonical: (path) => path, onProblem: (problem) => problems.push(problem) },
  );
  expect(resolved.at(-1)?.satisfiedBy).toEqual([]);
  expect(problems).toMatchObject([{ code: "DEPENDENCIES_TOO_MANY" }]);
});

describe("a condition", () => {
  const a = { name: "a" };
  const b = { name: "b" };
  const c = { name: "c", provides: [["a"], ["b"]] as const };

  test.each([
    ["(a or b)", [["a", "b"]]],
    ["(a and b)", [["a"], ["b"]]],
    ["(a or b or missing)", [["a", "b"]]],
    ["(a if b)", [["a"]]],
    ["(a if missing)", []],
    ["(a if missing else b)", [["b"]]],
    ["(a unless missing)", [["a"]]],
    ["(a unless b)", []],
    ["(a unless b else b)", [["b"]]],
    ["((a and b) if (missing or b))", [["a"], ["b"]]],
    ["(a >= 1.0 with a < 2)", [["a"]]],
    ["(a with b)", [[]]],
    ["(a >= 9)", [[]]],
    ["(lib(x)(64bit) or a)", [["a"]]],
    ["((a and b) or b)", [["b"]]],
  ])("%s asks for packages", async (text, expected) => {
    expect(await resolve([[text]], a, b)).toEqual(expected);
  });

  test("may ask for one package with two properties, or without one", async () => {
    expect(await resolve([["(a with b)"]], a, b, c)).toEqual([["c"]]);
    expect(await resolve([["(a without b)"]], a, b, c)).toEqual([["a"]]);
  });

  test.each([
    "(",
    "()",
    "(a",
    "(a or)",
    "(a or b and a)",
    "(a b)",
    "(a or b) a",
    "(a else b)",
    `${"(".repeat(5000)}a${")".repeat(5000)}`,
  ])("%s that cannot be read is satisfied by none", async (text) => {
    expect(await resolve([[text]], a, b)).toEqual([[]]);
  });
});
