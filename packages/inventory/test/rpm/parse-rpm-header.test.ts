import { isInventoryError, parseRpmHeader, rpmPackageOf, rpmTags } from "@coppice/inventory";
import fc from "fast-check";
import { expect, test } from "vitest";
import { renderRpmHeader, type TagValue } from "./render-rpm-header.ts";
import { renderFixture } from "./rpm-fixture.ts";

const invalid = expect.objectContaining({ code: "CONTENT_INVALID" });

test("reads every type of value", () => {
  const header = parseRpmHeader(
    renderRpmHeader(
      new Map<number, TagValue>([
        [1000, "one"],
        [1004, ["in C", "in another language"]],
        [1005, Uint8Array.of(1, 0, 255)],
        [1030, { bits: 16, numbers: [0o100644, 65535] }],
        [1040, { bits: 8, numbers: [255] }],
        [1041, [4294967295, 0]],
        [5009, { bits: 64, numbers: [2 ** 40] }],
        [1100, []],
        [1101, "caf\udce9"],
      ]),
    ),
  );
  expect([...header.tags()]).toEqual([1000, 1004, 1005, 1030, 1040, 1041, 5009, 1100, 1101]);
  expect(header.text(1000)).toBe("one");
  expect(header.text(1004)).toBe("in C");
  expect(header.texts(1004)).toEqual(["in C", "in another language"]);
  expect(header.bytes(1005)).toEqual(Uint8Array.of(1, 0, 255));
  expect(header.numbers(1030)).toEqual([0o100644, 65535]);
  expect(header.numbers(1040)).toEqual([255]);
  expect(header.numbers(1041)).toEqual([4294967295, 0]);
  expect(header.numbers(5009)).toEqual([2 ** 40]);
  expect(header.texts(1100)).toEqual([]);
  expect(header.text(1101)).toBe("caf\udce9");
});

test("has no value of another type than the one that is asked for", () => {
  const header = parseRpmHeader(renderRpmHeader(new Map<number, TagValue>([[1000, "one"]])));
  expect(header.numbers(1000)).toEqual([]);
  expect(header.bytes(1000)).toBeUndefined();
  expect(header.text(63)).toBeUndefined();
  expect(header.bytes(63)).toBeUndefined();
});

test("takes a tag that was added when it was installed in place of the signed one", () => {
  const tags = new Map<number, TagValue>([[1000, "one"]]);
  const added = new Map<number, TagValue>([[1000, "other"]]);
  expect(parseRpmHeader(renderRpmHeader(tags, { added })).text(1000)).toBe("other");
});

test("reads a header of rpm 3, without a region and with whole paths", () => {
  const tags = new Map<number, TagValue>([
    [rpmTags.name, "old"],
    [rpmTags.version, "1"],
    [rpmTags.release, "2"],
    [rpmTags.oldFileNames, ["/etc/old", "/bin/old"]],
    [rpmTags.fileDigests, ["", "0".repeat(32)]],
    [rpmTags.fileFlags, [1, 0]],
  ]);
  const found = rpmPackageOf(parseRpmHeader(renderRpmHeader(tags, { region: false })));
  expect(found.files).toMatchObject([
    { path: "/etc/old", configuration: true },
    { path: "/bin/old", digest: `md5:${"0".repeat(32)}` },
  ]);
});

test("refuses a header whose sizes or places are impossible", () => {
  const good = renderRpmHeader(new Map<number, TagValue>([[1000, "one"]]), { region: false });
  const change = (at: number, value: number) => {
    const bytes = good.slice();
    bytes[at] = value;
    return bytes;
  };
  expect(parseRpmHeader(good).size).toBe(good.length);
  expect(() => parseRpmHeader(good.subarray(0, 7))).toThrow(invalid);
  expect(() => parseRpmHeader(good.subarray(0, -1))).toThrow(invalid);
  // No entries, too many, too much data, and an offset and a count that leave the data.
  for (const [at, value] of [
    [3, 0],
    [1, 1],
    [4, 0xff],
    [19, 9],
    [23, 9],
  ] as const) {
    expect(() => parseRpmHeader(change(at, value))).toThrow(invalid);
  }
  // A text without its NUL shows when it is asked for.
  expect(() => parseRpmHeader(change(good.length - 1, 0x61)).text(1000)).toThrow(invalid);
});

test("refuses paths in a folder that is not there, or that are much longer than the header", () => {
  const withFiles = (dirIndexes: number[], dirNames: string[], baseNames: string[]) =>
    renderRpmHeader(
      new Map<number, TagValue>([
        [rpmTags.name, "one"],
        [rpmTags.version, "1"],
        [rpmTags.release, "1"],
        [rpmTags.dirIndexes, dirIndexes],
        [rpmTags.baseNames, baseNames],
        [rpmTags.dirNames, dirNames],
      ]),
    );
  const read = (bytes: Uint8Array) =>
    rpmPackageOf(parseRpmHeader(bytes)).files.map(({ path }) => path);
  expect(read(withFiles([0], ["/a/"], ["b"]))).toEqual(["/a/b"]);
  expect(() => read(withFiles([1], ["/a/"], ["b"]))).toThrow(invalid);
  const many = Array.from({ length: 500 }, () => 0);
  const long = `/${"a".repeat(4000)}/`;
  expect(() =>
    read(
      withFiles(
        many,
        [long],
        many.map(() => "b"),
      ),
    ),
  ).toThrow(invalid);
  expect(() => read(withFiles([0], [long + long], ["b"]))).toThrow(invalid);
});

test("refuses lists that have no room, which would take much memory", () => {
  const index = new Uint8Array(8 + 16);
  const view = new DataView(index.buffer);
  for (const [at, value] of [1, 5000, rpmTags.provideName, 8, 0, 5000].entries()) {
    view.setUint32(4 * at, value);
  }
  const header = parseRpmHeader(Uint8Array.of(...index, ...new Uint8Array(5000)));
  expect(() => header.texts(rpmTags.provideName)).toThrow(invalid);
});

test("refuses a package without a name, version or release", () => {
  const tags = new Map<number, TagValue>([[rpmTags.name, "one"]]);
  expect(() => rpmPackageOf(parseRpmHeader(renderRpmHeader(tags)))).toThrow(invalid);
});

test("gives back what was rendered", () => {
  const text = fc.string({ unit: "binary-ascii" }).map((value) => value.replaceAll("\0", ""));
  const value: fc.Arbitrary<TagValue> = fc.oneof(
    text,
    fc.array(text, { minLength: 1, maxLength: 4 }),
    fc.array(fc.nat(0xffffffff), { minLength: 1, maxLength: 4 }),
    fc.uint8Array({ minLength: 1, maxLength: 8 }),
  );
  const tags = fc.dictionary(fc.integer({ min: 1000, max: 1100 }).map(String), value, {
    minKeys: 1,
  });
  fc.assert(
    fc.property(tags, fc.boolean(), (record, region) => {
      const rendered = new Map(Object.entries(record).map(([tag, of]) => [Number(tag), of]));
      const header = parseRpmHeader(renderRpmHeader(rendered, { region }));
      for (const [tag, expected] of rendered) {
        const found = [header.bytes(tag), header.numbers(tag), header.texts(tag), header.text(tag)];
        expect(found).toContainEqual(expected);
      }
    }),
    { numRuns: 200 },
  );
});

test("ends with a coded error or a package, whatever is cut or changed", () => {
  const bytes = renderFixture({
    name: "one",
    files: [{ path: "/a/b", digest: "0".repeat(64) }, { path: "/a/c" }],
    requires: [["two", 8, "1"]],
  });
  const change = fc.record({ at: fc.nat(bytes.length - 1), value: fc.nat(255) });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 4 }), fc.nat(bytes.length), (changes, length) => {
      const changed = bytes.slice(0, length);
      for (const { at, value } of changes) if (at < length) changed[at] = value;
      try {
        expect(rpmPackageOf(parseRpmHeader(changed)).name).not.toBe("");
      } catch (error) {
        expect(isInventoryError(error)).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});
