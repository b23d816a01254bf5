import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openImage } from "@coppice/image/node";
import { expect, test } from "vitest";
import { collect } from "./support/bytes.ts";
import { corpusImages } from "./support/corpus-images.ts";
import { describeImage } from "./support/describe-image.ts";

const repository = fileURLToPath(new URL("../../..", import.meta.url));
const corpus = process.env["COPPICE_CORPUS"] ?? join(repository, "../shared/data");
const folder = join(corpus, "inventory");
const archives = existsSync(join(folder, "images"))
  ? readdirSync(join(folder, "images")).map((name) => `images/${name}`)
  : [];

test.skipIf(archives.length === 0)("the corpus of images is there (COPPICE_CORPUS)", () => {
  expect(archives.toSorted()).toEqual(Object.keys(corpusImages).toSorted());
});

test.each(archives)("%s holds what it should, and every file can be read", async (path) => {
  const image = await openImage(join(folder, path));
  expect(describeImage(image)).toEqual(corpusImages[path]);
  for (const entry of image.tree.entries()) {
    const reading = collect(image.tree.read(entry.path));
    const end = image.tree.resolve(entry.path);
    if (end.found && end.entry.type === "file") {
      expect((await reading).length).toBe(end.entry.size);
    } else {
      const codes = {
        absent: "FILE_ABSENT",
        "not-a-directory": "FILE_ABSENT",
        loop: "SYMLINK_LOOP",
      };
      const code = end.found ? "NOT_A_FILE" : codes[end.reason];
      await expect(reading).rejects.toMatchObject({ code });
    }
  }
  await image.close();
});
