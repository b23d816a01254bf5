import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Arborist from "@npmcli/arborist";
import { expect, test } from "vitest";
import { openFolder } from "../open-folder.ts";
import { reasonOf, takeInventory } from "../take-inventory.ts";

const manifest = (name: string) => JSON.stringify({ name, version: "1.0.0" });
const lockfile = (packages: object) => JSON.stringify({ lockfileVersion: 3, packages });
const locked = {
  "": { name: "app", version: "1.0.0", dependencies: { a: "1", b: "1" } },
  "node_modules/a": { version: "1.0.0", dependencies: { c: "1" } },
  "node_modules/b": { version: "1.0.0", license: "MIT", dependencies: { a: "1", c: "1" } },
  "node_modules/c": { version: "1.0.0" },
  "node_modules/a/node_modules/c": { version: "2.0.0" },
  "node_modules/d/node_modules/c": { version: "1.0.0" },
};

test("declares what a lockfile pins and is not installed, once", async () => {
  const bom = await takeInventory({
    "/app/package.json": manifest("app"),
    "/app/package-lock.json": lockfile(locked),
    "/app/node_modules/a/package.json": manifest("a"),
  });
  expect(bom.packages.map(({ id, presence, location }) => `${presence} ${id} ${location}`)).toEqual(
    [
      "installed pkg:npm/a@1.0.0 /app/node_modules/a",
      "declared pkg:npm/b@1.0.0 /app/package-lock.json",
      "declared pkg:npm/c@1.0.0 /app/package-lock.json",
      "declared pkg:npm/c@2.0.0 /app/package-lock.json",
    ],
  );
  expect(bom.packages[1]?.licenses).toEqual(["MIT"]);
  expect(bom.dependencies.map((edge) => [edge.from, edge.requirement, edge.satisfiedBy])).toEqual([
    ["pkg:npm/b@1.0.0", "a@1", ["pkg:npm/a@1.0.0"]],
    ["pkg:npm/b@1.0.0", "c@1", ["pkg:npm/c@1.0.0"]],
  ]);
  for (const path of ["/app/package.json", "/app/package-lock.json"]) {
    expect(reasonOf(bom, path)).toEqual({ kind: "package-database", ecosystem: "npm" });
  }
});

test("has with what is installed all that npm reads in the lockfile", async () => {
  const folder = mkdtempSync(join(tmpdir(), "coppice-lockfile-"));
  try {
    mkdirSync(join(folder, "node_modules/a"), { recursive: true });
    writeFileSync(join(folder, "package.json"), manifest("app"));
    writeFileSync(join(folder, "package-lock.json"), lockfile(locked));
    writeFileSync(join(folder, "node_modules/a/package.json"), manifest("a"));
    const tree = await new Arborist({ path: folder }).loadVirtual();
    const nodes = [...tree.inventory.values()].filter((node) => node !== tree);
    const bom = await takeInventory(openFolder(folder));
    const found = bom.packages.map(({ name, version }) => `${name}@${version}`);
    expect(found.sort()).toEqual(
      [...new Set(nodes.map(({ name, version }) => `${name}@${version}`))].sort(),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("knows what is installed in a node_modules above the lockfile, and not what is elsewhere", async () => {
  const bom = await takeInventory({
    "/srv/web/package-lock.json": lockfile({ "node_modules/a": { version: "1.0.0" } }),
    "/srv/node_modules/a/package.json": manifest("a"),
    "/opt/package-lock.json": lockfile({ "node_modules/a": { version: "1.0.0" } }),
  });
  expect(bom.packages.map(({ presence, location }) => `${presence} ${location}`)).toEqual([
    "installed /srv/node_modules/a",
    "declared /opt/package-lock.json",
  ]);
});

test.each([
  ["yarn.lock", '# yarn lockfile v1\n\na@^1:\n  version "1.0.0"\n'],
  [
    "yarn.lock",
    '__metadata:\n  version: 8\n\n"a@npm:^1":\n  version: 1.0.0\n  resolution: "a@npm:1.0.0"\n  linkType: hard\n',
  ],
  [
    "pnpm-lock.yaml",
    "lockfileVersion: '9.0'\npackages:\n  a@1.0.0:\n    resolution: {integrity: sha1-AA==}\n",
  ],
  ["npm-shrinkwrap.json", lockfile({ "node_modules/a": { version: "1.0.0" } })],
  [
    "bun.lock",
    '{"lockfileVersion":1,"workspaces":{"":{"name":"x"}},"packages":{"a":["a@1.0.0","",{},""]}}',
  ],
])("reads %s", async (name, text) => {
  const bom = await takeInventory({ [`/app/${name}`]: text });
  expect(bom.packages.map(({ id, presence }) => `${presence} ${id}`)).toEqual([
    "declared pkg:npm/a@1.0.0",
  ]);
});

test("passes over lockfiles in packages: they say nothing of this system", async () => {
  const text = lockfile({ "node_modules/a": { version: "1.0.0" } });
  const bom = await takeInventory({
    "/app/node_modules/b/package.json": manifest("b"),
    "/app/node_modules/b/package-lock.json": text,
    "/venv/lib/python3.11/site-packages/lab/yarn.lock": text,
  });
  expect(bom.packages.map(({ name }) => name)).toEqual(["b"]);
});

test("tells of a lockfile that cannot be read, and of the entries in one", async () => {
  const bom = await takeInventory({
    "/a/package-lock.json": "{",
    "/b/bun.lockb": "#!/usr/bin/env bun\nbun-lockfile-format-v0\n",
    "/c/package-lock.json": lockfile({ "node_modules/a": 1 }),
  });
  expect(bom.problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
    "LOCKFILE_UNREADABLE /a/package-lock.json",
    "LOCKFILE_UNREADABLE /b/bun.lockb",
    "ENTRY_INVALID /c/package-lock.json",
  ]);
  expect(reasonOf(bom, "/a/package-lock.json")).toEqual({ kind: "unowned" });
});
