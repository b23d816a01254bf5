import { createHash } from "node:crypto";
import { apkExtractor, parseApkDependency } from "@coppice/inventory";
import type { Bom } from "@coppice/types";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createTextTree } from "../create-tree.ts";
import { withDigests } from "../dpkg/with-digests.ts";
import { reasonOf, takeInventory } from "../take-inventory.ts";

const take = (database: string, files: Record<string, string> = {}) =>
  takeInventory(withDigests(createTextTree({ "/lib/apk/db/installed": database, ...files })), {
    extractors: [apkExtractor],
  });

const checksum = (text: string) => `Q1${createHash("sha1").update(text).digest("base64")}`;

test("tells of a package what its record says", async () => {
  const bom = await take(
    "C:Q1qKcZ+j23xssAXmgQhkOO8dHnbWw=\nP:libcrypto3\nV:3.3.2-r0\nA:x86_64\nT:Crypto library\nL:Apache-2.0\no:openssl\nm:A <a@example.org>\nF:usr/lib\n",
    { "/etc/os-release": "ID=wolfi\nVERSION_ID=20230201\n" },
  );
  const purl = "pkg:apk/wolfi/libcrypto3@3.3.2-r0?arch=x86_64&distro=wolfi-20230201";
  expect(bom.packages).toEqual([
    {
      id: purl,
      purl: purl,
      ecosystem: "apk",
      name: "libcrypto3",
      version: "3.3.2-r0",
      architecture: "x86_64",
      presence: "installed",
      location: "/lib/apk/db/installed",
      source: { name: "openssl", version: "3.3.2-r0" },
      licenses: ["Apache-2.0"],
      description: "Crypto library",
      supplier: "A <a@example.org>",
      foundBy: "apk",
    },
  ]);
});

test("reads the database of a merged /usr, and takes Alpine where no distribution is named", async () => {
  const bom = await takeInventory(
    {
      "/lib": "-> usr/lib",
      "/usr/lib/apk/db/installed": "P:a\nV:1\nF:lib\nR:liba.so\n",
      "/usr/lib/liba.so": "",
    },
    { extractors: [apkExtractor] },
  );
  expect(bom.packages.map(({ purl }) => purl)).toEqual(["pkg:apk/alpine/a@1"]);
  expect(reasonOf(bom, "/usr/lib/liba.so")).toEqual({ kind: "owned", by: ["a"] });
  expect(reasonOf(bom, "/usr/lib/apk")).toMatchObject({ kind: "derived", rule: "folder" });
});

test("reads a database once that has two names", async () => {
  const bom = await takeInventory(
    {
      "/lib/apk/db/installed": "-> /usr/lib/apk/db/installed",
      "/usr/lib/apk/db/installed": "P:a\nV:1\n",
    },
    { extractors: [apkExtractor] },
  );
  expect(bom.packages.map(({ name }) => name)).toEqual(["a"]);
  expect(bom.problems).toEqual([]);
});

test("gives folders to all their packages, and sees changed files", async () => {
  const bom = await take(
    [
      "P:a\nV:1\nF:etc\nR:a.conf",
      `Z:${checksum("old")}\nF:usr/bin\nR:a\nZ:${checksum("a")}\nR:link\nZ:${checksum("a")}`,
      `R:changed\nZ:${checksum("old")}\nR:cut\nZ:Q1abcd\n\nP:b\nV:1\nF:etc/init.d\nR:b\nF:usr/bin\nF:gone\n`,
    ].join("\n"),
    {
      "/etc/a.conf": "new",
      "/etc/init.d/b": "",
      "/usr/bin/a": "a",
      "/usr/bin/link": "-> a",
      "/usr/bin/changed": "new",
      "/usr/bin/cut": "x",
    },
  );
  expect(reasonOf(bom, "/usr/bin")).toEqual({ kind: "owned", by: ["a", "b"] });
  expect(reasonOf(bom, "/etc/a.conf")).toEqual({
    kind: "owned",
    by: ["a"],
    configuration: true,
  });
  expect(reasonOf(bom, "/etc/init.d/b")).toEqual({ kind: "owned", by: ["b"] });
  const modified = bom.packages.map((found) => found.modifiedSinceInstall?.map(({ path }) => path));
  expect(modified).toEqual([["/etc/a.conf", "/usr/bin/changed"], undefined]);
});

test("says what set-up makes, the links of busybox among it", async () => {
  const bom = await take("P:busybox\nV:1\nF:bin\nR:busybox\nR:sh\n", {
    "/bin/busybox": "",
    "/bin/sh": "-> /bin/busybox",
    "/bin/ls": "-> /bin/busybox",
    "/etc/apk/world": "busybox\n",
    "/etc/alpine-release": "3.20.3\n",
    "/lib/apk/db/lock": "",
    "/opt/app": "",
  });
  expect(reasonOf(bom, "/bin/sh")).toEqual({ kind: "owned", by: ["busybox"] });
  expect(reasonOf(bom, "/bin/ls")).toMatchObject({ kind: "derived", by: ["busybox"] });
  expect(reasonOf(bom, "/etc/alpine-release")).toEqual({ kind: "configuration" });
  for (const path of ["/etc/apk/world", "/lib/apk/db", "/lib/apk/db/lock"]) {
    expect(reasonOf(bom, path)).toEqual({ kind: "package-database", ecosystem: "apk" });
  }
  expect(reasonOf(bom, "/opt/app")).toEqual({ kind: "unowned" });
});

test("reports records that it cannot use, with their offset, and goes on", async () => {
  const bom = await take("V:1\n\nP:a\nV:1\nrubbish\n\nP:a\nV:2\n\nP:b\nV:3\n");
  expect(bom.packages.map(({ name, version }) => `${name} ${version}`)).toEqual(["a 1", "b 3"]);
  expect(bom.problems.map(({ code, offset }) => [code, offset])).toEqual([
    ["APK_RECORD_INVALID", 0],
    ["APK_RECORD_DAMAGED", 5],
    ["APK_PACKAGE_REPEATED", 22],
  ]);
});

const edges = ({ packages, dependencies }: Bom) =>
  dependencies.map(({ requirement, satisfiedBy }) => [
    requirement,
    ...satisfiedBy.map((id) => packages.find((found) => found.id === id)?.name),
  ]);

test.each([
  ["a", ["a"]],
  ["a@edge", ["a"]],
  ["a=1.2.3-r4", ["a"]],
  ["a=1.2.3", []],
  ["a<1.2.3-r4", []],
  ["a<=1.2.3-r4", ["a"]],
  ["a>1.2", ["a"]],
  ["a>=1.2.4", []],
  ["a@edge>=1", ["a"]],
  ["a~1.2", ["a"]],
  ["a~=1.2.3", ["a"]],
  ["a~1.20", []],
  ["a~1.2.3-r", ["a"]],
  ["a>~1.2", ["a"]],
  ["a<~1.3", ["a"]],
  ["a~", ["a"]],
  ["a><Q1x=", ["a"]],
  ["a><Q1y=", []],
  ["so:libz.so.1", ["a"]],
  ["so:libz.so.1>=1.3", ["a"]],
  ["cmd:sh", ["a", "b"]],
  ["cmd:sh=1", ["b"]],
  ["/bin/sh", ["b"]],
  ["b", ["b", "a"]],
  ["absent", []],
  ["constructor", []],
])("satisfies %s by %j", async (requirement, satisfiers) => {
  const bom = await take(
    `C:Q1x=\nP:a\nV:1.2.3-r4\np:so:libz.so.1=1.3.1 cmd:sh b=7\n\nP:b\nV:2\np:/bin/sh  cmd:sh=1\n\nP:c\nV:1\nD:!conflict ${requirement}\n`,
  );
  expect(edges(bom)).toEqual([[requirement, ...satisfiers]]);
});

test("reads any word as a dependency", () => {
  fc.assert(
    fc.property(fc.string(), (word) => {
      const { name, operator = "", conflict } = parseApkDependency(word);
      expect(word.startsWith(`${conflict ? "!" : ""}${name}`)).toBe(true);
      expect(/^[<=>~]*$/.test(operator)).toBe(true);
    }),
  );
});

test("makes of any cut of a database an inventory", async () => {
  const database = `P:a\nV:1\nD:b\nF:usr\nR:x\nZ:${checksum("x")}\n\nP:b\nV:2\n`;
  for (let cut = 0; cut <= database.length; cut++) {
    const { packages, problems } = await take(database.slice(0, cut));
    expect(packages.length).toBeLessThanOrEqual(2);
    expect(problems.every(({ code }) => code.startsWith("APK_"))).toBe(true);
  }
});
