import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createTextTree } from "../create-tree.ts";
import { withDigests } from "../dpkg/with-digests.ts";
import { reasonOf, takeInventory } from "../take-inventory.ts";

const zip = (name: string) => `./.yarn/cache/${name}.zip/node_modules/${name}/`;
const virtual = "virtual:aa#npm:2.0.0";
const state = {
  packageRegistryData: [
    [null, [[null, { packageLocation: "./", packageDependencies: [], linkType: "SOFT" }]]],
    [
      "a",
      [
        [
          "npm:1.0.0",
          {
            packageLocation: zip("a"),
            packageDependencies: [
              ["a", "npm:1.0.0"],
              ["alias", ["b", virtual]],
              ["@types/x", null],
              ["patched", "patch:patched@npm%3A3.0.0#fix::version=3.0.0&hash=ab"],
            ],
            packagePeers: ["@types/x"],
            linkType: "HARD",
          },
        ],
      ],
    ],
    [
      "b",
      [
        ["npm:2.0.0", { packageLocation: zip("b"), packageDependencies: [], linkType: "SOFT" }],
        [
          virtual,
          {
            packageLocation: `./.yarn/__virtual__/b-virtual-1/0/cache/b.zip/node_modules/b/`,
            packageDependencies: [],
            linkType: "HARD",
          },
        ],
        [
          "virtual:bb#npm:2.0.0",
          {
            packageLocation: `./.yarn/__virtual__/b-virtual-2/1/.yarn/cache/b.zip/node_modules/b/`,
            packageDependencies: [],
            linkType: "HARD",
          },
        ],
      ],
    ],
    [
      "patched",
      [
        [
          "patch:patched@npm%3A3.0.0#fix::version=3.0.0&hash=ab",
          { packageLocation: zip("patched"), packageDependencies: [], linkType: "HARD" },
        ],
      ],
    ],
    [
      "git",
      [
        [
          "https://example.invalid/git.git#commit=1",
          { packageLocation: zip("git"), packageDependencies: [], linkType: "HARD" },
        ],
      ],
    ],
    [
      "absent",
      [
        [
          "npm:1.0.0",
          { packageLocation: zip("absent"), packageDependencies: [], linkType: "HARD" },
        ],
      ],
    ],
  ],
};
const json = JSON.stringify(state, null, 2);
const cache = Object.fromEntries(
  ["a", "b", "patched", "git", "unused"].map((name) => [`/app/.yarn/cache/${name}.zip`, "PK"]),
);
/** As Yarn 4 writes it. */
const program = `const RAW_RUNTIME_STATE =\n'${json.replace(/[\\'\n]/g, "\\$&")}';\nfunction $$SETUP_STATE() {}`;

test.each([
  ["a text in a program", { "/app/.pnp.cjs": program }],
  [
    "an object in a program",
    { "/app/.pnp.js": `function f() { return hydrateRuntimeState(${json}, {"}": 1}); }` },
  ],
  ["a file of its own", { "/app/.pnp.cjs": "", "/app/.pnp.data.json": json }],
])("finds the packages that Plug'n'Play loads from archives, by %s", async (_name, map) => {
  const bom = await takeInventory({
    ...cache,
    ...map,
    "/app/package.json": "{}",
    "/app/.yarnrc.yml": "",
    "/app/yarn.lock": "",
  });
  expect(bom.packages.map(({ id, location }) => `${id} ${location}`)).toEqual([
    "pkg:npm/a@1.0.0 /app/.yarn/cache/a.zip",
    "pkg:npm/b@2.0.0 /app/.yarn/cache/b.zip",
    "pkg:npm/git /app/.yarn/cache/git.zip",
    "pkg:npm/patched@3.0.0 /app/.yarn/cache/patched.zip",
  ]);
  expect(
    bom.dependencies.map(({ kind, requirement, satisfiedBy }) => [kind, requirement, satisfiedBy]),
  ).toEqual([
    ["peer", "@types/x", []],
    ["runtime", "alias", ["pkg:npm/b@2.0.0"]],
    ["runtime", "patched", ["pkg:npm/patched@3.0.0"]],
  ]);
  expect(reasonOf(bom, "/app/.yarn/cache/a.zip")).toEqual({ kind: "owned", by: ["a"] });
  for (const path of ["/app/.yarn/cache/unused.zip", "/app/package.json", "/app/.yarnrc.yml"]) {
    expect(reasonOf(bom, path), path).toEqual({ kind: "package-database", ecosystem: "npm" });
  }
  expect(reasonOf(bom, Object.keys(map)[0] ?? "")).toEqual({ kind: "configuration" });
  expect(bom.problems).toEqual([]);
});

test("sees archives that are not what the lockfile pins", async () => {
  const pinned = (text: string) => createHash("sha512").update(text).digest("hex");
  const place = (name: string, text: string) =>
    `./.yarn/cache/${name}-npm-1.0.0-ab-${pinned(text).slice(0, 10)}.zip/node_modules/${name}/`;
  const texts = { a: "PK", b: "PK was" };
  const entries = Object.entries(texts);
  const map = {
    packageRegistryData: entries.map(([name, text]) => [
      name,
      [["npm:1.0.0", { packageLocation: place(name, text), linkType: "HARD" }]],
    ]),
  };
  const lines = entries.map(
    ([name, text]) =>
      `"${name}@npm:1":\n  version: 1.0.0\n  resolution: "${name}@npm:1.0.0"\n  checksum: 10c0/${pinned(text)}\n`,
  );
  const files = entries.map(([name, text]) => [
    `/app/${place(name, text).slice(2).split(".zip")[0]}.zip`,
    "PK",
  ]);
  const tree = withDigests(
    createTextTree({
      ...Object.fromEntries(files),
      "/app/.pnp.data.json": JSON.stringify(map),
      "/app/yarn.lock": `__metadata:\n  version: 8\n\n${lines.join("\n")}`,
    }),
  );
  const bom = await takeInventory(tree);
  expect(
    bom.packages.map(({ name, presence, modifiedSinceInstall = [] }) => [
      name,
      presence,
      modifiedSinceInstall.length,
    ]),
  ).toEqual([
    ["a", "installed", 0],
    ["b", "installed", 1],
  ]);
});

test("finds packages in archives also beside a lockfile that cannot be read", async () => {
  const bom = await takeInventory({
    ...cache,
    "/app/.pnp.data.json": json,
    "/app/yarn.lock": "{",
  });
  expect(bom.packages).toHaveLength(4);
  expect(bom.problems).toMatchObject([{ code: "LOCKFILE_UNREADABLE", path: "/app/yarn.lock" }]);
});

test("finds packages unplugged into folders as modules", async () => {
  const root = "/app/.yarn/unplugged/x-npm-1.0.0-ab/node_modules/x";
  const bom = await takeInventory({ [`${root}/package.json`]: '{"name":"x","version":"1.0.0"}' });
  expect(bom.packages.map(({ location }) => location)).toEqual([root]);
});

test("gives a problem, and nothing else, for a map that is cut anywhere", async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(program.length - 30), async (length) => {
      const bom = await takeInventory({ ...cache, "/app/.pnp.cjs": program.slice(0, length) });
      expect(bom.packages).toEqual([]);
      expect(bom.problems).toMatchObject([{ code: "NPM_PNP_INVALID", path: "/app/.pnp.cjs" }]);
    }),
    { numRuns: 50 },
  );
});

test("takes any values in a map for nothing", async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), fc.jsonValue(), async (name, value) => {
      const map = { packageRegistryData: [[name, [[value, { linkType: "HARD" }]]], value] };
      const bom = await takeInventory({ "/.pnp.data.json": JSON.stringify(map) });
      expect(bom.packages).toEqual([]);
      expect(bom.problems).toEqual([]);
    }),
    { numRuns: 50 },
  );
});
