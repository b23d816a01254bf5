import { link, symlink as makeLink, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  decodeName,
  isImageError,
  renderTarHeader,
  type ScanTarOptions,
  scanTar,
} from "@coppice/image";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { collectText, cut, tarOf } from "./support/bytes.ts";
import { entry, folder, symlink } from "./support/entry.ts";
import { temporaryFolder } from "./support/layout.ts";
import { hasTool, run } from "./support/tool.ts";

type Chunks = Parameters<typeof scanTar>[0];

async function scan(chunks: Chunks, options?: ScanTarOptions) {
  const members = [];
  for await (const { content, ...member } of scanTar(chunks, options)) members.push(member);
  return members;
}

const fails = (chunks: Chunks, options?: ScanTarOptions) => expect(scan(chunks, options)).rejects;

/** A header block by hand: fields as text at their offsets, then a true checksum. */
function block(fields: Readonly<Record<number, string>>): Uint8Array {
  const bytes = Buffer.alloc(512);
  for (const [offset, text] of Object.entries(fields)) bytes.write(text, Number(offset), "latin1");
  bytes.fill(" ", 148, 156);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, "0")}\0`, 148);
  return bytes;
}

function withBody(header: Uint8Array, body: string): Uint8Array {
  const bytes = Buffer.from(body, "latin1");
  return Buffer.concat([header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}

const octal = (value: number): string => value.toString(8).padStart(11, "0");

function extension(type: string, body: string): Uint8Array {
  return withBody(
    block({ 0: "x", 124: octal(Buffer.byteLength(body, "latin1")), 156: type }),
    body,
  );
}

function paxRecord(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`, "latin1");
  const length = [1, 2, 3, 4].find((digits) => String(rest + digits).length === digits) ?? 0;
  return `${rest + length} ${key}=${value}\n`;
}

/** A member with `GNU.sparse` records. */
function sparse(records: Readonly<Record<string, string>>, body: string): Buffer {
  const text = Object.entries(records).map(([key, value]) => paxRecord(`GNU.sparse.${key}`, value));
  const header = block({ 0: "a", 124: octal(body.length), 156: "0" });
  return Buffer.concat([extension("x", text.join("")), withBody(header, body)]);
}

describe.skipIf(!hasTool("tar"))("an archive made by GNU tar", () => {
  test.each(["v7", "ustar", "gnu", "oldgnu", "pax"])("is read in the format %s", async (format) => {
    const root = await temporaryFolder();
    const deep = format === "v7" ? "short" : "long-folder-name/".repeat(8).slice(0, -1);
    const veryDeep = format === "gnu" || format === "pax" ? `${deep}/${"x".repeat(200)}` : deep;
    await mkdir(join(root, "tree", veryDeep), { recursive: true });
    await writeFile(join(root, "tree", veryDeep, "file"), "content");
    await writeFile(join(root, "tree", "hard"), "content");
    await link(join(root, "tree", "hard"), join(root, "tree", "zz-hard"));
    await makeLink("target", join(root, "tree", "soft"));
    const archive = join(root, "a.tar");
    run("tar", `--format=${format}`, "--sort=name", "-cf", archive, "-C", join(root, "tree"), ".");
    const bytes = await readFile(archive);
    const members = await scan([bytes]);
    expect(members.map(({ path }) => path).join("\n")).toBe(
      run("tar", "--quoting-style=literal", "-tf", archive)
        .trim()
        .split("\n")
        .map((name) => name.replace(/^\./, "").replace(/(.)\/$/, "$1"))
        .join("\n"),
    );
    expect(members.find(({ path }) => path === "/soft")).toMatchObject({
      type: "symlink",
      target: "target",
    });
    expect(members.find(({ path }) => path === "/zz-hard")).toMatchObject({
      type: "hard-link",
      size: 0,
      target: "/hard",
    });
    const file = members.find(({ size }) => size > 0);
    expect(bytes.subarray(file?.offset, (file?.offset ?? 0) + 7).toString()).toBe("content");
  });

  test("may be incremental in many runs after its end mark, and only the first counts", async () => {
    const root = await temporaryFolder();
    await writeFile(join(root, "one"), "1");
    run("tar", "-cf", join(root, "a.tar"), "-C", root, "one");
    const bytes = await readFile(join(root, "a.tar"));
    const twice = Buffer.concat([bytes, bytes]);
    expect(await scan([twice])).toHaveLength(1);
  });
});

test("the content of a member can be taken, in part or not at all", async () => {
  const tar = await tarOf([
    [entry("/a"), "a".repeat(1000)],
    [entry("/b"), "b".repeat(1000)],
    [entry("/c"), "c".repeat(1000)],
  ]);
  const seen: string[] = [];
  for await (const member of scanTar(cut(tar, [100]))) {
    if (member.path === "/a") seen.push(await collectText(member.content()));
    if (member.path === "/b") {
      for await (const chunk of member.content()) {
        seen.push(decodeName(chunk));
        break;
      }
    }
    if (member.path === "/c") seen.push(await collectText(member.content()));
  }
  expect(seen[0]).toBe("a".repeat(1000));
  expect(seen[1]).toMatch(/^b{1,100}$/);
  expect(seen[2]).toBe("c".repeat(1000));
});

test("a content that was passed over is refused", async () => {
  const members = [];
  for await (const member of scanTar([await tarOf([[entry("/a"), "a"]])])) members.push(member);
  const content = members[0]?.content();
  await expect(content?.next()).rejects.toMatchObject({ code: "TAR_MEMBER_PASSED" });
});

test("leaving the loop early lets go of the stream", async () => {
  let closed = false;
  const tar = await tarOf([entry("/a"), entry("/b")]);
  async function* source() {
    try {
      yield* cut(tar, [512]);
    } finally {
      closed = true;
    }
  }
  for await (const _ of scanTar(source())) break;
  expect(closed).toBe(true);
});

test("the stream is taken to its end, so that a digest over it is complete", async () => {
  const tar = await tarOf([entry("/a")]);
  let taken = 0;
  function* source() {
    for (const chunk of cut(Buffer.concat([tar, Buffer.alloc(10_000)]), [700])) {
      taken += chunk.length;
      yield chunk;
    }
  }
  await scan(source());
  expect(taken).toBe(tar.length + 10_000);
});

test("any cut of the stream gives the same members", async () => {
  const tar = await tarOf([
    folder("/é"),
    [entry(`/${"long/".repeat(60)}file`, { xattrs: { "user.a": "AAE=" } }), "hello"],
    symlink("/l", "t"),
    [entry("/last"), "x".repeat(1500)],
  ]);
  const whole = await scan([tar]);
  expect(whole).toHaveLength(4);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1 }),
      async (lengths) => {
        expect(await scan(cut(tar, lengths))).toEqual(whole);
      },
    ),
  );
});

test("rubbish and damage never throw anything but a coded error", async () => {
  const tar = await tarOf([
    [entry(`/${"é".repeat(80)}`, { xattrs: { "user.x": "eA==" }, uid: 2 ** 30 }), "content"],
    entry("/dev", { type: "character-device", device: { major: 1, minor: 3 } }),
    symlink("/l", "x".repeat(150)),
  ]);
  const change = fc.record({
    at: fc.nat({ max: tar.length - 1 }),
    byte: fc.integer({ min: 0, max: 255 }),
  });
  const damaged = fc.tuple(
    fc.array(change, { minLength: 1, maxLength: 4 }),
    fc.nat({ max: tar.length }),
  );
  await fc.assert(
    fc.asyncProperty(damaged, fc.boolean(), async ([changes, length], heal) => {
      const bytes = Uint8Array.from(tar.subarray(0, length));
      for (const { at, byte } of changes) if (at < length) bytes[at] = byte;
      if (heal) healChecksums(bytes);
      try {
        await scan([bytes]);
      } catch (error) {
        if (!isImageError(error)) throw error;
      }
    }),
    { numRuns: 500 },
  );
});

/** Makes every block's checksum true, so that the damage behind it is met. */
function healChecksums(bytes: Uint8Array): void {
  for (let at = 0; at + 512 <= bytes.length; at += 512) {
    const header = bytes.subarray(at, at + 512);
    if (header[257] !== 0x75) continue;
    header.fill(0x20, 148, 156);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.set(Buffer.from(`${sum.toString(8).padStart(6, "0")}\0`), 148);
  }
}

test("a truncated stream is told from a whole one", async () => {
  const tar = await tarOf([[entry("/a"), "a".repeat(600)]]);
  for (const length of [100, 512, 600, 1024, 1111]) {
    await fails([tar.subarray(0, length)], { name: "layer sha256:1" }).toMatchObject({
      code: "TAR_TRUNCATED",
      message: expect.stringContaining("layer sha256:1"),
    });
  }
  for (const length of [1112, 1300, 1536]) {
    expect(await scan([tar.subarray(0, length)])).toHaveLength(1);
  }
  expect(await scan([])).toEqual([]);
  await fails([extension("x", paxRecord("path", "p"))]).toMatchObject({ code: "TAR_TRUNCATED" });
  await fails([extension("L", "name").subarray(0, 514)]).toMatchObject({ code: "TAR_TRUNCATED" });
});

test.each(["../x", "a/../../x", "/..", "a/.."])("the name %s is refused", async (name) => {
  await fails([block({ 0: name })], { name: "layer sha256:2" }).toMatchObject({
    code: "TAR_PATH_ESCAPES",
    message: expect.stringMatching(/^layer sha256:2: .*climbs out/),
  });
  await fails([block({ 0: "l", 156: "1", 157: name })]).toMatchObject({ code: "TAR_PATH_ESCAPES" });
});

test.each([
  ["./a//b/./c/", "/a/b/c"],
  ["/etc/passwd", "/etc/passwd"],
  ["./", "/"],
  ["/", "/"],
  ["...", "/..."],
  ["..a/b..", "/..a/b.."],
])("the name %s is the path %s", async (name, path) => {
  expect(await scan([block({ 0: name })])).toMatchObject([{ path }]);
});

test.each([
  ["no tar stream", Buffer.from("#!/bin/sh\n".repeat(60))],
  ["a false checksum", block({ 0: "a" }).fill(0x41, 0, 1)],
  ["no name", block({ 0: "", 124: "0" })],
  ["a size that is no number", block({ 0: "a", 124: "12x" })],
  ["a size beyond all measure", block({ 0: "a", 124: `\x80${"\xff".repeat(11)}` })],
  ["a negative size", block({ 0: "a", 124: "\xff".repeat(12) })],
  ["a negative owner", block({ 0: "a", 108: "\xff".repeat(8) })],
  ["a link to nothing", block({ 0: "a", 156: "2" })],
  ["a broken end mark", Buffer.concat([Buffer.alloc(512), block({ 0: "a" })])],
  ["a pax record without length", extension("x", "path=a\n")],
  ["a pax record that is too long", extension("x", "99 path=a\n")],
  ["a pax record without end", extension("x", "9 path=ab")],
  ["a pax record without key", extension("x", "5 ab\n")],
  ["a pax record of length 0", extension("x", "0 a=b\n")],
  ["a pax size that is no number", extension("x", paxRecord("size", "1e3"))],
  ["a pax path with NUL", extension("x", paxRecord("path", "a\0b"))],
  ["a sparse map without a size", sparse({ map: "0,1" }, "a")],
  ["a sparse map out of order", sparse({ map: "5,1,0,1", size: "10" }, "ab")],
  ["a sparse map past the end", sparse({ map: "0,1,9,2", size: "10" }, "abc")],
  ["a sparse map of odd length", sparse({ map: "0,1,9", size: "10" }, "a")],
  ["a sparse map of no numbers", sparse({ map: "0,x", size: "10" }, "a")],
  ["a sparse map for other bytes", sparse({ map: "0,1", size: "10" }, "ab")],
  ["a sparse map in text that is none", sparse({ major: "1", realsize: "9" }, "1\n0\nx\n")],
  ["a sparse map in text past the content", sparse({ major: "1", realsize: "9" }, "1\n")],
])("%s is refused as invalid", async (_, bytes) => {
  await fails([bytes]).toMatchObject({ code: "TAR_INVALID" });
});

test("sparse members that are cut off, too large or of an unknown version are refused", async () => {
  await fails([sparse({ major: "2", size: "9" }, "a")]).toMatchObject({ code: "TAR_UNSUPPORTED" });
  const text = sparse({ major: "1", realsize: "9" }, `200\n${"0\n".repeat(600)}`);
  await fails([text.subarray(0, text.length - 900)]).toMatchObject({ code: "TAR_TRUNCATED" });
  await fails([text], { limits: { headerBytes: 600 } }).toMatchObject({ code: "TAR_TOO_LARGE" });
  const old = block({ 0: "a", 156: "S", 257: "ustar  \0", 482: "\x01", 483: octal(9) });
  await fails([old]).toMatchObject({ code: "TAR_TRUNCATED" });
  const chain = Buffer.alloc(512).fill(1, 504, 505);
  await fails([old, chain, chain], { limits: { headerBytes: 600 } }).toMatchObject({
    code: "TAR_TOO_LARGE",
  });
  const parts = sparse({ map: "0,5", size: "9" }, "abcde");
  await fails([parts.subarray(0, parts.length - 510)]).toMatchObject({ code: "TAR_TRUNCATED" });
});

test("an unknown type is refused", async () => {
  await fails([block({ 0: "a", 156: "V" })]).toMatchObject({ code: "TAR_UNSUPPORTED" });
});

test("local pax records go before global ones, and those before the header", async () => {
  const bytes = Buffer.concat([
    extension("g", paxRecord("uid", "7") + paxRecord("gid", "8") + paxRecord("mtime", "-1.5")),
    extension("x", paxRecord("uid", "9") + paxRecord("path", "p\xc3\xa9") + paxRecord("gid", "")),
    block({ 0: "one", 108: "0000001" }),
    block({ 0: "two", 108: "0000001" }),
  ]);
  expect(await scan([bytes])).toMatchObject([
    { path: "/pé", uid: 9, gid: 8, mtime: -2 },
    { path: "/two", uid: 7, gid: 8 },
  ]);
});

test("a pax size goes before the header's, and the next header is found", async () => {
  const bytes = Buffer.concat([
    extension("x", paxRecord("size", "3")),
    withBody(block({ 0: "one" }), "abc"),
    block({ 0: "two" }),
  ]);
  expect(await scan([bytes])).toMatchObject([{ size: 3 }, { path: "/two", size: 0 }]);
});

test("what follows a link or folder is no content, whatever its size field says", async () => {
  const bytes = Buffer.concat([
    block({ 0: "d", 124: octal(512), 156: "5" }),
    block({ 0: "l", 124: octal(512), 156: "1", 157: "d" }),
    block({ 0: "f", 156: "6" }),
  ]);
  expect(await scan([bytes])).toMatchObject([{ size: 0 }, { size: 0 }, { type: "fifo" }]);
});

test("base-256 numbers, old prefixes and old folders are read", async () => {
  const ustar = { 257: "ustar\x0000", 345: "some/prefix" };
  const star = {
    257: "ustar\x0000",
    345: `star${"\0".repeat(127)}00000000000 00000000000 `,
    508: "tar\0",
  };
  const bytes = Buffer.concat([
    block({ 0: "big", 108: "\x80\0\0\0\x80\0\0\0", 136: `${"\xff".repeat(11)}\xfe` }),
    block({ 0: "name", ...ustar }),
    block({ 0: "name", ...star }),
    block({ 0: "name", 257: "ustar  \0", 345: "17" }),
    block({ 0: "v7-folder/" }),
    block({ 0: "contiguous", 156: "7" }),
  ]);
  expect(await scan([bytes])).toMatchObject([
    { uid: 2 ** 31, mtime: -2 },
    { path: "/some/prefix/name" },
    { path: "/star/name" },
    { path: "/name" },
    { path: "/v7-folder", type: "directory" },
    { path: "/contiguous", type: "file" },
  ]);
});

test("signed checksums of old programs are accepted", async () => {
  const bytes = Buffer.from(block({ 0: "\xe9" }));
  bytes.fill(" ", 148, 156);
  const sum = bytes.reduce((total, byte) => total + (byte < 128 ? byte : byte - 256), 0);
  bytes.write(`${sum.toString(8).padStart(6, "0")}\0`, 148);
  expect(await scan([bytes])).toMatchObject([{ path: "/\udce9" }]);
});

test("each limit is kept and named", async () => {
  const tar = await tarOf([entry(`/${"n".repeat(200)}`), [entry("/b"), "x".repeat(5000)]]);
  for (const [limit, value] of [
    ["members", 1],
    ["nameBytes", 199],
    ["headerBytes", 100],
    ["bytes", 4000],
  ] as const) {
    await fails(cut(tar, [512]), { limits: { [limit]: value } }).toMatchObject({
      code: "TAR_TOO_LARGE",
      message: expect.stringContaining(`raise limits.${limit}`),
    });
  }
  await fails([extension("L", "x".repeat(5000)), block({ 0: "a" })]).toMatchObject({
    code: "TAR_TOO_LARGE",
  });
  await fails([block({ 156: "x", 124: `\x80${"\0".repeat(7)}\x7f\xff\xff\xff` })]).toMatchObject({
    code: "TAR_TOO_LARGE",
  });
});

test("attributes named as members of Object.prototype stay attributes", async () => {
  const xattrs = Object.fromEntries([["__proto__", "AA=="]]);
  const [member] = await scan([renderTarHeader(entry("/a", { xattrs }))]);
  expect(Object.entries(member?.xattrs ?? {})).toEqual([["__proto__", "AA=="]]);
  expect(Object.getPrototypeOf(member?.xattrs)).toBe(Object.prototype);
});
