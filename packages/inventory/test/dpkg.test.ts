import type { Bom, DependencyKind } from "@coppice/types";
import { expect, test } from "vitest";
import { dpkgFiles, reasonOf, takeInventory } from "./take-inventory.ts";

const names = (bom: Bom) => bom.packages.map((found) => found.name);

test("tells of a package what its stanza says", async () => {
  const fields =
    "Source: src (2:3-1)\nVersion: 1:2-1+b1\nEssential: yes\nMaintainer: A <a@example.org>\nDescription: one line\n more";
  const bom = await takeInventory({
    ...dpkgFiles({ one: { fields } }),
    "/usr/lib/os-release": 'ID=debian\nVERSION_CODENAME="bookworm"\n',
    "/etc/os-release": "-> ../usr/lib/os-release",
  });
  const purl = "pkg:deb/debian/one@1:2-1%2Bb1?arch=amd64&distro=bookworm";
  expect(bom.subject.distribution).toEqual({ id: "debian", codename: "bookworm" });
  expect(bom.packages).toEqual([
    {
      id: purl,
      purl: purl,
      ecosystem: "deb",
      name: "one",
      version: "1:2-1+b1",
      architecture: "amd64",
      presence: "installed",
      location: "/var/lib/dpkg/status",
      source: { name: "src", version: "2:3-1" },
      description: "one line",
      supplier: "A <a@example.org>",
      essential: true,
      foundBy: "dpkg",
    },
  ]);
});

test("takes packages by their state", async () => {
  const state = (word: string) => ({ fields: `Status: install ok ${word}` });
  const bom = await takeInventory(
    dpkgFiles({
      a: state("installed"),
      b: state("unpacked"),
      c: state("half-configured"),
      d: state("half-installed"),
      e: state("triggers-awaited"),
      f: state("triggers-pending"),
      g: state("config-files"),
      h: state("not-installed"),
    }),
  );
  expect(names(bom)).toEqual(["a", "b", "c", "d", "e", "f"]);
});

test("owns files through a merged /usr, and links themselves", async () => {
  const bom = await takeInventory({
    ...dpkgFiles({ bash: { list: ["/bin", "/bin/bash", "/bin/rbash"] }, dash: { list: ["/bin"] } }),
    "/bin": "-> usr/bin",
    "/usr/bin/bash": "",
    "/usr/bin/rbash": "-> bash",
  });
  expect(reasonOf(bom, "/usr/bin/bash")).toEqual({ kind: "owned", by: ["bash"] });
  expect(reasonOf(bom, "/usr/bin/rbash")).toEqual({ kind: "owned", by: ["bash"] });
  expect(reasonOf(bom, "/bin")).toEqual({ kind: "owned", by: ["bash", "dash"] });
});

test("gives a diverted file to the package that lists it at its first place", async () => {
  const bom = await takeInventory({
    ...dpkgFiles({
      dash: { list: ["/bin/sh"] },
      other: { list: ["/bin/sh", "/bin/ls", "/bin/cat"] },
    }),
    "/var/lib/dpkg/diversions":
      "/bin/sh\n/bin/sh.other\ndash\n/bin/ls\n/bin/ls.real\n:\n/bin/cat\n",
    "/bin": "-> usr/bin",
    "/usr/bin/sh": "",
    "/usr/bin/sh.other": "",
    "/usr/bin/ls": "",
    "/usr/bin/ls.real": "",
    "/usr/bin/cat": "",
  });
  expect(reasonOf(bom, "/usr/bin/sh")).toEqual({ kind: "owned", by: ["dash"] });
  expect(reasonOf(bom, "/usr/bin/sh.other")).toEqual({ kind: "owned", by: ["other"] });
  expect(reasonOf(bom, "/usr/bin/ls")).toEqual({ kind: "unowned" });
  expect(reasonOf(bom, "/usr/bin/ls.real")).toEqual({ kind: "owned", by: ["other"] });
  expect(reasonOf(bom, "/usr/bin/cat")).toEqual({ kind: "owned", by: ["other"] });
});

test("marks conffiles, and keeps those of removed packages and obsolete ones as configuration", async () => {
  const conffiles = (paths: string[]) =>
    `Conffiles:\n${paths.map((path) => ` ${path} 0123`).join("\n")}`;
  const bom = await takeInventory({
    ...dpkgFiles({
      gone: { fields: `Status: deinstall ok config-files\n${conffiles(["/etc/gone"])}` },
      one: {
        fields: `${conffiles(["/etc/one", "/etc/a b", "/etc/old"])} obsolete`,
        list: ["/etc/one", "/etc/two", "/etc/a b"],
      },
    }),
    "/var/lib/dpkg/info/one.conffiles": "remove-on-upgrade /etc/three\n/etc/two\n",
    "/etc/a b": "",
    "/etc/gone": "",
    "/etc/old": "",
    "/etc/one": "",
    "/etc/two": "",
    "/etc/three": "",
  });
  expect(reasonOf(bom, "/etc/one")).toEqual({ kind: "owned", by: ["one"], configuration: true });
  expect(reasonOf(bom, "/etc/two")).toEqual({ kind: "owned", by: ["one"], configuration: true });
  expect(reasonOf(bom, "/etc/a b")).toEqual({ kind: "owned", by: ["one"], configuration: true });
  expect(reasonOf(bom, "/etc/three")).toEqual({ kind: "configuration", by: "one" });
  expect(reasonOf(bom, "/etc/old")).toEqual({ kind: "configuration", by: "one" });
  expect(reasonOf(bom, "/etc/gone")).toEqual({ kind: "configuration" });
  expect(bom.problems).toEqual([]);
});

test("reads the split database of distroless images", async () => {
  const bom = await takeInventory({
    "/var/lib/dpkg/status.d/base": "Package: base-files\nVersion: 12.4\nArchitecture: amd64\n",
    "/var/lib/dpkg/status.d/base.md5sums": `${"0".repeat(32)}  usr/share/base/file\nrubbish\n`,
    "/usr/share/base/file": "",
    "/usr/share/other": "",
  });
  expect(bom.packages).toMatchObject([
    { name: "base-files", location: "/var/lib/dpkg/status.d/base" },
  ]);
  expect(reasonOf(bom, "/usr/share/base/file")).toEqual({ kind: "owned", by: ["base-files"] });
  expect(reasonOf(bom, "/usr/share/base")).toEqual({ kind: "owned", by: ["base-files"] });
  expect(reasonOf(bom, "/usr/share/other")).toEqual({ kind: "unowned" });
});

test("ends soon with a path of any length", async () => {
  const sum = "0".repeat(32);
  const bom = await takeInventory({
    "/var/lib/dpkg/status.d/base": "Package: base\nVersion: 1\nArchitecture: amd64\n",
    "/var/lib/dpkg/status.d/base.md5sums": `${sum}  ${"d/".repeat(200_000)}x\n${sum}  ${"d/".repeat(2000)}x\n${sum}  etc/y\n`,
    "/etc/y": "",
  });
  expect(reasonOf(bom, "/etc/y")).toEqual({ kind: "owned", by: ["base"] });
});

test("keeps file names that are not UTF-8", async () => {
  const files = dpkgFiles({ one: {} });
  const list = Uint8Array.of(...new TextEncoder().encode("/opt/"), 0xe9, 0x0a);
  const bom = await takeInventory({
    ...files,
    "/var/lib/dpkg/info/one.list": list,
    "/opt/\udce9": "",
  });
  expect(reasonOf(bom, "/opt/\udce9")).toEqual({ kind: "owned", by: ["one"] });
});

test("reports stanzas that it cannot use, with their offset, and goes on", async () => {
  const status =
    "Version: 1\n\nPackage: a\nVersion: 1\nrubbish\n\nPackage: a\nVersion: 2\n\nPackage: b\nVersion: 3\n";
  const bom = await takeInventory({
    "/var/lib/dpkg/status": status,
    "/var/lib/dpkg/info/b.list": "/.\n",
  });
  expect(bom.packages.map(({ name, version }) => `${name} ${version}`)).toEqual(["a 1", "b 3"]);
  expect(bom.problems.map(({ code, offset }) => [code, offset])).toEqual([
    ["DPKG_LIST_ABSENT", undefined],
    ["DPKG_STANZA_INVALID", 0],
    ["DPKG_STANZA_DAMAGED", 12],
    ["DPKG_PACKAGE_REPEATED", 43],
  ]);
});

test("gives paths that scripts name to the package that makes them", async () => {
  const bom = await takeInventory({
    ...dpkgFiles({ abc: {}, zed: {} }),
    "/var/lib/dpkg/info/abc.postinst":
      '#!/bin/sh\ntouch "$DPKG_ROOT/etc/made" /etc/zed.conf\nmkdir -p /var/lib/abc/ /srv/$name /opt/*\n: /dev/null\n',
    "/var/lib/dpkg/info/zed.preinst": "test -e /etc/made && echo >/etc/zed.conf\n",
    "/etc/made": "",
    "/etc/zed.conf": "",
    "/var/lib/abc/state": "",
    "/srv/app": "",
    "/opt/app": "",
    "/dev/null": "",
  });
  expect(reasonOf(bom, "/etc/made")).toEqual({ kind: "configuration", by: "abc" });
  expect(reasonOf(bom, "/etc/zed.conf")).toEqual({ kind: "configuration", by: "zed" });
  expect(reasonOf(bom, "/var/lib/abc")).toEqual({ kind: "configuration", by: "abc" });
  for (const path of ["/var/lib/abc/state", "/srv/app", "/opt/app", "/dev/null"]) {
    expect(reasonOf(bom, path), path).toEqual({ kind: "unowned" });
  }
});

async function edges(fields: string, others: Record<string, string>): Promise<unknown[]> {
  const packages = Object.entries({ from: fields, ...others });
  const bom = await takeInventory(
    dpkgFiles(Object.fromEntries(packages.map(([name, text]) => [name, { fields: text }]))),
  );
  const nameOf = (id: string) => bom.packages.find((found) => found.id === id)?.name;
  return bom.dependencies
    .filter(({ from }) => nameOf(from) === "from")
    .map(({ kind, requirement, satisfiedBy }) => [kind, requirement, satisfiedBy.map(nameOf)]);
}

test("makes an edge of each clause, of the kind of its field", async () => {
  const found = await edges("Depends: a, b | c\nPre-Depends: a\nRecommends: b\nSuggests: d", {
    a: "",
    b: "",
    c: "",
  });
  const expected: [DependencyKind, string, string[]][] = [
    ["pre-dependency", "a", ["a"]],
    ["recommended", "b", ["b"]],
    ["runtime", "a", ["a"]],
    ["runtime", "b | c", ["b", "c"]],
    ["suggested", "d", []],
  ];
  expect(found).toEqual(expected);
});

test.each([
  ["a (<< 2)", ["a"]],
  ["a (<< 1)", []],
  ["a (<= 1)", ["a"]],
  ["a (= 1)", ["a"]],
  ["a (= 1.0)", []],
  ["a (>= 1~)", ["a"]],
  ["a (>> 1)", []],
  ["virtual", ["b", "c"]],
  ["virtual (>= 2)", ["c"]],
  ["c | a | virtual", ["c", "a", "b"]],
])("satisfies %s by %j", async (requirement, satisfiers) => {
  const found = await edges(`Depends: ${requirement}`, {
    a: "",
    b: "Provides: virtual",
    c: "Provides: other, virtual (= 2)",
  });
  expect(found).toEqual([["runtime", requirement, satisfiers]]);
});

test.each([
  ["same", []],
  ["same:any", []],
  ["same:armhf", ["same"]],
  ["foreign", ["foreign"]],
  ["allowed", []],
  ["allowed:any", ["allowed"]],
  ["all", ["all"]],
  ["all:native", ["all"]],
])("satisfies %s across architectures by %j", async (requirement, satisfiers) => {
  const found = await edges(`Depends: ${requirement}`, {
    all: "Architecture: all",
    allowed: "Architecture: armhf\nMulti-Arch: allowed",
    dpkg: "",
    foreign: "Architecture: armhf\nMulti-Arch: foreign",
    same: "Architecture: armhf\nMulti-Arch: same",
  });
  expect(found).toEqual([["runtime", requirement, satisfiers]]);
});
