import { type FileTree, readBytes } from "@coppice/types";
import { expect, test } from "vitest";

function treeOf(...chunks: number[][]): FileTree {
  return {
    entries: () => [],
    stat: () => undefined,
    resolve: (path) => ({ found: false, reason: "absent", path, links: [] }),
    async *read(_, range) {
      const all = Uint8Array.from(chunks.flat());
      if (range) yield all.subarray(range.start, range.end);
      else for (const chunk of chunks) yield Uint8Array.from(chunk);
    },
  };
}

test("puts the chunks of a file together", async () => {
  expect([...(await readBytes(treeOf([1, 2], [], [3]), "/x"))]).toEqual([1, 2, 3]);
  expect([...(await readBytes(treeOf([1, 2]), "/x"))]).toEqual([1, 2]);
  expect((await readBytes(treeOf(), "/x")).length).toBe(0);
});

test("reads the part that a range names", async () => {
  expect([...(await readBytes(treeOf([1, 2, 3]), "/x", { start: 1, end: 2 }))]).toEqual([2]);
});
