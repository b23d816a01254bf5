import { readlink, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { decodeName, encodeName, renderTar, renderTarHeader, scanTar } from "@coppice/image";
import type { FileEntry, FileType } from "@coppice/types";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { collect, collectText, tarOf } from "./support/bytes.ts";
import { entry, folder, symlink } from "./support/entry.ts";
import { temporaryFolder } from "./support/layout.ts";
import { hasTool, run } from "./support/tool.ts";

const name = fc
  .uint8Array({ minLength: 1, maxLength: 40 })
  .map((bytes) => decodeName(bytes.map((byte) => (byte === 0 || byte === 0x2f ? 0x61 : byte))))
  .filter((text) => text !== "." && text !== "..");
const path = fc.array(name, { minLength: 1, maxLength: 12 }).map((names) => `/${names.join("/")}`);
const number = fc.oneof(fc.nat({ max: 0o7777777 }), fc.nat({ max: 2 ** 40 }));
const facts = fc.record({
  path,
  mode: fc.nat({ max: 0o7777 }),
  uid: number,
  gid: number,
  mtime: fc.integer({ min: -(2 ** 40), max: 2 ** 40 }),
  xattrs: fc.dictionary(
    fc.string({ minLength: 1, unit: "binary-ascii" }).filter((key) => !key.includes("=")),
    fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes).toString("base64")),
    { maxKeys: 3 },
  ),
});
const withContent = fc.tuple(facts, fc.uint8Array({ maxLength: 1500 })).map(([some, content]) => ({
  entry: { ...some, type: "file" as FileType, size: content.length } as FileEntry,
  content,
}));
const withoutContent = fc
  .tuple(
    facts,
    fc.oneof(
      fc.constantFrom<Partial<FileEntry>>({ type: "directory" }, { type: "fifo" }),
      path.map((target): Partial<FileEntry> => ({ type: "symlink", target: target.slice(1) })),
      path.map((hardLink): Partial<FileEntry> => ({ type: "file", hardLink })),
      fc
        .nat({ max: 4095 })
        .map(
          (minor): Partial<FileEntry> => ({ type: "block-device", device: { major: 8, minor } }),
        ),
    ),
  )
  .map(([some, more]) => ({
    entry: { ...some, size: 0, ...more } as FileEntry,
    content: new Uint8Array(0),
  }));

test("what is rendered is scanned as the same", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(withContent, withoutContent), { maxLength: 5 }),
      async (inputs) => {
        const rendered = renderTar(
          inputs.map(({ entry: one, content }) => ({ entry: one, content: [content] })),
        );
        const scanned = [];
        for await (const { content, offset: _, ...member } of scanTar(rendered)) {
          scanned.push({ member, content: Buffer.from(await collect(content())) });
        }
        expect(scanned).toEqual(
          inputs.map(({ entry: { hardLink, xattrs, type, ...own }, content }) => ({
            member: {
              ...own,
              type: hardLink === undefined ? type : "hard-link",
              ...(hardLink !== undefined && { target: hardLink }),
              ...(Object.keys(xattrs ?? {}).length > 0 && { xattrs }),
            },
            content: Buffer.from(content),
          })),
        );
      },
    ),
  );
});

test("a header is one block unless ustar cannot say it", () => {
  const length = (one: FileEntry) => renderTarHeader(one).length;
  expect(length(entry(`/${"x".repeat(100)}`))).toBe(512);
  expect(length(entry(`/${"p".repeat(155)}/${"x".repeat(100)}`))).toBe(512);
  expect(length(folder(`/${"p".repeat(155)}/${"x".repeat(99)}`))).toBe(512);
  expect(length(entry("/x", { size: 8 ** 11 - 1, uid: 8 ** 7 - 1 }))).toBe(512);
  expect(length(entry(`/${"x".repeat(101)}`))).toBe(1536);
  expect(length(folder(`/${"p".repeat(155)}/${"x".repeat(100)}`))).toBe(1536);
  expect(length(entry(`/${"p".repeat(156)}/x`))).toBe(1536);
  expect(length(entry("/é"))).toBe(1536);
  expect(length(entry("/x", { size: 8 ** 11 }))).toBe(1536);
  expect(length(entry("/x", { mtime: -1 }))).toBe(1536);
});

test("the length of a pax record counts its own digits at every size", async () => {
  for (const length of [...Array(25).keys()]
    .map((more) => 980 + more)
    .concat([85, 86, 87, 88, 89])) {
    const long = `/${"x".repeat(length)}é`;
    const members = [];
    for await (const member of scanTar([await tarOf([entry(long)])])) members.push(member.path);
    expect(members).toEqual([long]);
  }
});

test("fractions of a second are dropped, towards the past", async () => {
  for await (const member of scanTar([await tarOf([entry("/a", { mtime: 1.9 })])])) {
    expect(member.mtime).toBe(1);
  }
});

test.each([
  ["a socket", entry("/s", { type: "socket" })],
  ["an attribute with =", entry("/a", { xattrs: { "user.a=b": "" } })],
  [
    "a huge device number",
    entry("/d", { type: "block-device", device: { major: 8 ** 7, minor: 0 } }),
  ],
  ["a path without a slash before it", entry("etc/motd")],
  ["a path with a NUL", entry("/a\0b")],
  ["a link to a name with a NUL", symlink("/a", "b\0c")],
  ["a hard link to a path without a slash before it", entry("/a", { hardLink: "b" })],
])("%s is refused", (_, one) => {
  expect(() => renderTarHeader(one)).toThrow(
    expect.objectContaining({ code: "ENTRY_UNSUPPORTED" }),
  );
});

test.each([0, 1, 3])("a content of %i bytes where 2 are said is refused", async (length) => {
  const input = { entry: entry("/a", { size: 2 }), content: [new Uint8Array(length)] };
  await expect(collect(renderTar([input]))).rejects.toMatchObject({ code: "CONTENT_CHANGED" });
});

test.skipIf(!hasTool("tar"))("GNU tar unpacks what is rendered", async () => {
  const root = await temporaryFolder();
  const odd = decodeName(Uint8Array.of(0x62, 0xe9, 0x0a));
  const deep = `${"/deep-folder".repeat(12)}/${"n".repeat(120)}`;
  const tar = await tarOf([
    folder("/", { mode: 0o755 }),
    [entry(deep, { mode: 0o4750, mtime: 1234567890 }), "content"],
    entry("/hard", { hardLink: deep }),
    symlink("/soft", "t".repeat(200)),
    [entry(`/${odd}`), "odd"],
  ]);
  await writeFile(join(root, "a.tar"), tar);
  run("tar", "-xpf", join(root, "a.tar"), "-C", root);
  const found = await stat(join(root, deep));
  expect([found.mode & 0o7777, found.mtimeMs, found.nlink]).toEqual([0o4750, 1234567890_000, 2]);
  expect(await readlink(join(root, "soft"))).toBe("t".repeat(200));
  expect((await stat(Buffer.concat([Buffer.from(`${root}/`), encodeName(odd)]))).size).toBe(3);
});

describe("an archive", () => {
  test("ends with two zero blocks", async () => {
    expect(await collect(renderTar([]))).toEqual(Buffer.alloc(1024));
  });

  test("may take its content from any stream", async () => {
    async function* content() {
      yield Buffer.from("ab");
      yield Buffer.from("c");
    }
    for await (const member of scanTar(
      renderTar([{ entry: entry("/a", { size: 3 }), content: content() }]),
    )) {
      expect(await collectText(member.content())).toBe("abc");
    }
  });
});
