import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isImageError } from "@coppice/image";
import { openImage } from "@coppice/image/node";
import { expect, test } from "vitest";
import { collect } from "./support/bytes.ts";

const repository = fileURLToPath(new URL("../../..", import.meta.url));
const corpus = process.env["COPPICE_CORPUS"] ?? join(repository, "../shared/data");
const folder = join(corpus, "inventory", "images");
const archives = existsSync(folder)
  ? readdirSync(folder).filter((name) => name.endsWith(".tar"))
  : [];

test.skipIf(archives.length === 0)("the corpus of images is there (COPPICE_CORPUS)", () => {
  expect(archives.length).toBeGreaterThan(10);
});

test.each(archives)(
  "%s opens, or says why not, and every file can be read or says why not",
  async (name) => {
    const opening = openImage(join(folder, name));
    if (name.includes("oci-zstd")) {
      await expect(opening).rejects.toMatchObject({ code: "LAYER_UNSUPPORTED" });
      return;
    }
    const { tree, close } = await opening;
    let seen = 0;
    for (const { path, type } of tree.entries()) {
      if (type !== "file" && type !== "symlink") continue;
      seen++;
      try {
        const { length } = await collect(tree.read(path));
        const resolution = tree.resolve(path);
        expect(resolution.found && resolution.entry.size).toBe(length);
      } catch (error) {
        if (!isImageError(error)) throw error;
        expect(type).toBe("symlink");
        expect(["SYMLINK_LOOP", "FILE_ABSENT", "NOT_A_FILE"]).toContain(error.code);
      }
    }
    expect(seen).toBeGreaterThan(0);
    await close();
  },
);
