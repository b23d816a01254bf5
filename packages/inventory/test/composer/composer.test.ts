import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { composerExtractor } from "@coppice/inventory";
import type { FileTree } from "@coppice/types";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { openFolder } from "../open-folder.ts";
import { reasonOf, takeInventory } from "../take-inventory.ts";

const take = (source: FileTree | Readonly<Record<string, string>>) =>
  takeInventory(source, { extractors: [composerExtractor] });

const vendor = "/app/vendor";
const record = `${vendor}/composer/installed.json`;
const installed = (...packages: object[]) => JSON.stringify({ packages });
const placed = (name: string, more: object = {}) => ({
  name,
  version: "1.0.0",
  "install-path": `../${name}`,
  ...more,
});

test("tells what a record says, and resolves requirements by name and stand-in", async () => {
  const bom = await take({
    [record]: installed(
      placed("acme/a", {
        version: "v1.2.0",
        description: "The first",
        license: ["MIT", "ISC"],
        authors: [{ name: "A", email: "a@example.invalid" }],
        dist: { shasum: "a".repeat(40) },
        require: {
          php: ">=8",
          "ext-json": "*",
          "Acme/B": "^1",
          "psr/log-implementation": "1",
          "x/gone": "*",
        },
      }),
      placed("acme/b", { provide: { "psr/log-implementation": "1.0" }, license: "MIT" }),
      placed("acme/c", {
        replace: { "acme/b": "self.version" },
        authors: [{ email: "c" }],
        dist: { shasum: "" },
      }),
      { name: "acme/meta", version: "1.0.0", type: "metapackage" },
      { name: "acme/nameless" },
    ),
    [`${vendor}/acme/a/a.php`]: "",
    [`${vendor}/acme/b/b.php`]: "",
    [`${vendor}/acme/c/c.php`]: "",
  });
  expect(bom.packages.map(({ id, presence, location }) => `${presence} ${id} ${location}`)).toEqual(
    [
      `installed pkg:composer/acme/a@v1.2.0 ${vendor}/acme/a`,
      `installed pkg:composer/acme/b@1.0.0 ${vendor}/acme/b`,
      `installed pkg:composer/acme/c@1.0.0 ${vendor}/acme/c`,
      `installed pkg:composer/acme/meta@1.0.0 ${record}`,
    ],
  );
  expect(bom.packages[0]).toMatchObject({
    description: "The first",
    licenses: ["MIT", "ISC"],
    supplier: "A <a@example.invalid>",
    digests: [`sha1:${"a".repeat(40)}`],
  });
  expect(bom.packages[2]?.digests).toBeUndefined();
  const [b, c] = ["pkg:composer/acme/b@1.0.0", "pkg:composer/acme/c@1.0.0"];
  expect(
    bom.dependencies.map(({ requirement, satisfiedBy }) => [requirement, satisfiedBy]),
  ).toEqual([
    ["Acme/B ^1", [b, c]],
    ["psr/log-implementation 1", [b]],
    ["x/gone *", []],
  ]);
});

test("explains every file: of packages, of Composer's records, of the programs that it makes", async () => {
  const bom = await take({
    "/app/composer.json": "{}",
    "/app/composer.lock": JSON.stringify({
      "content-hash": "0",
      packages: [{ name: "acme/a", version: "1.0.0" }],
      "packages-dev": [{ name: "acme/dev", version: "2.0.0", require: { "acme/a": "^1" } }],
    }),
    [record]: installed(
      placed("acme/a", { bin: ["bin/tool"] }),
      placed("composer/own", {}),
      placed("acme/gone"),
    ),
    [`${vendor}/autoload.php`]: "",
    [`${vendor}/composer/ClassLoader.php`]: "",
    [`${vendor}/composer/own/own.php`]: "",
    [`${vendor}/acme/a/composer.json`]: "{}",
    [`${vendor}/acme/a/composer.lock`]: "{}",
    [`${vendor}/acme/a/tests/vendor/composer/installed.json`]: installed(placed("acme/fixture")),
    [`${vendor}/bin/tool`]: "",
    [`${vendor}/bin/stray`]: "",
  });
  expect(bom.packages.map(({ id, presence }) => `${presence} ${id}`)).toEqual([
    "installed pkg:composer/acme/a@1.0.0",
    "declared pkg:composer/acme/dev@2.0.0",
    "declared pkg:composer/acme/gone@1.0.0",
    "installed pkg:composer/composer/own@1.0.0",
  ]);
  expect(bom.dependencies).toMatchObject([{ satisfiedBy: ["pkg:composer/acme/a@1.0.0"] }]);
  const database = { kind: "package-database", ecosystem: "composer" };
  for (const path of ["/app/composer.json", "/app/composer.lock", record]) {
    expect(reasonOf(bom, path), path).toEqual(database);
  }
  for (const path of [`${vendor}/autoload.php`, `${vendor}/composer/ClassLoader.php`]) {
    expect(reasonOf(bom, path), path).toEqual({ kind: "configuration" });
  }
  for (const path of [`${vendor}/acme/a/composer.json`, `${vendor}/bin/tool`]) {
    expect(reasonOf(bom, path), path).toEqual({ kind: "owned", by: ["acme/a"] });
  }
  expect(reasonOf(bom, `${vendor}/composer/own/own.php`)).toEqual({
    kind: "owned",
    by: ["composer/own"],
  });
  expect(reasonOf(bom, `${vendor}/bin/stray`)).toEqual({ kind: "unowned" });
});

test("gives a folder to one package, however many say that it is theirs", async () => {
  const bom = await take({
    [record]: installed(
      placed("acme/a"),
      placed("acme/b", { "install-path": "../acme/a" }),
      placed("acme/c", { "install-path": "../acme/a/inside" }),
    ),
    [`${vendor}/acme/a/a.php`]: "",
    [`${vendor}/acme/a/inside/c.php`]: "",
  });
  expect(bom.packages).toHaveLength(3);
  expect(reasonOf(bom, `${vendor}/acme/a/a.php`)).toEqual({ kind: "owned", by: ["acme/a"] });
  expect(reasonOf(bom, `${vendor}/acme/a/inside/c.php`)).toEqual({ kind: "owned", by: ["acme/c"] });
});

test("reads the list that Composer 1 wrote", async () => {
  const bom = await take({
    [record]: JSON.stringify([
      { name: "acme/a", version: "1.0.0" },
      { name: "acme/meta", version: "1.0.0", type: "metapackage" },
    ]),
    [`${vendor}/acme/a/a.php`]: "",
  });
  expect(bom.packages.map(({ presence, location }) => `${presence} ${location}`)).toEqual([
    `installed ${vendor}/acme/a`,
    `installed ${record}`,
  ]);
});

test("gives packages or a coded problem for a record that is cut anywhere, and for any value", async () => {
  const text = installed(placed("acme/a", { "install-path": "../../../.." }));
  await fc.assert(
    fc.asyncProperty(fc.nat(text.length - 1), fc.json(), async (length, value) => {
      for (const content of [text.slice(0, length), value, `{"packages":[${value}]}`]) {
        const bom = await take({ [record]: content });
        expect(bom.packages).toEqual([]);
        for (const { code } of bom.problems) expect(code).toBe("COMPOSER_RECORD_INVALID");
      }
    }),
    { numRuns: 50 },
  );
  expect((await take({ [record]: text })).packages[0]?.presence).toBe("declared");
});

const hasComposer = spawnSync("composer", ["--version"]).status === 0;

describe.skipIf(!hasComposer)("a project that Composer installed (composer)", async () => {
  if (!hasComposer) return;
  const folder = mkdtempSync(join(tmpdir(), "coppice-composer-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const write = (name: string, more: object) => {
    mkdirSync(join(folder, "source", name), { recursive: true });
    writeFileSync(join(folder, "source", name, "code.php"), "<?php\n");
    writeFileSync(
      join(folder, "source", name, "composer.json"),
      JSON.stringify({ name: `acme/${name}`, version: "1.2.3", license: "MIT", ...more }),
    );
  };
  write("alpha", { require: { "acme/beta": "^1.0", php: ">=7" }, bin: ["code.php"] });
  write("beta", {});
  write("gamma", {});
  const project = join(folder, "app");
  mkdirSync(project);
  writeFileSync(
    join(project, "composer.json"),
    JSON.stringify({
      repositories: [
        { type: "path", url: "../source/*", options: { symlink: false } },
        { "packagist.org": false },
      ],
      require: { "acme/alpha": "^1.0" },
      "require-dev": { "acme/gamma": "*" },
    }),
  );
  const environment = { ...process.env, COMPOSER_ALLOW_SUPERUSER: "1", COMPOSER_HOME: folder };
  const composer = (...args: string[]) =>
    execFileSync("composer", [...args, "--no-interaction", "--quiet"], {
      cwd: project,
      env: environment,
    });
  composer("update");
  composer("install", "--no-dev");
  const bom = await take(openFolder(project));

  test("has the packages that it lists, and declares what is for development", () => {
    const listed: { installed: { name: string; version: string }[] } = JSON.parse(
      execFileSync("composer", ["show", "--format=json"], {
        cwd: project,
        env: environment,
        stdio: ["ignore", "pipe", "ignore"],
      }).toString(),
    );
    const found = bom.packages.filter(({ presence }) => presence === "installed");
    expect(found.map(({ name, version }) => `${name} ${version}`)).toEqual(
      listed.installed.map(({ name, version }) => `${name} ${version}`),
    );
    expect(found).toHaveLength(2);
    expect(bom.packages.filter((each) => each.presence === "declared")).toMatchObject([
      { name: "acme/gamma" },
    ]);
    expect(bom.dependencies).toMatchObject([{ satisfiedBy: ["pkg:composer/acme/beta@1.2.3"] }]);
  });

  test("leaves no file unexplained", () => {
    expect(bom.files?.filter(({ attribution }) => attribution.kind === "unowned")).toEqual([]);
  });
});

test("takes no folder around a record for a package", async () => {
  const bom = await takeInventory({
    "/srv/app/vendor/composer/installed.json": JSON.stringify({
      packages: [{ name: "a/b", version: "1", "install-path": "../../.." }],
    }),
    "/srv/other": "",
  });
  expect(bom.packages).toMatchObject([{ purl: "pkg:composer/a/b@1", presence: "declared" }]);
  expect(reasonOf(bom, "/srv/other")).toEqual({ kind: "unowned" });
});
