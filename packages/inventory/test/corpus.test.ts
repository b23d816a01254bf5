import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import type { Bom, Package } from "@coppice/types";
import { afterAll, describe, expect, test } from "vitest";
import { corpus, openListing, readTable, unpack } from "./corpus.ts";
import { openFolder } from "./open-folder.ts";
import { takeInventory } from "./take-inventory.ts";

const folders: string[] = [];
const unpackHere = (path: string) => {
  const folder = unpack(path);
  folders.push(folder);
  return folder;
};
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const hasDpkg = spawnSync("dpkg-query", ["--version"]).status === 0;

describe.skipIf(!corpus)("a Debian 12 minbase (corpus)", async () => {
  if (!corpus) return;
  const root = unpackHere("dpkg/debian12-minbase/dpkg-metadata.tar.xz");
  const bom = await takeInventory(openListing("dpkg/debian12-minbase/rootfs-listing.txt.xz", root));
  // The corpus lacks the file that tells dpkg-query how info's files are named.
  writeFileSync(`${root}/var/lib/dpkg/info/format`, "1\n");
  const query = (...args: string[]) =>
    spawnSync("dpkg-query", [`--admindir=${root}/var/lib/dpkg`, ...args], {
      encoding: "utf8",
      maxBuffer: 1 << 28,
    }).stdout;

  test("has the packages that dpkg names, with their sources", () => {
    const expected = readTable("dpkg/debian12-minbase/expected-packages.tsv");
    expect(bom.packages.map(row).sort()).toEqual(
      expected.map((fields) => fields.slice(1).join(" ")).sort(),
    );
    expect(bom.problems).toEqual([]);
  });

  test("has no unsatisfied dependency", () => {
    const kinds = new Set(["runtime", "pre-dependency"]);
    const hard = bom.dependencies.filter(({ kind }) => kinds.has(kind));
    expect(hard.length).toBeGreaterThan(100);
    expect(hard.filter(({ satisfiedBy }) => satisfiedBy.length === 0)).toEqual([]);
  });

  test("explains at least 99 of 100 paths", () => {
    const files = bom.files ?? [];
    const unowned = files.filter(({ attribution }) => attribution.kind === "unowned");
    expect(files.length).toBeGreaterThan(8000);
    expect(unowned.length / files.length).toBeLessThan(0.01);
  });

  test.skipIf(!hasDpkg)(
    "gives every package the files that dpkg lists, where they are there",
    () => {
      const owned = ownedPaths(bom);
      const there = new Set(bom.files?.map(({ path }) => path));
      for (const found of bom.packages) {
        const lines = query("-L", `${found.name}:${found.architecture}`).split("\n");
        const listed = lines.filter(Boolean).map((path) => merged(path === "/." ? "/" : path));
        expect([...(owned.get(found.id) ?? [])].sort(), found.name).toEqual(
          [...new Set(listed)].filter((path) => there.has(path)).sort(),
        );
      }
    },
  );
});

/** `name architecture version source version` as the expected table has it. */
function row({ name, architecture, version, source }: Package): string {
  return [name, architecture, version, source?.name, source?.version].join(" ");
}

function ownedPaths(bom: Bom): Map<string, string[]> {
  const owned = new Map<string, string[]>();
  for (const { path, attribution } of bom.files ?? []) {
    for (const id of attribution.kind === "owned" ? attribution.by : []) {
      owned.set(id, [...(owned.get(id) ?? []), path]);
    }
  }
  return owned;
}

/** Where a path of the top folders is after the merge of /usr. */
function merged(path: string): string {
  return path.replace(/^\/(bin|sbin|lib|lib32|lib64|libx32)\//, "/usr/$1/");
}

test.skipIf(!corpus)("has the modules of an application that npm recorded (corpus)", async () => {
  const root = unpackHere("npm/app-npm/metadata.tar.xz");
  const bom = await takeInventory(openListing("npm/app-npm/listing.txt.xz", root));
  const expected = readTable("npm/app-npm/expected-packages.tsv");
  const found = bom.packages
    .filter(({ presence }) => presence === "installed")
    .map(({ location, name, version }) => `${location} ${name} ${version}`);
  expect(found.sort()).toEqual(
    expected.map(([place, name, version]) => `/app/${place} ${name} ${version}`).sort(),
  );
});

test.skipIf(!corpus).each(["venv", "debian-dist-packages"])(
  "has the distributions of %s that pip names (corpus)",
  async (name) => {
    const bom = await takeInventory(openFolder(unpackHere(`pypi/${name}/metadata.tar.xz`)));
    const found = bom.packages.map((each) => `${each.name} ${each.version}`);
    const expected = readTable(`pypi/${name}/expected-packages.tsv`);
    const byText = (a: string, b: string) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1);
    expect(found.sort(byText)).toEqual(expected.map((fields) => fields.join(" ")).sort(byText));
  },
);
