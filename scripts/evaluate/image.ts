import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { openImage } from "@coppice/image/node";
import { isCoppiceError } from "@coppice/types";
import { corpusImages } from "../../packages/image/test/support/corpus-images.ts";
import { describeImage } from "../../packages/image/test/support/describe-image.ts";
import type { Evaluation, Row } from "./evaluation.ts";
import { readManifest } from "./manifest.ts";

/** Opens every image archive and compares its layers, its paths and where its links lead with what they should be. */
export const image: Evaluation = {
  name: "image",
  title: "image archives: layers, paths and where links lead, beside what they should be",
  async *rows(corpus) {
    const folder = join(corpus, "inventory");
    for (const row of readManifest(folder)) {
      const path = row.get("path") ?? "";
      if (path.startsWith("images/")) yield await openRow(folder, path);
    }
  },
};

async function openRow(folder: string, path: string): Promise<Row> {
  try {
    const opened = await openImage(join(folder, path));
    const { layers, paths } = describeImage(opened);
    await opened.close();
    const expected = corpusImages[path];
    const all = new Set([...Object.keys(paths), ...Object.keys(expected?.paths ?? {})]);
    const wrong = [...all].filter((name) => paths[name] !== expected?.paths[name]);
    return {
      name: path,
      values: { layers, paths: Object.keys(paths).length, unexpected: wrong.length },
      passed: isDeepStrictEqual({ layers, paths }, expected),
    };
  } catch (error) {
    if (!isCoppiceError(error)) throw error;
    return { name: path, values: { refused: error.code }, passed: false };
  }
}
