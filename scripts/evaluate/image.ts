import { join } from "node:path";
import { type OpenedImage, openImage } from "@coppice/image/node";
import { isCoppiceError } from "@coppice/types";
import type { Evaluation, Row } from "./evaluation.ts";
import { readManifest } from "./manifest.ts";

/** Opens every image archive: each gives its files or an error that says what to do. */
export const image: Evaluation = {
  name: "image",
  title: "image archives that open, or are refused with a coded error",
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
    const opened = await openAnyPlatform(join(folder, path));
    const paths = [...opened.tree.entries()].length;
    await opened.close();
    return { name: path, values: { layers: opened.layers.length, paths }, passed: paths > 0 };
  } catch (error) {
    if (!isCoppiceError(error)) throw error;
    return { name: path, values: { refused: error.code }, passed: error.message.includes(";") };
  }
}

async function openAnyPlatform(path: string): Promise<OpenedImage> {
  try {
    return await openImage(path, { platform: "linux/amd64" });
  } catch (error) {
    if (!isCoppiceError(error) || error.code !== "PLATFORM_ABSENT") throw error;
    return openImage(path, { platform: "linux/arm64" });
  }
}
