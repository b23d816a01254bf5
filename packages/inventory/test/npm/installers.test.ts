import { expect, test } from "vitest";
import { reasonOf, takeInventory } from "../take-inventory.ts";

const manifest = (name: string, more: object = {}) =>
  JSON.stringify({ name, version: "1.0.0", ...more });
const integrity = `sha512-${Buffer.alloc(64, 1).toString("base64")}`;
const digest = `sha512:${"01".repeat(64)}`;

test("takes digests and addresses from npm's record, where the module is still the one that it names", async () => {
  const bom = await takeInventory({
    "/app/node_modules/.package-lock.json": JSON.stringify({
      lockfileVersion: 3,
      packages: {
        "node_modules/a": { version: "1.0.0", integrity },
        "node_modules/alias": { name: "b", version: "1.0.0", integrity },
        "node_modules/c": { version: "2.0.0", integrity },
        "node_modules/d": {
          version: "1.0.0",
          resolved: `git+ssh://git@example.invalid/d.git#${"a".repeat(40)}`,
        },
      },
    }),
    "/app/node_modules/a/package.json": manifest("a"),
    "/app/node_modules/alias/package.json": manifest("b"),
    "/app/node_modules/c/package.json": manifest("c"),
    "/app/node_modules/d/package.json": manifest("d"),
  });
  expect(bom.packages.map(({ name, digests }) => [name, digests])).toEqual([
    ["a", [digest]],
    ["b", [digest]],
    ["c", undefined],
    ["d", undefined],
  ]);
  expect(bom.packages[3]?.purl).toBe(
    `pkg:npm/d@1.0.0?vcs_url=git%2Bssh:%2F%2Fgit%40example.invalid%2Fd.git%40${"a".repeat(40)}`,
  );
});

test("tells of a record that cannot be read", async () => {
  const path = "/app/node_modules/.package-lock.json";
  const bom = await takeInventory({
    [path]: "{",
    "/app/node_modules/a/package.json": manifest("a"),
  });
  expect(bom.packages).toHaveLength(1);
  expect(bom.problems).toMatchObject([{ code: "NPM_RECORD_INVALID", path }]);
});

test("reads pnpm's store, its record, and the commands that it writes as files", async () => {
  const store = "/app/node_modules/.pnpm";
  const bom = await takeInventory({
    "/app/package.json": manifest("app"),
    "/app/node_modules/.modules.yaml": "",
    "/app/node_modules/.bin/run": "#!/bin/sh",
    "/app/node_modules/.bin/stray": "#!/bin/sh",
    "/app/node_modules/a": "-> .pnpm/a@1.0.0_b@1.0.0/node_modules/a",
    [`${store}/a@1.0.0_b@1.0.0/node_modules/a/package.json`]: manifest("a", {
      bin: { run: "a.js" },
      dependencies: { b: "1" },
    }),
    [`${store}/a@1.0.0_b@1.0.0/node_modules/a/node_modules/.bin/b`]: "#!/bin/sh",
    [`${store}/a@1.0.0_b@1.0.0/node_modules/b`]: "-> ../../b@1.0.0/node_modules/b",
    [`${store}/b@1.0.0/node_modules/b/package.json`]: manifest("b", { bin: "b.js" }),
    [`${store}/lock.yaml`]: `lockfileVersion: '9.0'\npackages:\n  b@1.0.0:\n    resolution: {integrity: ${integrity}}\n`,
  });
  const [a, b] = bom.packages;
  expect([a?.name, b?.name, b?.digests]).toEqual(["a", "b", [digest]]);
  expect(bom.packages).toHaveLength(2);
  expect(bom.dependencies[0]?.satisfiedBy).toEqual([b?.id]);
  expect(reasonOf(bom, "/app/node_modules/.bin/run")).toEqual({ kind: "owned", by: ["a"] });
  expect(reasonOf(bom, "/app/node_modules/.bin/stray")).toEqual({ kind: "unowned" });
  expect(reasonOf(bom, `${store}/a@1.0.0_b@1.0.0/node_modules/a/node_modules/.bin/b`)).toEqual({
    kind: "owned",
    by: ["b"],
  });
  const record = { kind: "package-database", ecosystem: "npm" };
  for (const path of [
    `${store}/lock.yaml`,
    "/app/node_modules/.modules.yaml",
    "/app/package.json",
  ]) {
    expect(reasonOf(bom, path), path).toEqual(record);
  }
});

test("takes what links lead to: workspaces, with what their development needs", async () => {
  const bom = await takeInventory({
    "/app/package.json": manifest("app"),
    "/app/node_modules/x": "-> ../packages/x",
    "/app/node_modules/app": "-> ..",
    "/app/node_modules/lost": "-> ../packages/lost",
    "/app/node_modules/plain": "-> ../packages/plain",
    "/app/node_modules/d/package.json": manifest("d"),
    "/app/packages/x/package.json": manifest("x", { devDependencies: { d: "1" } }),
    "/app/packages/x/index.js": "",
    "/app/packages/x/test/node_modules/fixture/package.json": manifest("fixture"),
    "/app/packages/x/node_modules/e/package.json": manifest("e"),
    "/app/packages/x/node_modules/.pnpm/f@1.0.0/node_modules/f/package.json": manifest("f"),
    "/app/packages/plain/index.js": "",
  });
  expect(bom.packages.map(({ location }) => location)).toEqual([
    "/app/node_modules/d",
    "/app/packages/x/node_modules/e",
    "/app/packages/x/node_modules/.pnpm/f@1.0.0/node_modules/f",
    "/app/packages/x",
  ]);
  expect(bom.dependencies).toMatchObject([
    { kind: "development", requirement: "d@1", satisfiedBy: [bom.packages[0]?.id] },
  ]);
  expect(reasonOf(bom, "/app/packages/x/index.js")).toEqual({ kind: "owned", by: ["x"] });
  expect(reasonOf(bom, "/app/packages/plain/index.js")).toEqual({ kind: "unowned" });
});

test("reads a manifest that is a link to another one", async () => {
  const bom = await takeInventory({
    "/usr/share/nodejs/a/package.json": manifest("a"),
    "/usr/share/nodejs/b/package.json": "-> ../a/package.json",
  });
  expect(bom.packages.map(({ id }) => id)).toEqual([
    "pkg:npm/a@1.0.0",
    "pkg:npm/a@1.0.0#/usr/share/nodejs/b",
  ]);
});

test("tells authors, and licences of every form", async () => {
  const bom = await takeInventory({
    "/node_modules/a/package.json": manifest("a", {
      licenses: [{ type: "MIT" }, { type: "ISC" }],
      author: { name: "A", email: "a@example.invalid" },
    }),
    "/node_modules/b/package.json": manifest("b", { licenses: [{ type: "MIT" }], author: "B" }),
    "/node_modules/c/package.json": manifest("c", { license: 1, author: { email: "c" } }),
  });
  expect(bom.packages.map(({ licenses, supplier }) => [licenses, supplier])).toEqual([
    [["(MIT OR ISC)"], "A <a@example.invalid>"],
    [["MIT"], "B"],
    [undefined, "c"],
  ]);
});

test("passes over a map of Plug'n'Play that came in a package", async () => {
  const bom = await takeInventory({
    "/node_modules/a/package.json": manifest("a"),
    "/node_modules/a/fixtures/.pnp.cjs": "",
  });
  expect(bom.problems).toEqual([]);
  expect(reasonOf(bom, "/node_modules/a/fixtures/.pnp.cjs")).toEqual({ kind: "owned", by: ["a"] });
});
