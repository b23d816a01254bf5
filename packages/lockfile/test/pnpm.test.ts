import { parseLockfile } from "@coppice/lockfile";
import { expect, test } from "vitest";
import { readFixture } from "./referee.ts";

const parse = (text: string | Uint8Array) => parseLockfile(text, { name: "pnpm-lock.yaml" });
const sha = "0123456789abcdef0123456789abcdef01234567";

test("tells kinds, specifiers, aliases and flags alike in versions 5, 6 and 9", () => {
  for (const version of ["5.3", "5.4", "6.0", "9.0"]) {
    const { importers, packages } = parse(readFixture(`pnpm-${version}`, "pnpm-lock.yaml"));
    const root = importers.find(({ key }) => key === ".");
    const find = (name: string) => {
      const required = root?.dependencies.find((dependency) => dependency.name === name);
      return { required, found: packages.find(({ key }) => key === required?.to[0]) };
    };
    expect(importers.map(({ path }) => path)).toEqual([".", "packages/cli", "packages/core"]);
    expect(find("chokidar")).toMatchObject({
      required: { kind: "development", specifier: "^3.5.0" },
      found: { name: "chokidar", version: "3.6.0", development: true, optional: false },
    });
    expect(find("ini").required?.kind).toBe("optional");
    expect(find("old-debug")).toMatchObject({
      required: { specifier: "npm:debug@2.6.9" },
      found: { name: "debug", version: "2.6.9", development: false },
    });
    expect(find("@shop/core").required?.to).toEqual(["packages/core"]);
    expect(find("tarball").found?.source).toEqual({ kind: "file", path: "tarball-1.0.0.tgz" });
    expect(find("folder").found?.source).toMatchObject({ kind: "directory", path: "folder" });
    expect(find("use-sync-external-store").found).toMatchObject({
      version: "1.7.0",
      dependencies: [
        { name: "react", kind: "peer", specifier: expect.stringContaining("^18.0.0") },
      ],
    });
    expect(packages.every(({ line, key }) => line !== undefined || key.startsWith("link:"))).toBe(
      true,
    );
  }
});

test("keeps peers that nobody provides", () => {
  const { packages } = parse(readFixture("pnpm-9.0", "pnpm-lock.yaml"));
  const debug = packages.find(({ key }) => key === "debug@4.4.3");
  expect(debug?.dependencies).toEqual([
    { name: "supports-color", specifier: "*", kind: "peer", optional: true, to: [] },
    { name: "ms", kind: "runtime", to: ["ms@2.1.3"] },
  ]);
});

test("reads the variants of a package apart, and where each comes from", () => {
  const { packages, problems, importers } = parse(`
lockfileVersion: '9.0'
patchedDependencies:
  a@1.0.0:
    hash: abc
    path: patches/a@1.0.0.patch
importers:
  .:
    dependencies:
      a: {specifier: ^1.0.0, version: 1.0.0(patch_hash=abc)(p@1.0.0)}
      git: {specifier: "git+https://example.com/git.git", version: git+https://example.com/git.git#${sha}}
packages:
  a@1.0.0:
    resolution: {integrity: sha1-W4o6d2Xf4AEmHd6RVYnngvjJTR4=, tarball: https://npm.example.com/a/-/a-1.0.0.tgz}
    deprecated: |-
      no more
      support
  git@git+https://example.com/git.git#${sha}:
    resolution: {commit: ${sha}, repo: https://example.com/git.git, type: git, path: /packages/x}
    version: 2.0.0
  hub@https://codeload.github.com/o/hub/tar.gz/${sha}:
    resolution: {tarball: https://codeload.github.com/o/hub/tar.gz/${sha}}
    version: 3.0.0
  direct@https://example.com/direct.tgz:
    resolution: {tarball: https://example.com/direct.tgz, integrity: sha1-W4o6d2Xf4AEmHd6RVYnngvjJTR4=}
  other@1.0.0:
    resolution: {tarball: https://cdn.example.com/x, integrity: sha1-W4o6d2Xf4AEmHd6RVYnngvjJTR4=}
  node@runtime:22.0.0:
    resolution: {type: variations, variants: []}
snapshots:
  a@1.0.0(patch_hash=abc)(p@1.0.0):
    dependencies: {x: 'link:../x', y: 'other@1.0.0'}
  a@1.0.0(p@2.0.0): {}
  broken: text
`);
  const at = (key: string) => packages.find((found) => found.key === key);
  expect(at("a@1.0.0")).toBeUndefined();
  expect(packages.filter(({ name }) => name === "a")).toMatchObject([
    { version: "1.0.0", patch: "patches/a@1.0.0.patch", deprecated: "no more\nsupport" },
    { version: "1.0.0", source: { kind: "registry", registry: "https://npm.example.com" } },
  ]);
  expect(at(`git@git+https://example.com/git.git#${sha}`)).toMatchObject({
    name: "git",
    version: "2.0.0",
    source: {
      kind: "git",
      url: "https://example.com/git.git",
      commit: sha,
      directory: "/packages/x",
    },
  });
  expect(at(`hub@https://codeload.github.com/o/hub/tar.gz/${sha}`)?.source).toEqual({
    kind: "git",
    url: "https://github.com/o/hub",
    commit: sha,
  });
  expect(at("direct@https://example.com/direct.tgz")?.source).toEqual({
    kind: "archive",
    url: "https://example.com/direct.tgz",
  });
  expect(at("other@1.0.0")?.source).toEqual({ kind: "registry" });
  expect(at("node@runtime:22.0.0")?.source).toEqual({ kind: "unknown" });
  expect(at("link:../x")?.source).toEqual({ kind: "directory", path: "../x", linked: true });
  expect(at("a@1.0.0(patch_hash=abc)(p@1.0.0)")?.dependencies.map(({ to }) => to)).toEqual([
    ["link:../x"],
    ["other@1.0.0"],
  ]);
  expect(importers[0]?.dependencies[1]?.to).toEqual([`git@git+https://example.com/git.git#${sha}`]);
  expect(problems.map(({ message }) => message)).toEqual(['the entry of "broken" is no mapping']);
});

test("reads the keys of other registries and of repositories before version 9", () => {
  const read = (version: string, keys: readonly string[]) =>
    parse(
      `lockfileVersion: ${version}\npackages:\n${keys.map((key) => `  ${key}: {dev: true, requiresBuild: true}\n`).join("")}`,
    ).packages.map(({ name, version: found }) => [name, found]);
  expect(
    read("5.4", [
      "/@s/a/1.0.0_p@1.0.0",
      "npm.example.com/b/2.0.0",
      `github.com/o/c/${sha}`,
      "/under_score/1.0.0",
    ]),
  ).toEqual([
    ["@s/a", "1.0.0"],
    ["b", "2.0.0"],
    [`github.com/o/c/${sha}`, undefined],
    ["under_score", "1.0.0"],
  ]);
  expect(
    read("'6.1'", ["/@s/a@1.0.0(p@1.0.0)", "npm.example.com/@s/b@2.0.0", "'@github.com/o/c'"]),
  ).toEqual([
    ["@s/a", "1.0.0"],
    ["@s/b", "2.0.0"],
    ["@github.com/o/c", undefined],
  ]);
});

test("reads YAML that a person edited, without lines", () => {
  const { packages } = parse(
    "lockfileVersion: 5.4\npackages:\n  /a/1.0.0: &a\n    dev: true\n  /b/1.0.0: *a\n",
  );
  expect(packages).toMatchObject([
    { name: "a", development: true },
    { name: "b", development: true },
  ]);
  expect(packages[0]?.line).toBeUndefined();
});

test("leaves out an importer with a path that cannot be", () => {
  const { importers, problems } = parse(
    `lockfileVersion: '9.0'\nimporters:\n  ${"a/".repeat(3000)}a:\n    dependencies: {}\n`,
  );
  expect(importers).toEqual([]);
  expect(problems.map(({ code }) => code)).toEqual(["ENTRY_INVALID"]);
});

test.each([
  ["a: b", "LOCKFILE_INVALID"],
  ["lockfileVersion: '7.0'", "VERSION_UNSUPPORTED"],
  ["lockfileVersion: '9.0'\n<<<<<<< HEAD\n", "SYNTAX_INVALID"],
  ["lockfileVersion: '9.0'\n---\na: b\n", "SYNTAX_INVALID"],
  [`lockfileVersion: '9.0'\na: &a ${"x".repeat(300_000)}`, "LOCKFILE_TOO_LARGE"],
])("refuses %.40s", (text, code) => {
  expect(() => parse(text)).toThrow(expect.objectContaining({ code }));
});
