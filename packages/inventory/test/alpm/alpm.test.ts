import { gzipSync } from "node:zlib";
import { alpmExtractor, parseAlpmRecord, parseMtree } from "@coppice/inventory";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createTextTree } from "../create-tree.ts";
import { withDigests } from "../dpkg/with-digests.ts";
import { reasonOf, takeInventory } from "../take-inventory.ts";

const folder = "/var/lib/pacman/local";
const take = (files: Record<string, string | Uint8Array>) =>
  takeInventory(withDigests(createTextTree(files)), { extractors: [alpmExtractor] });
const desc = (name: string, more = "") => `%NAME%\n${name}\n\n%VERSION%\n1:1.0-1\n\n${more}`;
const noFiles = "%FILES%\n";

const sha256OfEmpty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

test("tells of a package what its record says", async () => {
  const more =
    "%BASE%\nbase\n\n%DESC%\nOne line\n\n%ARCH%\nx86_64\n\n%PACKAGER%\nA <a@example.org>\n\n%LICENSE%\nGPL3\nMIT\n";
  const bom = await take({
    [`${folder}/one-1:1.0-1/desc`]: desc("one", more),
    [`${folder}/one-1:1.0-1/files`]: noFiles,
    [`${folder}/ALPM_DB_VERSION`]: "9\n",
    "/etc/os-release": "ID=arch\nBUILD_ID=rolling\n",
  });
  const purl = "pkg:alpm/arch/one@1:1.0-1?arch=x86_64";
  expect(bom.packages).toEqual([
    {
      id: purl,
      purl: purl,
      ecosystem: "alpm",
      name: "one",
      version: "1:1.0-1",
      architecture: "x86_64",
      presence: "installed",
      location: `${folder}/one-1:1.0-1`,
      source: { name: "base", version: "1:1.0-1" },
      licenses: ["GPL3", "MIT"],
      description: "One line",
      supplier: "A <a@example.org>",
      foundBy: "alpm",
    },
  ]);
  expect(bom.problems).toEqual([]);
});

test("owns what is listed, and sees what differs from the manifest or the backup's digest", async () => {
  const sum = "0".repeat(64);
  const bom = await take({
    [`${folder}/one-1/desc`]: desc("one"),
    [`${folder}/one-1/files`]:
      "%FILES%\netc/\netc/one.conf\netc/two.conf\nusr/\nusr/right\nusr/wrong\nusr/old\n\n%BACKUP%\netc/one.conf\td41d8cd98f00b204e9800998ecf8427e\netc/two.conf\t00000000000000000000000000000000\netc/gone\n",
    [`${folder}/one-1/mtree`]: gzipSync(
      `#mtree\n/set type=file\n./.PKGINFO sha256digest=${sum}\n./usr type=dir\n./usr/right sha256digest=${sha256OfEmpty}\n./usr/wrong md5digest=0 sha256digest=${sum}\n./usr/old md5digest=${"0".repeat(32)}\n`,
    ),
    "/etc/one.conf": "",
    "/etc/two.conf": "",
    "/usr/right": "",
    "/usr/wrong": "",
    "/usr/old": "",
  });
  expect(bom.packages[0]?.modifiedSinceInstall).toMatchObject([
    { path: "/etc/two.conf", configuration: true },
    { path: "/usr/wrong", recorded: `sha256:${sum}` },
    { path: "/usr/old", recorded: `md5:${"0".repeat(32)}` },
  ]);
  expect(reasonOf(bom, "/usr")).toEqual({ kind: "owned", by: ["one"] });
  expect(reasonOf(bom, `${folder}/one-1/mtree`)).toEqual({
    kind: "package-database",
    ecosystem: "alpm",
  });
});

test("reports what it cannot use, and goes on", async () => {
  const bom = await take({
    [`${folder}/a/desc`]: "%NAME%\na\n",
    [`${folder}/b/desc`]: desc("b"),
    [`${folder}/c/desc`]: desc("c"),
    [`${folder}/c/files`]: noFiles,
    [`${folder}/c/mtree`]: gzipSync("#mtree\n").subarray(0, 15),
    [`${folder}/d/desc`]: desc("d"),
    [`${folder}/d/files`]: noFiles,
    [`${folder}/d/mtree`]: "#mtree\n",
  });
  expect(bom.packages.map(({ name }) => name)).toEqual(["b", "c", "d"]);
  expect(bom.problems.map(({ code }) => code).sort()).toEqual([
    "ALPM_LIST_ABSENT",
    "ALPM_MTREE_INVALID",
    "ALPM_RECORD_INVALID",
  ]);
});

test.each([
  ["a", ["a"]],
  ["a>=1:1", ["a"]],
  ["a<1:1.0", []],
  ["a=1:1.0", ["a"]],
  ["a=1:1.0-2", []],
  ["a>2", ["a"]],
  ["libx.so=1-64", ["b"]],
  ["libx.so=2-64", []],
  ["virtual", ["b"]],
  ["virtual=1", []],
  ["__proto__", []],
])("satisfies %s by %j", async (requirement, satisfiers) => {
  const bom = await take({
    [`${folder}/a/desc`]: desc("a"),
    [`${folder}/b/desc`]: desc("b", "%PROVIDES%\nlibx.so=1-64\nvirtual\n"),
    [`${folder}/c/desc`]: desc(
      "c",
      `%DEPENDS%\n${requirement}\n\n%OPTDEPENDS%\n${requirement}: for more\n`,
    ),
  });
  const nameOf = (id: string) => bom.packages.find((found) => found.id === id)?.name;
  expect(
    bom.dependencies.map(({ kind, requirement, satisfiedBy }) => [
      kind,
      requirement,
      satisfiedBy.map(nameOf),
    ]),
  ).toEqual([
    ["optional", requirement, satisfiers],
    ["runtime", requirement, satisfiers],
  ]);
});

test("reads records whose lines end as on Windows, and the first of two sections", () => {
  const sections = parseAlpmRecord("rubbish\r\n%A%\r\n1\r\n%B%\r\n\r\n%A%\r\n2\r\n\r\n%%\r\n3\r\n");
  expect([...sections]).toEqual([["A", ["1", "%B%"]]]);
});

test("reads of any cut of a record no more than of the whole", () => {
  const record = desc("name", "%DEPENDS%\na\nb>=1\n\n%LICENSE%\nMIT\n");
  const whole = parseAlpmRecord(record);
  fc.assert(
    fc.property(fc.nat(record.length), (cut) => {
      for (const [section, lines] of parseAlpmRecord(record.slice(0, cut))) {
        const expected = whole.get(section) ?? [];
        expect(lines.slice(0, -1)).toEqual(expected.slice(0, Math.max(lines.length - 1, 0)));
      }
    }),
  );
});

test("reads names of any bytes in a manifest", () => {
  const [space, latin, plain] = parseMtree(
    "./a\\040b\\134c\n/set uid=0 gid=0\n/unset gid\n./\\351 =x size=1 link\nother type=dir\n./\\9\n",
  );
  expect(space?.path).toBe("/a b\\c");
  expect(latin?.path).toBe("/\udce9");
  expect([...(latin?.keywords ?? [])]).toEqual([
    ["uid", "0"],
    ["size", "1"],
  ]);
  expect(plain?.path).toBe("/\\9");
});

test("takes over no more keywords than a manifest can need", () => {
  const words = Array.from({ length: 1000 }, (_, index) => `k${index}=v`);
  const [entry] = parseMtree(`/set ${words.join(" ")}\n./a size=1\n`);
  expect(entry?.keywords.size).toBe(32);
});

test("takes any text as a manifest", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constantFrom("/set ", "./", "\\0", "\n"), fc.string())),
      (parts) => {
        for (const { path } of parseMtree(parts.join(""))) expect(path.startsWith("/")).toBe(true);
      },
    ),
  );
});
