import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import Arborist from "@npmcli/arborist";
import { afterAll, expect, test } from "vitest";
import { openFolder } from "./open-folder.ts";
import { dpkgFiles, reasonOf, takeInventory } from "./take-inventory.ts";

const manifest = (name: string, more: object = {}) =>
  JSON.stringify({ name, version: "1.0.0", ...more });

/** An application with hoisted, nested, scoped, optional, peer and missing modules. */
const application = {
  "/app/package.json": manifest("app", { dependencies: { a: "^1.0.0", "@s/b": "^1.0.0" } }),
  "/app/node_modules/a/package.json": manifest("a", {
    dependencies: { c: "1" },
    optionalDependencies: { absent: "1" },
    peerDependencies: { "@s/b": "1" },
    license: "MIT",
    description: "the first",
  }),
  "/app/node_modules/a/index.js": "",
  "/app/node_modules/a/node_modules/c/package.json": manifest("c", { license: { type: "ISC" } }),
  "/app/node_modules/a/node_modules/c/index.js": "",
  "/app/node_modules/a/test/node_modules/fixture/package.json": manifest("fixture"),
  "/app/node_modules/a/vendor/package.json": manifest("vendored"),
  "/app/node_modules/@s/b/package.json": manifest("@s/b", { dependencies: { c: "1" } }),
  "/app/node_modules/c/package.json": manifest("c", { version: "1.5.0" }),
};

const folder = mkdtempSync(join(tmpdir(), "coppice-npm-"));
afterAll(() => rmSync(folder, { recursive: true }));
for (const [path, content] of Object.entries(application)) {
  mkdirSync(dirname(folder + path), { recursive: true });
  writeFileSync(folder + path, content);
}

test("finds the modules and edges that npm finds", async () => {
  const bom = await takeInventory(openFolder(folder));
  const root = `${folder}/app`;
  const tree = await new Arborist({ path: root }).loadActual();
  const nodes = [...tree.inventory.values()].filter((node) => node !== tree);
  const place = (node: { path: string }) => node.path.slice(folder.length);
  expect(
    bom.packages.map((found) => `${found.location} ${found.name}@${found.version}`).sort(),
  ).toEqual(nodes.map((node) => `${place(node)} ${node.name}@${node.version}`).sort());
  const edges = nodes.flatMap((node) =>
    [...node.edgesOut.values()].map(
      (edge) => `${place(node)} ${edge.name}@${edge.spec} ${edge.to ? place(edge.to) : "missing"}`,
    ),
  );
  const locations = new Map(bom.packages.map(({ id, location }) => [id, location]));
  const found = bom.dependencies.map(
    ({ from, requirement, satisfiedBy: [to = ""] }) =>
      `${locations.get(from)} ${requirement} ${locations.get(to) ?? "missing"}`,
  );
  expect(found.sort()).toEqual(edges.sort());
});

test("gives the same package at two places two ids", async () => {
  const bom = await takeInventory({
    "/a/node_modules/x/package.json": manifest("x"),
    "/b/node_modules/x/package.json": manifest("x"),
  });
  expect(bom.packages.map(({ id }) => id)).toEqual([
    "pkg:npm/x@1.0.0",
    "pkg:npm/x@1.0.0#/b/node_modules/x",
  ]);
});

test("tells kinds, licences and descriptions", async () => {
  const bom = await takeInventory(application);
  const [b, a, c] = bom.packages;
  expect(b?.purl).toBe("pkg:npm/%40s/b@1.0.0");
  expect(a).toMatchObject({ licenses: ["MIT"], description: "the first" });
  expect(c?.licenses).toEqual(["ISC"]);
  const kinds = bom.dependencies.map(({ kind, requirement }) => `${kind} ${requirement}`);
  expect(kinds).toEqual(["runtime c@1", "optional absent@1", "peer @s/b@1", "runtime c@1"]);
});

test("owns what is below a module, up to the modules in it", async () => {
  const bom = await takeInventory({
    ...application,
    "/app/node_modules/.bin/a": "-> ../a/index.js",
    "/app/node_modules/.package-lock.json": "{}",
  });
  expect(reasonOf(bom, "/app/node_modules/a/index.js")).toEqual({ kind: "owned", by: ["a"] });
  expect(reasonOf(bom, "/app/node_modules/a/vendor/package.json")).toEqual({
    kind: "owned",
    by: ["a"],
  });
  expect(reasonOf(bom, "/app/node_modules/a/test/node_modules/fixture/package.json")).toEqual({
    kind: "owned",
    by: ["a"],
  });
  expect(reasonOf(bom, "/app/node_modules/a/node_modules/c/index.js")).toEqual({
    kind: "owned",
    by: ["c"],
  });
  expect(reasonOf(bom, "/app/node_modules/.bin/a")).toEqual({
    kind: "derived",
    rule: "link",
    from: ["/app/node_modules/a/index.js"],
    by: ["a"],
  });
  expect(reasonOf(bom, "/app/node_modules/.package-lock.json")).toEqual({
    kind: "package-database",
    ecosystem: "npm",
  });
  expect(reasonOf(bom, "/app/package.json")).toEqual({
    kind: "package-database",
    ecosystem: "npm",
  });
});

test("follows the links of pnpm's layout", async () => {
  const store = "/app/node_modules/.pnpm";
  const bom = await takeInventory({
    "/app/node_modules/a": "-> .pnpm/a@1.0.0/node_modules/a",
    [`${store}/a@1.0.0/node_modules/a/package.json`]: manifest("a", { dependencies: { b: "1" } }),
    [`${store}/a@1.0.0/node_modules/b`]: "-> ../../b@1.0.0/node_modules/b",
    [`${store}/b@1.0.0/node_modules/b/package.json`]: manifest("b"),
  });
  expect(bom.packages.map(({ name }) => name)).toEqual(["a", "b"]);
  expect(bom.dependencies[0]?.satisfiedBy).toEqual(["pkg:npm/b@1.0.0"]);
});

test("finds Debian's modules, and whose package they came in", async () => {
  const root = "/usr/share/nodejs/semver";
  const bom = await takeInventory({
    ...dpkgFiles({ "node-semver": { list: [root, `${root}/package.json`, `${root}/index.js`] } }),
    [`${root}/package.json`]: manifest("semver"),
    [`${root}/index.js`]: "",
    "/usr/lib/x86_64-linux-gnu/nodejs/native/package.json": manifest("native"),
    "/usr/share/nodejs/@x/y/package.json": manifest("@x/y", { dependencies: { semver: "7" } }),
  });
  const [deb, scoped, native, semver] = bom.packages;
  expect(native?.location).toBe("/usr/lib/x86_64-linux-gnu/nodejs/native");
  expect(semver).toMatchObject({ name: "semver", ownedBy: deb?.id });
  expect(scoped?.ownedBy).toBeUndefined();
  expect(bom.dependencies[0]?.satisfiedBy).toEqual([semver?.id]);
  expect(reasonOf(bom, `${root}/index.js`)).toEqual({
    kind: "owned",
    by: ["node-semver", "semver"],
  });
});

test("reads a manifest that begins with a byte order mark, as npm does", async () => {
  const bom = await takeInventory({ "/node_modules/a/package.json": `\ufeff${manifest("a")}` });
  expect(bom.packages.map(({ name }) => name)).toEqual(["a"]);
});

test("takes a module without a name or a version as npm does", async () => {
  const bom = await takeInventory({
    "/node_modules/b/package.json": '{"name":"b"}',
    "/node_modules/@s/c/package.json": "{}",
    "/node_modules/b/dist/package.json": '{"type":"module"}',
  });
  expect(bom.packages.map(({ id }) => id)).toEqual(["pkg:npm/%40s/c", "pkg:npm/b"]);
});

test("reports manifests that are none, and takes hostile names as names", async () => {
  const bom = await takeInventory({
    "/node_modules/a/package.json": "{",
    "/node_modules/b/package.json": "[]",
    "/node_modules/c/package.json": manifest("c", {
      dependencies: { "../../etc": "1", __proto__x: "1" },
      description: 1,
    }),
    "/etc/package.json": "",
  });
  expect(bom.packages.map(({ name }) => name)).toEqual(["c"]);
  expect(bom.problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
    "NPM_MANIFEST_INVALID /node_modules/a/package.json",
    "NPM_MANIFEST_INVALID /node_modules/b/package.json",
  ]);
  expect(bom.dependencies.every(({ satisfiedBy }) => satisfiedBy.length === 0)).toBe(true);
});
