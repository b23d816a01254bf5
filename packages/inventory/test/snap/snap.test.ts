import { parseSnapYaml, snapExtractor } from "@coppice/inventory";
import fc from "fast-check";
import { expect, test } from "vitest";
import { reasonOf, takeInventory } from "../take-inventory.ts";

const take = (files: Record<string, string>) =>
  takeInventory(files, { extractors: [snapExtractor] });

test("reads an unpacked snap with the packages that it was made of", async () => {
  const bom = await take({
    "/snap/tree/5/meta/snap.yaml":
      "name: tree\nversion: '2.1'\nsummary: Lists folders # well\nlicense: GPL-2.0-only\narchitectures:\n- amd64\ndescription: |\n  name: other\n",
    "/snap/tree/5/snap/manifest.yaml":
      "name: tree\nprimed-stage-packages:\n- libc6=2.35-0ubuntu3\n- libx:i386=1.0\n- broken\nparts: {}\n",
    "/snap/tree/5/bin/tree": "",
    "/snap/tree/current": "-> 5",
    "/var/lib/snapd/snaps/tree_5.snap": "hsqs",
    "/var/lib/snapd/state.json": "{}",
  });
  const id = "pkg:generic/tree@2.1?arch=amd64";
  expect(bom.packages).toEqual([
    expect.objectContaining({
      id: "pkg:deb/ubuntu/libc6@2.35-0ubuntu3",
      ecosystem: "deb",
      ownedBy: id,
      location: "/snap/tree/5/snap/manifest.yaml",
    }),
    expect.objectContaining({ id: "pkg:deb/ubuntu/libx@1.0?arch=i386", architecture: "i386" }),
    {
      id,
      purl: id,
      ecosystem: "snap",
      name: "tree",
      version: "2.1",
      architecture: "amd64",
      presence: "installed",
      location: "/snap/tree/5",
      licenses: ["GPL-2.0-only"],
      description: "Lists folders",
      foundBy: "snap",
    },
  ]);
  expect(reasonOf(bom, "/snap/tree/5/bin/tree")).toEqual({ kind: "owned", by: ["tree"] });
  expect(reasonOf(bom, "/var/lib/snapd/snaps/tree_5.snap")).toEqual({
    kind: "owned",
    by: ["tree"],
  });
  expect(reasonOf(bom, "/snap/tree/current")).toMatchObject({ kind: "derived", by: ["tree"] });
  expect(reasonOf(bom, "/var/lib/snapd/state.json")).toEqual({
    kind: "package-database",
    ecosystem: "snap",
  });
});

test("takes the file of a snap that is not unpacked as the snap", async () => {
  const bom = await take({
    "/var/lib/snapd/snaps/core20_2318.snap": "",
    "/var/lib/snapd/seed/snaps/lxd_24061.snap": "",
    "/var/lib/snapd/seed/snaps/lxd_mine_7.snap": "",
    "/var/lib/snapd/snaps/partial/x_1.snap": "",
    "/var/lib/snapd/snaps/unnumbered.snap": "",
    "/opt/other_1.snap": "",
  });
  expect(bom.packages.map(({ purl, location }) => [purl, location])).toEqual([
    ["pkg:generic/core20?revision=2318", "/var/lib/snapd/snaps/core20_2318.snap"],
    ["pkg:generic/lxd?revision=24061", "/var/lib/snapd/seed/snaps/lxd_24061.snap"],
    ["pkg:generic/lxd?revision=7", "/var/lib/snapd/seed/snaps/lxd_mine_7.snap"],
  ]);
});

test("takes a root that is a base snap as a whole", async () => {
  const bom = await take({
    "/meta/snap.yaml":
      "name: core22\nversion: 20240111\narchitectures: [amd64, 'arm64']\ntype: base\n",
    "/usr/share/snappy/dpkg.list":
      "Desired=Unknown/Install\n||/ Name  Version  Architecture Description\n+++-====\nii  adduser  3.118  all  add users\nii  libc6:amd64 2.35 amd64 libs\nrc  gone 1 all x\n",
    "/bin/ls": "",
  });
  expect(bom.packages.map(({ id }) => id)).toEqual([
    "pkg:deb/ubuntu/adduser@3.118?arch=all",
    "pkg:deb/ubuntu/libc6@2.35?arch=amd64",
    "pkg:generic/core22@20240111",
  ]);
  expect(bom.packages[2]).toMatchObject({ location: "/", version: "20240111" });
  expect(reasonOf(bom, "/bin/ls")).toEqual({ kind: "owned", by: ["core22"] });
});

test("reports a description without a name, and reads none elsewhere", async () => {
  const bom = await take({
    "/snap/a/1/meta/snap.yaml": "{name: a}\n",
    "/snap/b/1/x/meta/snap.yaml": "name: b\n",
    "/opt/c/meta/snap.yaml": "name: c\n",
  });
  expect(bom.packages).toEqual([]);
  expect(bom.problems.map(({ code, path }) => [code, path])).toEqual([
    ["SNAP_DESCRIPTION_INVALID", "/snap/a/1/meta/snap.yaml"],
  ]);
});

test.each([
  ["a: b\r\na: c\r\n", ["b"]],
  ['a: "b # c"\n', ["b # c"]],
  ["a: 'it''s'\n", ["it's"]],
  ["a: b # c\n", ["b"]],
  ['a: [b, "c", ]\n', ["b", "c"]],
  ["a:\n  - b\n  # note\n  - c: d\n\n  - 'e'\nf: g\n- h\n", ["b", "e"]],
  ["a: |\n  b\n", []],
  ["a:\n  b:\n    c:\n    - d\n", []],
  ["a: >-\n  b\n", []],
  ["a: {b: c}\n", []],
  ["a: ''\n", []],
  ['a: "\n', []],
  ["a:b\n", undefined],
  ["  a: b\n", undefined],
  ["", undefined],
])("reads %j as %j", (text, value) => {
  expect(parseSnapYaml(text).get("a")).toEqual(value);
});

test("reads of any cut no more names than of the whole, and takes any text", () => {
  const text = "name: a\n__proto__: b\nversion: 'c'\nlist:\n- d\n- e\nconstructor: [f, g]\n";
  const whole = parseSnapYaml(text);
  fc.assert(
    fc.property(fc.nat(text.length), (cut) => {
      const names = [...parseSnapYaml(text.slice(0, cut)).keys()];
      expect([...whole.keys()].slice(0, names.length)).toEqual(names);
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (any) => {
      for (const [name] of parseSnapYaml(any)) expect(name).not.toBe("");
    }),
  );
});
