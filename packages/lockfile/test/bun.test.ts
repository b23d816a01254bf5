import { parseLockfile } from "@coppice/lockfile";
import { expect, test } from "vitest";
import { readFixture } from "./referee.ts";

const parse = (text: string | Uint8Array) => parseLockfile(text, { name: "bun.lock" });
const sha = "0123456789abcdef0123456789abcdef01234567";

test("tells projects, flags, aliases and lines", () => {
  const { packages, importers, version } = parse(readFixture("bun", "bun.lock"));
  const at = (key: string) => packages.find((found) => found.key === key);
  expect(version).toBe("2");
  expect(importers.map(({ key, name }) => [key, name])).toEqual([
    [".", "shop"],
    ["workspace:packages/cli", "@shop/cli"],
    ["workspace:packages/core", "@shop/core"],
  ]);
  expect(importers[1]?.dependencies.map(({ to }) => to[0])).toEqual([
    "workspace:packages/core",
    "@shop/cli/debug",
    "ini",
  ]);
  expect(importers[2]?.dependencies[0]).toEqual({
    name: "preact",
    specifier: "*",
    kind: "peer",
    optional: true,
    to: [],
  });
  expect(at("chokidar")).toMatchObject({ development: true, optional: false });
  expect(at("fsevents")).toMatchObject({ development: false, optional: true });
  expect(at("old-debug")).toMatchObject({
    name: "debug",
    alias: "old-debug",
    version: "2.6.9",
    line: 99,
  });
  expect(at("tarball/wrappy")?.source).toEqual({ kind: "bundled" });
  expect(at("folder")?.source).toEqual({ kind: "directory", path: "folder" });
});

test("reads comments, and where packages come from", () => {
  const { packages, problems } = parse(`// a comment, with "quotes" and { brackets
{
  "lockfileVersion": 1, /* another
  one */ "workspaces": { "": { "name": "a//b", }, },
  "patchedDependencies": { "a@1.0.0": "patches/a.patch", },
  "packages": {
    "a": ["a@1.0.0", "https://npm.example.com/a/-/a-1.0.0.tgz", {}, "sha1-W4o6d2Xf4AEmHd6RVYnngvjJTR4=",],
    "git": ["git@git+ssh://git@example.com/o/git.git#${sha}", {}, "o-git-0123456"],
    "hub": ["hub@github:o/hub#0123456", {}, "o-hub-0123456"],
    "@s/b/@s/c/d": ["d@link:../d", {}],
    "root": ["root@root:", {}],
    "e": [], // nothing
  },
}
`);
  expect(packages.map(({ key, name, source }) => [key, name, source])).toEqual([
    ["a", "a", { kind: "registry", registry: "https://npm.example.com" }],
    ["git", "git", { kind: "git", url: "ssh://git@example.com/o/git.git", commit: sha }],
    ["hub", "hub", { kind: "git", url: "github:o/hub", ref: "0123456" }],
    ["@s/b/@s/c/d", "d", { kind: "directory", path: "../d", linked: true }],
  ]);
  expect(packages[0]).toMatchObject({ patch: "patches/a.patch", line: 7 });
  expect(problems.map(({ message }) => message)).toEqual([
    'line 12: the entry of "e" names no package',
  ]);
});

test.each([
  ['{"lockfileVersion": 3}', "VERSION_UNSUPPORTED"],
  ['{"lockfileVersion": 1 / 2}', "SYNTAX_INVALID"],
  ["/*", "SYNTAX_INVALID"],
  ["{,}", "VERSION_UNSUPPORTED"],
])("refuses %s", (text, code) => {
  expect(() => parse(text)).toThrow(expect.objectContaining({ code }));
});
