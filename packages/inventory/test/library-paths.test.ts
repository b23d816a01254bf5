import { expect, test } from "vitest";
import { takeInventory } from "./take-inventory.ts";

const pathsOf = async (files: Record<string, string>) => (await takeInventory(files)).libraryPaths;

test("follows includes where they stand, in order of names", async () => {
  expect(
    await pathsOf({
      "/etc/ld.so.conf":
        "/first # why\ninclude /etc/ld.so.conf.d/*.conf\n/last\nhwcap 0 nosegneg\n",
      "/etc/ld.so.conf.d/b.conf": "/b\n/first\n",
      "/etc/ld.so.conf.d/a.conf": "-> ../elsewhere",
      "/etc/elsewhere": "# comment\n  /a=libc6 \n\nrelative\n",
      "/etc/ld.so.conf.d/c.txt": "/c\n",
      "/etc/ld.so.conf.d/folder.conf/": "",
    }),
  ).toEqual(["/first", "/a", "/b", "/last"]);
});

test("takes patterns relative to the including file, and several in a line", async () => {
  expect(
    await pathsOf({
      "/etc/ld.so.conf": "include conf.d/?.conf\tconf.d/x*y*z /none/*.conf",
      "/etc/conf.d/1.conf": "/one",
      "/etc/conf.d/22.conf": "/two",
      "/etc/conf.d/xyyz": "/xyz",
      "/etc/conf.d/xzy": "/xzy",
    }),
  ).toEqual(["/one", "/xyz"]);
});

test("reads each file once, however they include each other", async () => {
  expect(
    await pathsOf({
      "/etc/ld.so.conf": "include /etc/a /etc/ld.so.conf\n/x\n",
      "/etc/a": "include ld.so.conf a\n/y\n",
    }),
  ).toEqual(["/y", "/x"]);
});

test("takes hidden files only where the pattern says so, as glob(3) does", async () => {
  expect(
    await pathsOf({
      "/etc/ld.so.conf": "include conf.d/*.conf conf.d/?b\ninclude conf.d/.c*\n",
      "/etc/conf.d/.a.conf": "/a",
      "/etc/conf.d/.b": "/b",
      "/etc/conf.d/.c.conf": "/c",
    }),
  ).toEqual(["/c"]);
});

test("ends soon with many patterns over a large folder", async () => {
  const names = Array.from({ length: 4000 }, (_, index) => [`/etc/x/${index}`, ""]);
  const includes = Array.from({ length: 20_000 }, (_, index) => `include x/*${index}no`);
  const files = { ...Object.fromEntries(names), "/etc/ld.so.conf": `${includes.join("\n")}\n/a` };
  expect(await pathsOf(files)).toEqual(["/a"]);
});

test("ends soon with a hostile pattern", async () => {
  const pattern = "*a".repeat(2000);
  const files = {
    "/etc/ld.so.conf": `include ${pattern}b`,
    [`/etc/${"a".repeat(2000)}`]: "/never",
  };
  expect(await pathsOf(files)).toEqual([]);
});
