import { parsePortageContents, parsePortageDependency, portageExtractor } from "@coppice/inventory";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createTextTree } from "../create-tree.ts";
import { withDigests } from "../dpkg/with-digests.ts";
import { reasonOf, takeInventory } from "../take-inventory.ts";

const folder = "/var/db/pkg";
const take = (files: Record<string, string>) =>
  takeInventory(withDigests(createTextTree(files)), { extractors: [portageExtractor] });
const md5OfEmpty = "d41d8cd98f00b204e9800998ecf8427e";
const other = "0".repeat(32);

test("tells of a package what its record says", async () => {
  const bom = await take({
    [`${folder}/app-shells/bash-5.2_p26-r1/CONTENTS`]: "",
    [`${folder}/app-shells/bash-5.2_p26-r1/LICENSE`]: "GPL-3+\n",
    [`${folder}/app-shells/bash-5.2_p26-r1/DESCRIPTION`]: "The standard shell\n",
  });
  expect(bom.packages).toEqual([
    {
      id: "pkg:ebuild/app-shells/bash@5.2_p26-r1",
      purl: "pkg:ebuild/app-shells/bash@5.2_p26-r1",
      ecosystem: "ebuild",
      name: "app-shells/bash",
      version: "5.2_p26-r1",
      presence: "installed",
      location: `${folder}/app-shells/bash-5.2_p26-r1`,
      licenses: ["GPL-3+"],
      description: "The standard shell",
      foundBy: "portage",
    },
  ]);
});

test("owns what is listed, and sees changed files", async () => {
  const bom = await take({
    [`${folder}/a/one-1/CONTENTS`]: `dir /usr\nobj /usr/right ${md5OfEmpty} 1\nobj /usr/with space ${other} 1\nsym /usr/link -> with space 1\nobj /etc/one.conf ${other} 1\nobj /etc/env.d/one ${md5OfEmpty} 1\n`,
    "/usr/right": "",
    "/usr/with space": "",
    "/usr/link": "-> with space",
    "/etc/one.conf": "",
    "/etc/env.d/one": "",
  });
  expect(bom.packages[0]?.modifiedSinceInstall).toMatchObject([
    { path: "/usr/with space" },
    { path: "/etc/one.conf", configuration: true },
  ]);
  expect(reasonOf(bom, "/usr/link")).toEqual({ kind: "owned", by: ["a/one"] });
  expect(reasonOf(bom, "/etc/env.d/one")).toEqual({ kind: "owned", by: ["a/one"] });
  expect(reasonOf(bom, folder)).toEqual({ kind: "package-database", ecosystem: "ebuild" });
});

test("reports folders that name no version, and goes on", async () => {
  const bom = await take({
    [`${folder}/a/CONTENTS`]: "",
    [`${folder}/a/-MERGING-one-1/CONTENTS`]: "",
    [`${folder}/a/one/CONTENTS`]: "",
    [`${folder}/a/one-1/more/CONTENTS`]: "",
    [`${folder}/a/two-3-r1/CONTENTS`]: "",
  });
  expect(bom.packages.map(({ id }) => id)).toEqual(["pkg:ebuild/a/two@3-r1"]);
  expect(bom.problems.map(({ code }) => code)).toEqual(Array(4).fill("PORTAGE_RECORD_INVALID"));
});

test.each([
  ["a/b", ["1.2-r3", "2.0"]],
  ["a/b:2", ["2.0"]],
  ["a/b:1/5=", ["1.2-r3"]],
  ["a/b:=", ["1.2-r3", "2.0"]],
  ["a/b:*", ["1.2-r3", "2.0"]],
  [">=a/b-1.3", ["2.0"]],
  ["<a/b-2.0:2[x,-y]", []],
  ["=a/b-1.2-r3", ["1.2-r3"]],
  ["=a/b-1.2", []],
  ["~a/b-1.2", ["1.2-r3"]],
  ["=a/b-1*", ["1.2-r3"]],
  ["=a/b-2.0*::gentoo", ["2.0"]],
  ["=a/b-1.2-r*", []],
  ["|| ( a/none ( <a/b-2 a/b-c ) )", ["1.2-r3"]],
  [">a/b-c-1", []],
])("satisfies %s by %j", async (requirement, versions) => {
  const bom = await take({
    [`${folder}/a/b-1.2-r3/CONTENTS`]: "",
    [`${folder}/a/b-1.2-r3/SLOT`]: "1/5\n",
    [`${folder}/a/b-2.0/CONTENTS`]: "",
    [`${folder}/a/b-2.0/SLOT`]: "2\n",
    [`${folder}/c/d-1/CONTENTS`]: "",
    [`${folder}/c/d-1/RDEPEND`]: `!a/blocked !!<a/b-1\n\tuse? ( ${requirement} )\n`,
  });
  const versionOf = (id: string) => bom.packages.find((found) => found.id === id)?.version;
  expect(
    bom.dependencies.map((found) => [found.requirement, found.satisfiedBy.map(versionOf)]),
  ).toEqual([[requirement, versions]]);
});

test("passes over lines of contents that it cannot read", () => {
  const text = `obj /a\nobj /a ${other}\nobj relative ${other} 1\nxyz /b\n\ndev /dev/x\r\nfif /pipe\nobj /a zz 1\n`;
  expect([...parsePortageContents(text)]).toEqual([
    { kind: "dev", path: "/dev/x" },
    { kind: "fif", path: "/pipe" },
  ]);
});

test("reads of any cut no more than of the whole, but for the last line", () => {
  const text = `dir /usr\nobj /usr/a b ${other} 12\nsym /usr/c -> a b 12\n`;
  const whole = [...parsePortageContents(text)];
  fc.assert(
    fc.property(fc.nat(text.length), (cut) => {
      const part = [...parsePortageContents(text.slice(0, cut))];
      expect(part.slice(0, -1)).toEqual(whole.slice(0, Math.max(part.length - 1, 0)));
    }),
  );
});

test("takes any words as dependencies, however deep", () => {
  const word = fc.oneof(fc.constantFrom("||", "(", ")", "a/b", "!a/b", ">=a/b-1*:0"), fc.string());
  fc.assert(
    fc.property(fc.array(word), (words) => {
      for (const { text, atoms } of parsePortageDependency(words.join(" "))) {
        expect(text).not.toBe("");
        expect(atoms.every(({ name }) => name.includes("/"))).toBe(true);
      }
    }),
  );
  const deep = `|| ${"( ".repeat(100_000)}a/b${" )".repeat(100_000)}`;
  expect(parsePortageDependency(deep).map(({ atoms }) => atoms.length)).toEqual([1]);
});
