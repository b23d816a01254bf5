import { rpmExtractor, rpmTags } from "@coppice/inventory";
import type { Bom } from "@coppice/types";
import { expect, test } from "vitest";
import { createTextTree } from "../create-tree.ts";
import { renderSqlite } from "../sqlite/render-sqlite.ts";
import { reasonOf, takeInventory } from "../take-inventory.ts";
import { renderBdb } from "./render-bdb.ts";
import { renderNdb } from "./render-ndb.ts";
import type { TagValue } from "./render-rpm-header.ts";
import { type Fixture, renderFixture } from "./rpm-fixture.ts";

type Files = Readonly<Record<string, string | Uint8Array>>;

const take = (files: Files) => takeInventory(files, { extractors: [rpmExtractor] });
const database = (...fixtures: readonly Fixture[]) => ({
  "/usr/lib/sysimage/rpm/Packages.db": renderNdb(fixtures.map(renderFixture)),
});
const names = (bom: Bom) => bom.packages.map(({ name }) => name);
const codes = (bom: Bom) => bom.problems.map(({ code }) => code);

test("tells of a package what its header says", async () => {
  const others = new Map<number, TagValue>([
    [rpmTags.summary, ["does one thing"]],
    [rpmTags.vendor, "Example"],
    [rpmTags.packager, "Somebody"],
    [rpmTags.license, "MIT and BSD"],
    [rpmTags.sourceRpm, "one-src-2.0-3.src.rpm"],
    [rpmTags.modularityLabel, "m:1:2:3"],
  ]);
  const bom = await take({
    ...database({ name: "one", version: "2.0", release: "3.el9", epoch: 1, others }),
    "/etc/os-release": 'ID="rocky"\nVERSION_ID="9.3"\n',
  });
  const purl =
    "pkg:rpm/rocky/one@2.0-3.el9?arch=x86_64&distro=rocky-9.3&epoch=1&rpmmod=m:1:2:3&upstream=one-src-2.0-3.src.rpm";
  expect(bom.packages).toEqual([
    {
      id: purl,
      purl,
      ecosystem: "rpm",
      name: "one",
      version: "1:2.0-3.el9",
      architecture: "x86_64",
      presence: "installed",
      location: "/usr/lib/sysimage/rpm/Packages.db",
      source: { name: "one-src", version: "2.0-3" },
      licenses: ["MIT and BSD"],
      description: "does one thing",
      supplier: "Example",
      foundBy: "rpm",
    },
  ]);
});

test("leaves out an epoch of 0, and a purl where no vendor is known", async () => {
  const bom = await take(database({ name: "one", epoch: 0 }));
  expect(bom.packages).toMatchObject([{ id: "rpm:one@1.0-1", version: "1.0-1" }]);
  expect(bom.packages[0]).not.toHaveProperty("purl");
});

test("names the vendor of a distribution whose id is another", async () => {
  for (const [id, vendor] of [
    ["rhel", "redhat"],
    ["opensuse-leap", "opensuse"],
    ["sles", "suse"],
    ["sl-micro", "suse"],
    ["fedora", "fedora"],
  ]) {
    const bom = await take({ ...database({ name: "one" }), "/etc/os-release": `ID=${id}\n` });
    expect(bom.packages[0]?.purl).toBe(`pkg:rpm/${vendor}/one@1.0-1?arch=x86_64&distro=${id}`);
  }
});

test("takes the source package from the name of its file, where that is one", async () => {
  const sourceOf = async (file: string) => {
    const others = new Map<number, TagValue>([[rpmTags.sourceRpm, file]]);
    return (await take(database({ name: "one", others }))).packages[0]?.source;
  };
  expect(await sourceOf("a-b-1-2.nosrc.rpm")).toEqual({ name: "a-b", version: "1-2" });
  for (const file of ["a-1.src.rpm", "-1-2.src.rpm", "a-1-2.rpm"]) {
    expect(await sourceOf(file)).toBeUndefined();
  }
});

test("does not take keys for packages", async () => {
  const bom = await take(database({ name: "gpg-pubkey" }, { name: "one" }));
  expect(names(bom)).toEqual(["one"]);
});

test("claims the files that are on the disk, with their digests, through a merged /usr", async () => {
  const digest = "0".repeat(64);
  const files = [
    { path: "/bin/one", digest },
    { path: "/bin", mode: 0o120777 },
    { path: "/etc/one.conf", digest, flags: 1 },
    { path: "/doc", digest, state: 2 },
    { path: "/other", digest, state: 1 },
    { path: "/color", digest, state: 4 },
    { path: "/shared", digest, state: 3 },
    { path: "/strange", digest, state: 9 },
    { path: "/var/log/one", digest, flags: 64 },
    { path: "/cache", digest, verify: 0 },
    { path: "relative", digest },
    { path: "/short", digest: "00" },
  ];
  const tree = {
    ...database({ name: "one", files }),
    "/bin": "-> usr/bin",
    "/usr/bin/one": "",
    "/etc/one.conf": "",
    "/doc": "",
    "/other": "",
    "/color": "",
    "/shared": "",
    "/strange": "",
    "/var/log/one": "",
    "/cache": "",
    "/short": "",
  };
  const digesting = { ...createTextTree(tree), digest: async () => `sha256:${"1".repeat(64)}` };
  const bom = await takeInventory(digesting, { extractors: [rpmExtractor] });
  const owned = { kind: "owned", by: ["one"] };
  for (const path of ["/bin", "/usr/bin/one", "/shared", "/var/log/one", "/cache", "/short"]) {
    expect(reasonOf(bom, path)).toEqual(owned);
  }
  expect(reasonOf(bom, "/etc/one.conf")).toEqual({ ...owned, configuration: true });
  for (const path of ["/doc", "/other", "/color", "/strange"]) {
    expect(reasonOf(bom, path)).toEqual({ kind: "unowned" });
  }
  expect(bom.packages[0]?.modifiedSinceInstall?.map(({ path }) => path)).toEqual([
    "/usr/bin/one",
    "/etc/one.conf",
    "/shared",
  ]);
});

test("takes a package for part of the layer that brought its files", async () => {
  const files = [
    { path: "/usr", mode: 0o040755 },
    { path: "/etc/one", flags: 1 },
    { path: "/left-out", state: 2 },
    { path: "/usr/one" },
  ];
  const tree = createTextTree({
    ...database({ name: "one", files }, { name: "bare" }),
    "/etc/one": "",
    "/left-out": "",
    "/usr/one": "",
  });
  const entries = [...tree.entries()].map((entry) => ({
    ...entry,
    layer: entry.path === "/usr/one" ? "sha256:01" : "sha256:02",
  }));
  const { stat, resolve, read } = tree;
  const layered = { stat, resolve, read, entries: () => entries };
  const bom = await takeInventory(layered, { extractors: [rpmExtractor] });
  expect(bom.packages).toMatchObject([
    { name: "bare", layer: "sha256:02" },
    { name: "one", layer: "sha256:01" },
  ]);
});

test("reads the folders of rpm and dnf as records", async () => {
  const bom = await take({ ...database({ name: "one" }), "/var/lib/dnf/history.sqlite": "" });
  for (const path of ["/usr/lib/sysimage/rpm/Packages.db", "/var/lib/dnf/history.sqlite"]) {
    expect(reasonOf(bom, path)).toEqual({ kind: "package-database", ecosystem: "rpm" });
  }
});

test("takes of several databases in a folder the one that rpm would, and packages of two folders once", async () => {
  const render = (...list: string[]) => list.map((name) => renderFixture({ name }));
  const bom = await take({
    "/var/lib/rpm/rpmdb.sqlite": renderSqlite(
      render("new", "both").map((header) => [null, header]),
    ),
    "/var/lib/rpm/Packages": renderBdb(render("old")),
    "/usr/share/rpm/Packages": renderBdb(render("both", "other")),
  });
  expect(bom.packages.map(({ name, location }) => [name, location])).toEqual([
    ["both", "/var/lib/rpm/rpmdb.sqlite"],
    ["new", "/var/lib/rpm/rpmdb.sqlite"],
    ["other", "/usr/share/rpm/Packages"],
  ]);
});

test("looks at the content and not at the name, and goes on where one is empty or damaged", async () => {
  const bom = await take({
    "/var/lib/rpm/rpmdb.sqlite": renderNdb([]),
    "/var/lib/rpm/Packages.db": "rubbish",
    "/var/lib/rpm/Packages": renderNdb([renderFixture({ name: "one" })]),
    "/usr/share/rpm/Packages/": "",
  });
  expect(names(bom)).toEqual(["one"]);
  expect(bom.problems).toMatchObject([
    { code: "RPM_DATABASE_DAMAGED", path: "/var/lib/rpm/Packages.db" },
  ]);
});

test("reads the write-ahead log beside a database, and says when it is damaged", async () => {
  const bom = await take({
    "/var/lib/rpm/rpmdb.sqlite": renderSqlite([[null, renderFixture({ name: "one" })]]),
    "/var/lib/rpm/rpmdb.sqlite-wal": "rubbish",
  });
  expect(names(bom)).toEqual(["one"]);
  expect(codes(bom)).toEqual(["SQLITE_WAL_DAMAGED"]);
});

test("reads the list that distroless images have in place of a database", async () => {
  const line = (name: string, version: string, epoch: string, source: string) =>
    [
      name,
      version,
      "1653816591",
      "1653753130",
      "Example",
      epoch,
      "580",
      "noarch",
      "0",
      source,
    ].join("\t");
  const bom = await take({
    "/var/lib/rpmmanifest/container-manifest-2": [
      line("one-release", "2.0-12.cm2", "(none)", "one-release-2.0-12.cm2.src.rpm"),
      line("two", "1.0-1", "3", "(none)"),
      "rubbish",
      "",
    ].join("\n"),
    "/etc/os-release": "ID=mariner\nVERSION_ID=2.0\n",
  });
  expect(bom.packages).toMatchObject([
    {
      purl: "pkg:rpm/mariner/one-release@2.0-12.cm2?arch=noarch&distro=mariner-2.0&upstream=one-release-2.0-12.cm2.src.rpm",
      source: { name: "one-release", version: "2.0-12.cm2" },
      supplier: "Example",
    },
    { purl: "pkg:rpm/mariner/two@1.0-1?arch=noarch&distro=mariner-2.0&epoch=3" },
  ]);
  expect(bom.problems).toMatchObject([{ code: "RPM_MANIFEST_LINE_INVALID" }]);
});

test("tells of a thousand problems of a file, and that there are more", async () => {
  const bom = await take({
    "/var/lib/rpmmanifest/container-manifest-2": "rubbish\n".repeat(5000),
  });
  expect(bom.problems).toHaveLength(1001);
  expect(codes(bom)).toContain("PROBLEMS_TOO_MANY");
});
