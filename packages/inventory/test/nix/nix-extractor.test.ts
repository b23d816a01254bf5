import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nixExtractor } from "@coppice/inventory";
import { expect, test } from "vitest";
import { reasonOf, takeInventory } from "../take-inventory.ts";

const store = "/nix/store";
const hash = (letter: string) => letter.repeat(32);
const database = "/nix/var/nix/db/db.sqlite";
const take = (files: Readonly<Record<string, string | Uint8Array>>) =>
  takeInventory(files, { extractors: [nixExtractor] });

test("takes name, version and output from the names in the store", async () => {
  const cases = [
    ["glibc-2.37-8", "glibc", "2.37-8", undefined],
    ["glibc-2.37-8-bin", "glibc", "2.37-8", "bin"],
    ["python3.10-requests-2.28.1", "python3.10-requests", "2.28.1", undefined],
    ["nss-cacert-3.89", "nss-cacert", "3.89", undefined],
    ["openssl-3.0.8-dev", "openssl", "3.0.8", "dev"],
    ["builder.sh", "builder.sh", undefined, undefined],
    ["bin", "bin", undefined, undefined],
    ["set-dev", "set", undefined, "dev"],
  ] as const;
  for (const [text, name, version, output] of cases) {
    const bom = await take({ [`${store}/${hash("a")}-${text}`]: "" });
    const purl = `pkg:nix/${name}${version ? `@${version}` : ""}?${output ? `output=${output}&` : ""}outputhash=${hash("a")}`;
    expect(bom.packages).toMatchObject([{ name, purl, ecosystem: "nix" }]);
    expect(bom.packages[0]?.version).toBe(version);
  }
});

test("claims all that is below a store path, and takes the rest for records", async () => {
  const root = `${store}/${hash("b")}-bash-5.2`;
  const bom = await take({
    [`${root}/bin/bash`]: "",
    [`${root}/bin/sh`]: "-> bash",
    [`${store}/${hash("c")}-bash-5.2.drv`]: "",
    [`${store}/.links/x`]: "",
    [`${store}/no-store-path`]: "",
    [`${store}/${hash("d")}-`]: "",
    [database]: "",
  });
  expect(bom.packages).toMatchObject([{ name: "bash", version: "5.2", location: root }]);
  for (const path of [root, `${root}/bin/bash`, `${root}/bin/sh`]) {
    expect(reasonOf(bom, path)).toEqual({ kind: "owned", by: ["bash"] });
  }
  for (const path of [database, `${store}/.links/x`, `${store}/${hash("c")}-bash-5.2.drv`]) {
    expect(reasonOf(bom, path)).toEqual({ kind: "package-database", ecosystem: "nix" });
  }
  expect(reasonOf(bom, `${store}/no-store-path`)).toEqual({ kind: "unowned" });
  expect(bom.problems).toMatchObject([{ code: "NIX_DATABASE_DAMAGED", path: database }]);
});

test("finds nothing where there is no store", async () => {
  const bom = await take({ [database]: "rubbish", "/nix/store": "" });
  expect(bom).toMatchObject({ packages: [], dependencies: [], problems: [] });
});

const hasSqlite = spawnSync("sqlite3", ["--version"]).status === 0;

test.skipIf(!hasSqlite)("takes dependencies from the references of the database", async () => {
  const [bash, glibc, gone] = [
    `${hash("b")}-bash-5.2`,
    `${hash("c")}-glibc-2.37`,
    `${hash("d")}-x-1`,
  ];
  const folder = mkdtempSync(join(tmpdir(), "coppice-nix-"));
  const file = join(folder, "db.sqlite");
  // The tables of Nix' schema 10.
  const { status } = spawnSync("sqlite3", [file], {
    input: `
      CREATE TABLE ValidPaths (
        id integer primary key autoincrement not null, path text unique not null, hash text not null,
        registrationTime integer not null, deriver text, narSize integer, ultimate integer, sigs text, ca text);
      CREATE TABLE Refs (
        referrer integer not null, reference integer not null, primary key (referrer, reference),
        foreign key (referrer) references ValidPaths(id) on delete cascade,
        foreign key (reference) references ValidPaths(id) on delete restrict);
      INSERT INTO ValidPaths(path, hash, registrationTime) VALUES
        ('${store}/${bash}', 'sha256:00', 1), ('${store}/${glibc}', 'sha256:00', 1), ('${store}/${gone}', 'sha256:00', 1);
      INSERT INTO Refs VALUES (1, 2), (1, 1), (2, 3), (3, 2), (9, 1);`,
  });
  expect(status).toBe(0);
  const bom = await take({
    [`${store}/${bash}/bin/bash`]: "",
    [`${store}/${glibc}/lib/libc.so.6`]: "",
    [database]: readFileSync(file),
  });
  rmSync(folder, { recursive: true });
  const ids = bom.packages.map(({ id }) => id);
  expect(bom.dependencies).toEqual([
    {
      from: ids[0],
      kind: "runtime",
      requirement: `${store}/${glibc}`,
      satisfiedBy: [ids[1]],
      readFrom: database,
    },
    {
      from: ids[1],
      kind: "runtime",
      requirement: `${store}/${gone}`,
      satisfiedBy: [],
      readFrom: database,
    },
  ]);
  expect(bom.problems).toEqual([]);
});
