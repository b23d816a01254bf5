import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseLockfile } from "@coppice/lockfile";
import fc from "fast-check";
import { expect, test } from "vitest";
import { arboristPlaces, lockfilePlaces } from "./arborist.ts";
import { readFixture } from "./referee.ts";

const decoder = new TextDecoder();
const fixture = (folder: string, file = "package-lock.json") =>
  decoder.decode(readFixture(folder, file));
const parse = (text: string, name = "package-lock.json") => parseLockfile(text, { name });
const corpus =
  process.env["COPPICE_CORPUS"] ??
  fileURLToPath(new URL("../../../../shared/data", import.meta.url));
const archive = join(corpus, "inventory/npm/app-npm/metadata.tar.xz");

/** A package-lock.json of version 3 with these entries besides the root's. */
const lock = (packages: Record<string, unknown>, root: Record<string, unknown> = {}) =>
  JSON.stringify({
    name: "root",
    lockfileVersion: 3,
    packages: { "": { name: "root", version: "1.0.0", ...root }, ...packages },
  });

for (const folder of ["npm-2", "npm-3"]) {
  test(`finds the packages and edges of ${folder} that Arborist finds`, async () => {
    const text = fixture(folder);
    expect(lockfilePlaces(parse(text))).toEqual(await arboristPlaces(text));
  });
}

test("finds what Arborist finds in the first version of the format", async () => {
  const text = fixture("npm-1");
  const theirs = await arboristPlaces(text, false);
  const ours = lockfilePlaces(parse(text), false);
  expect(ours.edges).toEqual(theirs.edges);
  // Arborist makes up versions and names of folders; the lockfile has none.
  const places = (rows: readonly string[]) => rows.map((row) => row.split(" ")[0]).sort();
  expect(places(ours.packages)).toEqual(places(theirs.packages));
});

test.skipIf(!existsSync(archive))(
  "finds what Arborist finds in a lockfile of the corpus",
  async () => {
    const text = execFileSync("tar", ["-xJOf", archive, "./app/package-lock.json"]).toString();
    expect(lockfilePlaces(parse(text))).toEqual(await arboristPlaces(text));
  },
);

test("resolves requirements in any tree as Arborist does", async () => {
  const name = fc.constantFrom("a", "b", "c", "@s/a", "@s/b");
  const path = fc
    .tuple(
      fc.constantFrom("", "packages/a/", "packages/a/deep/"),
      fc.array(name, { minLength: 1, maxLength: 4 }),
    )
    .map(([project, names]) => `${project}node_modules/${names.join("/node_modules/")}`);
  const ranges = fc.dictionary(name, fc.constantFrom("^1.0.0", "*", "npm:b@1"), { maxKeys: 3 });
  const entry = fc.record(
    {
      version: fc.constant("1.0.0"),
      dependencies: ranges,
      optionalDependencies: ranges,
      peerDependencies: ranges,
      peerDependenciesMeta: fc.dictionary(name, fc.record({ optional: fc.boolean() }), {
        maxKeys: 2,
      }),
    },
    { requiredKeys: ["version"] },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(path, entry, { minKeys: 1, maxKeys: 12 }),
      ranges,
      async (found, devDependencies) => {
        // Arborist knows no package inside one that is not there.
        const whole = Object.fromEntries(
          Object.entries(found).filter(([key]) =>
            ancestors(key).every((ancestor) => ancestor in found),
          ),
        );
        const projects = {
          "packages/a": { name: "linked", version: "1.0.0" },
          "packages/a/deep": { name: "deep", version: "1.0.0" },
        };
        const links = {
          "node_modules/linked": { resolved: "packages/a", link: true },
          "node_modules/deep": { resolved: "packages/a/deep", link: true },
        };
        const root = {
          devDependencies,
          dependencies: { linked: "*", deep: "*" },
          workspaces: ["packages/**"],
        };
        // npm writes them sorted.
        const entries = Object.entries({ ...projects, ...links, ...whole });
        const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
        const text = lock(Object.fromEntries(sorted), root);
        expect(lockfilePlaces(parse(text))).toEqual(await arboristPlaces(text));
      },
    ),
    { numRuns: 40 },
  );
});

/** The packages that a path is inside of. */
function ancestors(path: string): string[] {
  const parts = path.split("/node_modules/");
  const above = parts
    .slice(0, -1)
    .map((_, index) => parts.slice(0, index + 1).join("/node_modules/"));
  return above.filter((place) => place.includes("node_modules/"));
}

test("reads the hidden lockfile, which has no project", () => {
  const hidden = parse(
    fixture("npm-hidden", ".package-lock.json"),
    "node_modules/.package-lock.json",
  );
  const whole = parse(fixture("npm-3"));
  const keys = (lockfile: typeof hidden) => lockfile.packages.map(({ key }) => key).sort();
  expect(hidden.importers.map(({ key }) => key)).toEqual([
    "folder",
    "packages/cli",
    "packages/core",
  ]);
  // npm leaves out what this platform does not install.
  expect(keys(whole).filter((key) => !keys(hidden).includes(key))).toEqual([
    "node_modules/fsevents",
  ]);
});

test("tells sources, flags, aliases and lines", () => {
  const { packages, importers } = parse(fixture("npm-3"));
  const at = (key: string) => packages.find((found) => found.key === key);
  expect(importers.map(({ path, name, line }) => [path, name, line])).toEqual([
    [".", "shop", 7],
    ["folder", "folder", 31],
    ["packages/cli", "@shop/cli", 369],
    ["packages/core", "@shop/core", 386],
  ]);
  expect(at("node_modules/old-debug")).toMatchObject({
    name: "debug",
    alias: "old-debug",
    version: "2.6.9",
    line: 258,
  });
  expect(at("node_modules/tarball")?.source).toEqual({ kind: "file", path: "tarball-1.0.0.tgz" });
  expect(at("node_modules/tarball/node_modules/wrappy")?.source).toEqual({ kind: "bundled" });
  expect(at("node_modules/chokidar")).toMatchObject({ development: true, optional: false });
  expect(at("node_modules/fsevents")).toMatchObject({ development: false, optional: true });
  expect(at("node_modules/left-pad")?.artifacts[0]?.url).toMatch(/left-pad-1\.3\.0\.tgz$/);
});

test("tells registries, archives, repositories and links by their addresses", () => {
  const sha = "0123456789abcdef0123456789abcdef01234567";
  const entry = (resolved: string, more: object = {}) => ({ version: "1.0.0", resolved, ...more });
  const { packages } = parse(
    lock(
      {
        "node_modules/@s/a": entry("https://npm.example.com/api/npm/@s%2fa/-/a-1.0.0.tgz", {
          integrity: "sha512-!",
        }),
        "node_modules/archive": entry("https://example.com/archive.tgz", {
          hasInstallScript: true,
        }),
        "node_modules/download": entry("https://npm.pkg.example.com/download/x/1.0.0/abc", {
          deprecated: "no",
        }),
        "node_modules/git": entry(`git+ssh://git@example.com/o/git.git#${sha}`),
        "node_modules/branch": entry("git://example.com/o/git.git#main"),
        "node_modules/away": { resolved: "../away", link: true },
      },
      {
        dependencies: { archive: "https://example.com/archive.tgz", download: "^1.0.0", away: "*" },
      },
    ),
  );
  expect(packages.map(({ source }) => source)).toEqual([
    { kind: "registry", registry: "https://npm.example.com/api/npm" },
    { kind: "archive", url: "https://example.com/archive.tgz" },
    { kind: "registry" },
    { kind: "git", url: "ssh://git@example.com/o/git.git", commit: sha },
    { kind: "git", url: "git://example.com/o/git.git", ref: "main" },
    { kind: "directory", path: "../away", linked: true },
  ]);
  expect(packages.map(({ purl }) => purl)).toEqual([
    "pkg:npm/%40s/a@1.0.0?repository_url=https:%2F%2Fnpm.example.com%2Fapi%2Fnpm",
    "pkg:npm/archive@1.0.0?download_url=https:%2F%2Fexample.com%2Farchive.tgz",
    "pkg:npm/download@1.0.0",
    `pkg:npm/git@1.0.0?vcs_url=git%2Bssh:%2F%2Fgit%40example.com%2Fo%2Fgit.git%40${sha}`,
    "pkg:npm/branch@1.0.0?vcs_url=git%2Bgit:%2F%2Fexample.com%2Fo%2Fgit.git%40main",
    "pkg:npm/away",
  ]);
  expect(packages[1]?.installScripts).toBe(true);
  expect(packages[2]?.deprecated).toBe("no");
});

test("reads what the first version of the format says in its versions", () => {
  const { packages, importers } = parse(
    JSON.stringify({
      lockfileVersion: 1,
      dependencies: {
        a: { version: "npm:b@1.2.3" },
        c: { version: "github:o/c#main", requires: { d: "1", e: "2" } },
        d: { version: "1.0.0", optional: true },
        "left-pad": { version: "https://registry.npmjs.org/left-pad/-/left-pad-1.3.0.tgz" },
        f: { version: "https://example.com/f.tgz" },
        g: {},
      },
    }),
  );
  expect(importers).toEqual([{ key: ".", path: ".", dependencies: [] }]);
  expect(packages.map(({ name, alias, version }) => [name, alias, version])).toEqual([
    ["b", "a", "1.2.3"],
    ["c", undefined, undefined],
    ["d", undefined, "1.0.0"],
    ["left-pad", undefined, "1.3.0"],
    ["f", undefined, undefined],
    ["g", undefined, undefined],
  ]);
  expect(packages[1]?.source).toEqual({ kind: "git", url: "github:o/c", ref: "main" });
  expect(packages[4]?.source).toEqual({ kind: "archive", url: "https://example.com/f.tgz" });
  expect(packages[1]?.dependencies).toEqual([
    { name: "d", specifier: "1", kind: "optional", to: ["node_modules/d"] },
    { name: "e", specifier: "2", kind: "runtime", to: [] },
  ]);
});

test("leaves out entries that are none, and links that lead to none", () => {
  const { packages, problems, importers } = parse(
    lock(
      {
        "node_modules/a": 1,
        "node_modules/b": { link: true, resolved: "node_modules/a" },
        "node_modules/c": { link: true, resolved: "node_modules/c" },
      },
      { dependencies: { a: "1", b: "1", c: "1" } },
    ),
  );
  expect(packages).toEqual([]);
  expect(problems.map(({ message }) => message)).toEqual([
    'the entry of "node_modules/a" is no object',
  ]);
  expect(importers[0]?.dependencies.map(({ to }) => to)).toEqual([[], [], []]);
});

test.each([
  ['{"lockfileVersion": 4}', "VERSION_UNSUPPORTED"],
  ['{"lockfileVersion": 3}', "LOCKFILE_INVALID"],
  ["[]", "LOCKFILE_INVALID"],
  ['{"lockfileVersion": 3,', "SYNTAX_INVALID"],
  ['{"\\u00zz": {}', "SYNTAX_INVALID"],
])("refuses %s", (text, code) => {
  expect(() => parse(text)).toThrow(expect.objectContaining({ code }));
});
