import { bomOfLockfile, parseLockfile } from "@coppice/lockfile";
import { parsePurl } from "@coppice/purl";
import { parseDocument } from "@coppice/types";
import { expect, test } from "vitest";
import { parseRecorded, recorded } from "./referee.ts";
import { allLockfiles } from "./samples.ts";

const subject = { name: "shop", digest: `sha256:${"0".repeat(64)}` };

test("gives a valid document with everything in it, for every format", () => {
  for (const lockfile of allLockfiles()) {
    const bom = bomOfLockfile(lockfile, { subject });
    expect(parseDocument("bom", JSON.parse(JSON.stringify(bom)))).toEqual(bom);
    const ids = new Set(bom.packages.map(({ id }) => id));
    expect(ids.size).toBe(lockfile.packages.length + lockfile.importers.length);
    const nodes = [...lockfile.packages, ...lockfile.importers];
    const count = nodes.reduce((sum, { dependencies }) => sum + dependencies.length, 0);
    expect(bom.dependencies).toHaveLength(count);
    for (const { from, satisfiedBy, readFrom } of bom.dependencies) {
      expect(
        ids.has(from) && satisfiedBy.every((id) => ids.has(id)) && readFrom === lockfile.name,
      ).toBe(true);
    }
    for (const { purl } of bom.packages)
      if (purl !== undefined) expect(() => parsePurl(purl)).not.toThrow();
  }
});

test("tells copies of a package apart, and writes requirements as the ecosystem does", () => {
  const text = JSON.stringify({
    lockfileVersion: 3,
    packages: {
      "": { dependencies: { a: "^1.0.0" }, devDependencies: { d: "1" } },
      "node_modules/a": {
        version: "1.0.0",
        dependencies: { b: "1" },
        integrity: "sha1-W4o6d2Xf4AEmHd6RVYnngvjJTR4=",
        license: "MIT",
      },
      "node_modules/a/node_modules/b": { version: "1.0.0" },
      "node_modules/b": { version: "1.0.0", dev: true },
      "node_modules/d": { version: "1.0.0", dev: true, dependencies: { b: "1" } },
    },
  });
  const lockfile = parseLockfile(text, { name: "web/package-lock.json" });
  const bom = bomOfLockfile(lockfile, { subject, tool: { name: "x", version: "1" } });
  expect(bom.tool).toEqual({ name: "x", version: "1" });
  expect(bom.packages.map(({ id }) => id)).toEqual([
    "npm:shop",
    "pkg:npm/a@1.0.0",
    "pkg:npm/b@1.0.0",
    "pkg:npm/b@1.0.0#node_modules/b",
    "pkg:npm/d@1.0.0",
  ]);
  expect(bom.packages[1]).toEqual({
    id: "pkg:npm/a@1.0.0",
    purl: "pkg:npm/a@1.0.0",
    ecosystem: "npm",
    name: "a",
    version: "1.0.0",
    presence: "declared",
    licenses: ["MIT"],
    digests: ["sha1:5b8a3a7765dfe001261dde915589e782f8c94d1e"],
    foundBy: "npm",
  });
  const edges = bom.dependencies.map(({ from, kind, requirement, satisfiedBy }) => [
    from,
    kind,
    requirement,
    ...satisfiedBy,
  ]);
  expect(edges).toEqual([
    ["npm:shop", "runtime", "a@^1.0.0", "pkg:npm/a@1.0.0"],
    ["npm:shop", "development", "d@1", "pkg:npm/d@1.0.0"],
    ["pkg:npm/a@1.0.0", "runtime", "b@1", "pkg:npm/b@1.0.0"],
    ["pkg:npm/d@1.0.0", "runtime", "b@1", "pkg:npm/b@1.0.0#node_modules/b"],
  ]);
  const production = bomOfLockfile(lockfile, { subject, development: false });
  expect(production.packages.map(({ id }) => id)).toEqual([
    "npm:shop",
    "pkg:npm/a@1.0.0",
    "pkg:npm/b@1.0.0",
  ]);
  expect(production.dependencies.map(({ requirement }) => requirement)).toEqual([
    "a@^1.0.0",
    "b@1",
  ]);
});

test("names projects, extras and markers, and takes no digest where several archives may be installed", () => {
  const uv = recorded.find(({ folder }) => folder === "uv");
  const pnpm = recorded.find(({ folder }) => folder === "pnpm-9.0");
  if (uv === undefined || pnpm === undefined) throw new Error("the fixtures are gone");
  const python = bomOfLockfile(parseRecorded(uv), { subject });
  expect(python.dependencies.map(({ requirement }) => requirement)).toContain("httpx[socks]>=0.27");
  expect(python.dependencies.map(({ requirement }) => requirement)).toContain(
    "click>=8; python_full_version < '3.10'",
  );
  expect(python.packages.find(({ name }) => name === "click")?.digests).toBeUndefined();
  const { packages } = bomOfLockfile(parseRecorded(pnpm), { subject });
  expect(
    packages.filter(({ purl }) => purl === undefined).map(({ id, name }) => [id, name]),
  ).toEqual([
    ["npm:cli", "cli"],
    ["npm:core", "core"],
    ["npm:shop", "shop"],
  ]);
});
