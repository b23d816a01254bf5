import { comparePaths, createFileIndex, parentPath } from "@coppice/image";
import fc from "fast-check";
import { expect, test } from "vitest";
import { entry, folder, symlink } from "./support/entry.ts";

test("entries come with a folder before what is in it, whatever their order", () => {
  const paths = ["/", "/a", "/a/b", "/a/b/c", "/a-b", "/a.b", "/b"];
  fc.assert(
    fc.property(fc.shuffledSubarray(paths, { minLength: paths.length }), (shuffled) => {
      const index = createFileIndex(shuffled.map((path) => entry(path)));
      expect([...index.entries()].map(({ path }) => path)).toEqual(paths);
    }),
  );
});

test("the order of paths is total", () => {
  const path = fc
    .array(fc.constantFrom("a", "-", "b", "é", "~"))
    .map((parts) => `/${parts.join("/")}`);
  fc.assert(
    fc.property(path, path, path, (a, b, c) => {
      expect(Math.sign(comparePaths(a, b))).toBe(-Math.sign(comparePaths(b, a)) + 0);
      expect(comparePaths(a, a)).toBe(0);
      if (comparePaths(a, b) <= 0 && comparePaths(b, c) <= 0) {
        expect(comparePaths(a, c)).toBeLessThanOrEqual(0);
      }
    }),
  );
});

test("the later of two entries with one path counts", () => {
  const index = createFileIndex([entry("/a", { size: 1 }), entry("/a", { size: 2 })]);
  expect(index.lookup("/a")?.size).toBe(2);
  expect([...index.entries()]).toHaveLength(1);
});

test("children are those right in a folder", () => {
  const index = createFileIndex([
    folder("/"),
    folder("/a"),
    entry("/a/x"),
    entry("/a/x-y"),
    entry("/b"),
  ]);
  expect(index.children("/").map(({ path }) => path)).toEqual(["/a", "/b"]);
  expect(index.children("/a").map(({ path }) => path)).toEqual(["/a/x", "/a/x-y"]);
  expect(index.children("/none")).toEqual([]);
});

test("stat follows links in the parents and not at the end", () => {
  const index = createFileIndex([
    folder("/a"),
    entry("/a/x"),
    symlink("/l", "a"),
    symlink("/a/m", "x"),
  ]);
  expect(index.stat("/l/m")?.type).toBe("symlink");
  expect(index.resolve("/l/m").path).toBe("/a/x");
  expect(index.stat("/none")).toBeUndefined();
});

test("names out of Object.prototype are names like others", () => {
  const index = createFileIndex([folder("/__proto__"), entry("/__proto__/constructor")]);
  expect(index.stat("/__proto__/constructor")?.type).toBe("file");
  expect(index.stat("/constructor")).toBeUndefined();
});

test("children are those of a plain grouping by folder, whatever the entries", () => {
  const name = fc.constantFrom("a", "a-b", "a.b", "b", "é");
  const path = fc.array(name, { maxLength: 4 }).map((names) => `/${names.join("/")}`);
  fc.assert(
    fc.property(fc.array(path), path, (paths, folder) => {
      const facts = { type: "directory", mode: 0o755, uid: 0, gid: 0, size: 0 } as const;
      const index = createFileIndex(paths.map((at) => ({ path: at, ...facts })));
      const expected = [...new Set(paths)]
        .filter((at) => at !== "/" && parentPath(at) === folder)
        .sort(comparePaths);
      expect(index.children(folder).map((child) => child.path)).toEqual(expected);
    }),
  );
});
