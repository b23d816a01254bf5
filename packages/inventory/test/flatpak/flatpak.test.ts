import { flatpakExtractor, parseKeyFile } from "@coppice/inventory";
import fc from "fast-check";
import { expect, test } from "vitest";
import { reasonOf, takeInventory } from "../take-inventory.ts";

const take = (files: Record<string, string>) =>
  takeInventory(files, { extractors: [flatpakExtractor] });

const app = "/var/lib/flatpak/app/org.example.Tree/x86_64/stable/0a1b";
const runtime = "/var/lib/flatpak/runtime/org.example.Platform/x86_64/23.08/2c3d";

test("reads applications and runtimes, and what runs on what", async () => {
  const bom = await take({
    [`${app}/metadata`]:
      "[Application]\nname=org.example.Tree\nruntime=org.example.Platform/x86_64/23.08\n",
    [`${app}/deploy`]: "",
    [`${app}/files/bin/tree`]: "",
    [`${app}/files/share/metainfo/org.example.Tree.metainfo.xml`]:
      '<component>\n<project_license>GPL-3.0+</project_license>\n<releases>\n<release\n date="2024-01-01" version="2.1"/>\n<release version="2.0"></release>',
    "/var/lib/flatpak/app/org.example.Tree/current": "-> x86_64/stable",
    "/var/lib/flatpak/app/org.example.Tree/x86_64/stable/active": "-> 0a1b",
    [`${runtime}/metadata`]: "[Runtime]\nname=org.example.Platform\n",
    "/var/lib/flatpak/repo/config": "",
  });
  expect(bom.packages).toEqual([
    expect.objectContaining({
      id: "pkg:generic/org.example.Platform@23.08?arch=x86_64&branch=23.08",
      version: "23.08",
    }),
    {
      id: "pkg:generic/org.example.Tree@2.1?arch=x86_64&branch=stable",
      purl: "pkg:generic/org.example.Tree@2.1?arch=x86_64&branch=stable",
      ecosystem: "flatpak",
      name: "org.example.Tree",
      version: "2.1",
      architecture: "x86_64",
      presence: "installed",
      location: app,
      licenses: ["GPL-3.0+"],
      foundBy: "flatpak",
    },
  ]);
  expect(bom.dependencies).toEqual([
    {
      from: bom.packages[1]?.id,
      kind: "runtime",
      requirement: "org.example.Platform/x86_64/23.08",
      satisfiedBy: [bom.packages[0]?.id],
      readFrom: `${app}/metadata`,
    },
  ]);
  expect(reasonOf(bom, `${app}/files/bin/tree`)).toEqual({
    kind: "owned",
    by: ["org.example.Tree"],
  });
  expect(reasonOf(bom, "/var/lib/flatpak/repo/config")).toEqual({
    kind: "package-database",
    ecosystem: "flatpak",
  });
});

test.each([
  ["share/appdata/a.appdata.xml", "<release version='1'", undefined],
  ["share/appdata/a.appdata.xml", "<releases><release\tversion='1'>", "1"],
  ["share/metainfo/a.appdata.xml", '<release type="x" xversion="2">', undefined],
  ["share/metainfo/b.metainfo.xml", '<release version="1">', undefined],
  ["share/metainfo/a.metainfo.xml", "<project_license> </project_license>", undefined],
])("reads of a user's application with %s %s the version %s", async (file, text, version) => {
  const folder = "/home/u/.local/share/flatpak/app/a/aarch64/beta/0";
  const bom = await take({
    [`${folder}/metadata`]: "[Application]\nruntime=b/aarch64/1\n",
    [`${folder}/files/${file}`]: text,
  });
  expect(bom.packages.map((found) => found.version)).toEqual([version]);
  expect(bom.packages[0]?.licenses).toBeUndefined();
  expect(bom.dependencies.map(({ satisfiedBy }) => satisfiedBy)).toEqual([[]]);
});

test("wants no other files", async () => {
  const bom = await take({
    "/var/lib/flatpak/app/a/b/metadata": "",
    "/var/lib/flatpak/other/a/b/c/d/metadata": "",
    "/var/lib/flatpak/app/a//b/c/metadata": "",
    "/app/a/b/c/d/metadata": "",
    "/folders/app/a/b/c/d/metadata": "",
    "/1234567app/a/b/c/d/metadata": "",
    "/123456/app/a/b/c/d/metadata": "",
    [`${app}/files/metadata`]: "",
  });
  expect(bom.packages).toEqual([]);
});

test("reads keys of groups, and the later of two", () => {
  const groups = parseKeyFile(
    "lost=1\n[A]\r\n# a=0\r\na = 1\r\n=2\r\nrubbish\r\n[__proto__]\nconstructor=3\n[A]\na=4=5\n[B\nb=6",
  );
  expect([...groups].map(([name, keys]) => [name, ...keys])).toEqual([
    ["A", ["a", "4=5"], ["b", "6"]],
    ["__proto__", ["constructor", "3"]],
  ]);
});

test("takes any text as a file of keys", () => {
  const line = fc.oneof(fc.constantFrom("[a]", "b=c", "=", "[", "]"), fc.string());
  fc.assert(
    fc.property(fc.array(line), fc.nat(100), (lines, cut) => {
      const text = lines.join("\n");
      const whole = parseKeyFile(text);
      expect(parseKeyFile(text.slice(0, cut)).size).toBeLessThanOrEqual(whole.size + 1);
      for (const keys of whole.values()) expect(keys.has("")).toBe(false);
    }),
  );
});
