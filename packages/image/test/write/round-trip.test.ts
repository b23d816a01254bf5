import { join } from "node:path";
import { comparePaths, createFileIndex, decodeName, parentPath } from "@coppice/image";
import { openImage, type WriteImageOptions, writeImage } from "@coppice/image/node";
import type { FileEntry, FileTree } from "@coppice/types";
import fc from "fast-check";
import { expect, test } from "vitest";
import { collect } from "../support/bytes.ts";
import { folder } from "../support/entry.ts";
import { sha256, temporaryFolder } from "../support/layout.ts";

const configuration = { architecture: "amd64", os: "linux" };

const name = fc
  .oneof(
    fc.constantFrom("a", "b", "c"),
    fc.uint8Array({ minLength: 1, maxLength: 30 }).map(nameOf),
    fc.uint8Array({ minLength: 101, maxLength: 255 }).map(nameOf),
  )
  .filter((text) => text !== "." && text !== ".." && !text.startsWith(".wh."));
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => `/${names.join("/")}`);

function nameOf(bytes: Uint8Array): string {
  return decodeName(bytes.map((byte) => (byte === 0 || byte === 0x2f ? 0x61 : byte)));
}

const number = fc.oneof(fc.nat({ max: 0o7777777 }), fc.nat({ max: 2 ** 40 }));
const facts = fc.record({
  mode: fc.nat({ max: 0o7777 }),
  uid: number,
  gid: number,
  mtime: fc.integer({ min: -(2 ** 40), max: 2 ** 40 }),
});
const xattrs = fc.dictionary(
  fc.constantFrom("user.a", "security.capability", "trusted.é"),
  fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes).toString("base64")),
  { minKeys: 1, maxKeys: 3 },
);
const content = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  // Holes and sizes around those of blocks.
  fc.constantFrom(511, 512, 513, 70_000).map((size) => new Uint8Array(size)),
);
type Kind = Partial<FileEntry> & { readonly content?: Uint8Array };
const kind = fc.oneof(
  { weight: 3, arbitrary: content.map((bytes): Kind => ({ type: "file", content: bytes })) },
  fc.constantFrom<Kind>({ type: "directory" }, { type: "fifo" }),
  fc.uint8Array({ minLength: 1, maxLength: 300 }).map((bytes): Kind => {
    return { type: "symlink", target: nameOf(bytes) };
  }),
  fc.record({ major: number, minor: fc.nat({ max: 4095 }) }).map(({ major, minor }): Kind => {
    return { type: "character-device", device: { major: major % 8 ** 7, minor } };
  }),
);
const item = fc.record(
  { path, facts, kind, xattrs, links: fc.nat({ max: 2 }) },
  { requiredKeys: ["path", "facts", "kind", "links"] },
);

interface Made {
  readonly entries: readonly FileEntry[];
  readonly contents: ReadonlyMap<string, Uint8Array>;
}

/** Makes a tree of the items that there is room for, with further names for some files. */
const tree = fc.array(item, { maxLength: 8 }).map((items): Made => {
  const entries = new Map<string, FileEntry>([["/", folder("/")]]);
  const contents = new Map<string, Uint8Array>();
  for (const { path: at, facts: own, kind: what, xattrs: attributes, links } of items) {
    if (entries.has(at) || !makeFolders(entries, at)) continue;
    const { content: bytes, ...more } = what;
    const entry: FileEntry = {
      path: at,
      type: "file",
      size: bytes?.length ?? 0,
      ...own,
      ...more,
      ...(attributes && { xattrs: attributes }),
      ...(bytes && { digest: sha256(bytes) }),
    };
    entries.set(at, entry);
    if (!bytes) continue;
    contents.set(at, bytes);
    for (let link = 0; link < links; link++) {
      // After the name that carries the content.
      const linked = `${at}~${link}`;
      entries.set(linked, { ...entry, path: linked, hardLink: at });
    }
  }
  return { entries: [...entries.values()].sort((a, b) => comparePaths(a.path, b.path)), contents };
});

function makeFolders(entries: Map<string, FileEntry>, path: string): boolean {
  const missing: string[] = [];
  let at = parentPath(path);
  for (; !entries.has(at); at = parentPath(at)) missing.push(at);
  if (entries.get(at)?.type !== "directory") return false;
  for (const folderPath of missing.reverse()) entries.set(folderPath, folder(folderPath));
  return true;
}

function fileTree({ entries, contents }: Made): FileTree {
  const index = createFileIndex(entries);
  return {
    ...index,
    async *read(at) {
      yield contents.get(index.lookup(at)?.hardLink ?? at) ?? new Uint8Array(0);
    },
  };
}

const options: fc.Arbitrary<WriteImageOptions> = fc.record({
  format: fc.constantFrom("oci", "oci-archive", "docker-archive"),
  compression: fc.constantFrom("gzip", "none"),
  layers: fc.constantFrom("flattened", "original"),
});

test("whatever is written is opened as the same, in every format", async () => {
  await fc.assert(
    fc.asyncProperty(tree, options, async (made, chosen) => {
      const out = join(await temporaryFolder(), "out");
      const source = { tree: fileTree(made), configuration };
      const { digest, diffId, layers } = await writeImage(out, source, chosen);
      const image = await openImage(out);
      try {
        expect([...image.tree.entries()]).toEqual(
          made.entries.map((entry) => ({ ...entry, layer: diffId })),
        );
        for (const [at, bytes] of made.contents) {
          expect(Buffer.compare(await collect(image.tree.read(at)), bytes)).toBe(0);
        }
        expect(image.subject.digest).toBe(digest);
        expect(image.layers.map((layer) => layer.diffId)).toEqual(layers.map((one) => one.diffId));
      } finally {
        await image.close();
      }
    }),
    { numRuns: 40 },
  );
});
