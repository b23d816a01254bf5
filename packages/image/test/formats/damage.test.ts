import { readFile, writeFile } from "node:fs/promises";
import { isImageError } from "@coppice/image";
import { openImage } from "@coppice/image/node";
import type { FileEntry } from "@coppice/types";
import fc from "fast-check";
import { expect, test } from "vitest";
import { json, writeArchive } from "../support/archive.ts";
import { tarOf } from "../support/bytes.ts";
import { entry } from "../support/entry.ts";
import { sha256 } from "../support/layout.ts";
import { ociMembers } from "../support/oci-members.ts";

const layers = [
  await tarOf([[entry("/one"), "1"]]),
  await tarOf([entry("/.wh.one"), entry("/two")]),
];

async function ociArchive(): Promise<string> {
  const oci = ociMembers();
  return writeArchive(oci.finish([oci.index([oci.manifest(layers)])]));
}

async function dockerArchive(): Promise<string> {
  const config = json({ rootfs: { type: "layers", diff_ids: layers.map(sha256) } });
  return writeArchive({
    "manifest.json": json([{ Config: "config.json", Layers: ["a.tar", "b.tar"] }]),
    "config.json": config,
    "a.tar": layers[0] ?? "",
    "b.tar": layers[1] ?? "",
  });
}

/** What is in the archive of these bytes; undefined when it is refused with a code. */
async function treeOf(path: string, bytes: Uint8Array): Promise<readonly FileEntry[] | undefined> {
  await writeFile(path, bytes);
  try {
    const image = await openImage(path);
    await image.close();
    return [...image.tree.entries()];
  } catch (error) {
    if (!isImageError(error)) throw error;
    expect(error.message).toContain(";");
    return undefined;
  }
}

const kinds: [string, () => Promise<string>][] = [
  ["an OCI layout", ociArchive],
  ["a docker-archive", dockerArchive],
];

test.each(kinds)("%s of which a part is gone is refused", async (_, write) => {
  const path = await write();
  const bytes = await readFile(path);
  // Behind it are only the two blocks that end an archive, and padding.
  const end = bytes.findLastIndex((byte) => byte !== 0) + 1;
  await fc.assert(
    fc.asyncProperty(fc.nat(end - 1), async (length) => {
      expect(await treeOf(path, bytes.subarray(0, length))).toBeUndefined();
    }),
    { numRuns: 60 },
  );
});

test("an OCI layout with one other byte is refused or holds the same", async () => {
  const path = await ociArchive();
  const bytes = await readFile(path);
  const tree = await treeOf(path, bytes);
  await fc.assert(
    fc.asyncProperty(
      fc.nat(bytes.length - 1),
      fc.integer({ min: 1, max: 255 }),
      async (at, flip) => {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ flip;
        const found = await treeOf(path, changed);
        if (found) expect(found).toEqual(tree);
      },
    ),
    { numRuns: 150 },
  );
});
