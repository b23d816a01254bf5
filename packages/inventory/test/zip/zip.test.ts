import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  defaultZipLimits,
  isInventoryError,
  readZipDirectory,
  readZipEntry,
  type ZipEntry,
} from "@coppice/inventory";
import type { ByteRange } from "@coppice/types";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { renderZip, type ZipMember } from "./render-zip.ts";

const folder = mkdtempSync(join(tmpdir(), "coppice-zip-"));
afterAll(() => rmSync(folder, { recursive: true }));

const reader =
  (file: Uint8Array) =>
  async ({ start, end }: ByteRange) =>
    file.subarray(start, end);
const directoryOf = (file: Uint8Array) => readZipDirectory(reader(file), file.length);
const contentOf = async (file: Uint8Array, entry: ZipEntry) =>
  new TextDecoder().decode(await readZipEntry(reader(file), entry));
const contentsOf = async (file: Uint8Array) =>
  Promise.all(
    (await directoryOf(file)).map(async (entry) => [entry.name, await contentOf(file, entry)]),
  );
const reasonOf = async (work: Promise<unknown>) =>
  work.then(
    () => "no error",
    (error: unknown) => (isInventoryError(error) ? `${error.code}: ${error.message}` : error),
  );
const invalid = (what: string) =>
  `CONTENT_INVALID: the zip file is damaged: ${what}; build or fetch it again`;

const members: ZipMember[] = [
  { name: "a/", content: "", stored: true },
  { name: "a/stored.txt", content: "as it stands", stored: true },
  { name: "a/deflated.txt", content: "again and ".repeat(100) },
];

test.each([
  ["plain", {}],
  [
    "with a comment that looks like an end",
    { comment: "PK\u0005\u0006 and more than 22 bytes of it" },
  ],
  ["after a script", { prefix: "#!/bin/sh\nexec java -jar $0\n" }],
  ["with long numbers", { long: true }],
  ["with long numbers after a script", { long: true, prefix: "#!/bin/sh\n" }],
])("reads members %s", async (_, frame) => {
  const long = "long" in frame;
  const file = renderZip(
    members.map((member) => ({ ...member, long })),
    frame,
  );
  expect(await contentsOf(file)).toEqual(members.map(({ name, content }) => [name, content]));
});

test("reads a member whose sizes are in a descriptor after it", async () => {
  const file = renderZip([{ name: "a", content: "text", descriptor: true }, ...members]);
  expect((await contentsOf(file))[0]).toEqual(["a", "text"]);
});

test("keeps names that are no UTF-8, and all of one that comes twice", async () => {
  const file = renderZip([
    { name: Uint8Array.of(0x61, 0xe9), content: "1" },
    { name: "é", content: "2" },
    { name: "é", content: "3" },
  ]);
  expect(await contentsOf(file)).toEqual([
    ["a\udce9", "1"],
    ["é", "2"],
    ["é", "3"],
  ]);
});

test("reads a file with more bytes after its end, as Java does", async () => {
  const file = Buffer.concat([renderZip(members), Buffer.from("\nsignature")]);
  expect((await directoryOf(file)).length).toBe(members.length);
});

const hasPython = spawnSync("python3", ["--version"]).status === 0;

test.skipIf(!hasPython)("reads what Python writes, and Python what is written here", async () => {
  const written = join(folder, "python.zip");
  const script = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as z:
    z.writestr(zipfile.ZipInfo("stored"), b"one" * 1000)
    z.writestr(zipfile.ZipInfo("deflated"), b"two" * 1000, zipfile.ZIP_DEFLATED)
    with z.open("long", "w", force_zip64=True) as member: member.write(b"three")
    z.comment = b"of Python"
`;
  execFileSync("python3", ["-c", script, written]);
  expect(await contentsOf(readFileSync(written))).toEqual([
    ["stored", "one".repeat(1000)],
    ["deflated", "two".repeat(1000)],
    ["long", "three"],
  ]);
  const own = join(folder, "own.zip");
  writeFileSync(
    own,
    renderZip(
      members.map((member) => ({ ...member, long: true })),
      { long: true, prefix: "#!" },
    ),
  );
  expect(spawnSync("python3", ["-m", "zipfile", "-t", own]).status).toBe(0);
});

const hasZip = spawnSync("zip", ["-v"]).status === 0;

test.skipIf(!hasZip)("reads what Info-ZIP writes into a pipe", async () => {
  const zip = spawnSync("zip", ["-q", "-", "-"], { input: "piped ".repeat(500) });
  expect(await contentsOf(zip.stdout)).toEqual([["-", "piped ".repeat(500)]]);
});

test("finds members that lie over each other or outside of the file", async () => {
  const [folderMember, stored, deflated] = members;
  if (!folderMember || !stored || !deflated) throw new Error("three members are needed");
  const withWrong = (wrong: ZipMember["wrong"]) =>
    reasonOf(
      directoryOf(renderZip([folderMember, { ...stored, ...(wrong && { wrong }) }, deflated])),
    );
  expect(await withWrong({ offset: 0 })).toBe(
    invalid("a/stored.txt lies over the member before it"),
  );
  expect(await withWrong({ offset: 1 << 20 })).toBe(invalid("a/stored.txt is past its end"));
  expect(await withWrong({ compressedSize: 20 })).toBe(
    invalid("a/deflated.txt lies over the member before it"),
  );
});

test("finds what is no zip file, or holds together in no way", async () => {
  const file = renderZip(members);
  const change = (at: number, value: number) => {
    const changed = file.slice();
    changed[at < 0 ? changed.length + at : at] = value;
    return reasonOf(directoryOf(changed));
  };
  expect(await reasonOf(directoryOf(new Uint8Array()))).toBe(
    invalid("the end of its directory is missing"),
  );
  expect(await change(-18, 1)).toBe(invalid("it has other parts"));
  expect(await change(-12, 9)).toBe(invalid("its directory has 3 members and says 9"));
  expect(await change(-10, 0)).toContain("CONTENT_INVALID");
  expect(await change(-8, 0xff)).toBe(invalid("its directory begins outside of it"));
  expect(await change(-4, 0xff)).toBe(invalid("its directory begins outside of it"));
  expect(await reasonOf(directoryOf(renderZip(members, { long: true }).subarray(0, -22)))).toBe(
    invalid("the end of its directory is missing"),
  );
  const noLong = renderZip([{ name: "a", content: "b", wrong: { size: 0xffffffff } }]);
  expect(await reasonOf(directoryOf(noLong))).toBe(invalid("a long number of a member is missing"));
  const noLongEnd = renderZip(members, { long: true });
  noLongEnd[noLongEnd.length - 22 - 20 - 56] = 0;
  expect(await reasonOf(directoryOf(noLongEnd))).toBe(
    invalid("the long end of its directory is missing"),
  );
});

test("finds content that is not what the directory says", async () => {
  const read = async (member: Partial<ZipMember>) => {
    const file = renderZip([{ name: "a", content: "text", ...member }]);
    const [entry] = await directoryOf(file);
    return entry && reasonOf(readZipEntry(reader(file), entry));
  };
  const other = invalid("a is not what its directory says");
  expect(await read({ wrong: { crc: 1 } })).toBe(other);
  expect(await read({ wrong: { size: 3 } })).toBe(other);
  expect(await read({ wrong: { size: 5 } })).toBe(other);
  expect(await read({ wrong: { compressedSize: 4 } })).toBe(other);
  expect(await read({ wrong: { method: 14 } })).toBe(
    invalid("a is compressed by method 14, which is not read"),
  );
  expect(await read({ stored: true, wrong: { size: 3 } })).toBe(
    invalid("a is stored with two sizes"),
  );
  expect(await read({ encrypted: true })).toBe(invalid("a is encrypted"));
  expect(await read({ wrong: { offset: 1, compressedSize: 1 } })).toBe(
    invalid("a has no header where it should begin"),
  );
});

test("reads on where a local header is longer than most", async () => {
  const file = renderZip([{ name: "a", content: "text", stored: true }]);
  const extra = new Uint8Array(500);
  const long = new Uint8Array(file.length + extra.length);
  long.set(file.subarray(0, 31));
  long.set(file.subarray(31), 31 + extra.length);
  const view = new DataView(long.buffer);
  view.setUint16(28, extra.length, true);
  view.setUint32(long.length - 6, view.getUint32(long.length - 6, true) + extra.length, true);
  expect(await contentsOf(long)).toEqual([["a", "text"]]);
});

test("names the limit that a file passes", async () => {
  const file = renderZip([{ name: "a", content: " ".repeat(3 << 20) }, ...members]);
  const [entry] = await directoryOf(file);
  const directory = (limits: object) =>
    reasonOf(readZipDirectory(reader(file), file.length, { ...defaultZipLimits, ...limits }));
  const content = (limits: object) =>
    entry && reasonOf(readZipEntry(reader(file), entry, { ...defaultZipLimits, ...limits }));
  expect(await directory({ entries: 3 })).toBe(
    "CONTENT_TOO_LARGE: the zip file has 4 members or more, not 3; raise limits.entries to read it",
  );
  expect(await directory({ directoryBytes: 100 })).toContain("raise limits.directoryBytes");
  expect(await content({ entryBytes: 100 })).toContain("raise limits.entryBytes");
  expect(await content({})).toMatch(/grows \d+ bytes to 3145728 in a; raise limits.ratio/);
  expect(await content({ ratio: 2000 })).toBe("no error");
});

test("counts members itself, whatever the end of the directory says", async () => {
  const many = renderZip(Array.from({ length: 3 }, () => ({ name: "", content: "" })));
  new DataView(many.buffer).setUint16(many.length - 12, 1, true);
  expect(
    await reasonOf(
      readZipDirectory(reader(many), many.length, { ...defaultZipLimits, entries: 2 }),
    ),
  ).toContain("raise limits.entries");
});

const anyMembers = fc.array(
  fc.record({
    name: fc.string({ unit: "grapheme", maxLength: 12 }),
    content: fc.uint8Array({ maxLength: 300 }),
    stored: fc.boolean(),
    descriptor: fc.boolean(),
    long: fc.boolean(),
  }),
  { maxLength: 6 },
);
const anyFrame = fc.record({
  prefix: fc.constantFrom("", "#!/bin/sh\n"),
  comment: fc.string({ maxLength: 30 }),
  long: fc.boolean(),
});

test("gives back the members of any zip file", async () => {
  await fc.assert(
    fc.asyncProperty(anyMembers, anyFrame, async (each, frame) => {
      const file = renderZip(each, frame);
      const entries = await directoryOf(file);
      const found = await Promise.all(
        entries.map(async (entry) => ({
          name: entry.name,
          content: [...(await readZipEntry(reader(file), entry))],
        })),
      );
      expect(found).toEqual(each.map(({ name, content }) => ({ name, content: [...content] })));
    }),
    { numRuns: 60 },
  );
});

test("refuses any cut of a zip file, and one stored in another that is cut", async () => {
  const inner = renderZip([{ name: "inner", content: "text" }]);
  await fc.assert(
    fc.asyncProperty(anyMembers, fc.nat(), fc.boolean(), async (each, cut, nest) => {
      const file = renderZip([
        ...each,
        ...(nest ? [{ name: "b", content: inner, stored: true }] : []),
      ]);
      const part = file.subarray(0, cut % file.length);
      expect(await reasonOf(directoryOf(part))).toContain("CONTENT_INVALID");
    }),
    { numRuns: 200 },
  );
});

test("answers any change of a byte with members or a coded error", async () => {
  const file = renderZip(members, { long: true, comment: "a comment" });
  await fc.assert(
    fc.asyncProperty(fc.nat(file.length - 1), fc.nat(255), async (at, value) => {
      const changed = file.slice();
      changed[at] = value;
      const reason = await reasonOf(contentsOf(changed));
      expect(reason).toMatch(/^(?:no error$|CONTENT_)/);
    }),
    { numRuns: 300 },
  );
});
