import { isInventoryError, parseRpmDatabase } from "@coppice/inventory";
import type { Problem } from "@coppice/types";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderSqlite } from "../sqlite/render-sqlite.ts";
import { renderBdb } from "./render-bdb.ts";
import { renderNdb } from "./render-ndb.ts";
import { renderRpmHeader } from "./render-rpm-header.ts";
import { hasRpm, importWithRpm } from "./rpm-cli.ts";
import { renderFixture } from "./rpm-fixture.ts";

function read(database: Uint8Array) {
  const problems: Problem[] = [];
  const packages = [...parseRpmDatabase(database, { onProblem: (one) => problems.push(one) })];
  return {
    names: packages.map(({ name }) => name),
    problems,
    codes: problems.map(({ code }) => code),
  };
}

const short = renderRpmHeader(new Map([[1000, "s"]]), { region: false });
const headers = [
  renderFixture({ name: "one", files: [{ path: "/bin/one" }] }),
  renderFixture({ name: "two", requires: [["one"]] }),
  renderFixture({
    name: "long",
    files: Array.from({ length: 60 }, (_, at) => ({ path: `/${at}` })),
  }),
];

const formats: Record<string, (headers: readonly Uint8Array[]) => Uint8Array> = {
  sqlite: (list) => renderSqlite(list.map((header) => [null, header])),
  ndb: renderNdb,
  "bdb of a little-endian machine": renderBdb,
  "bdb of a big-endian machine": (list) => renderBdb(list, { littleEndian: false }),
  "bdb with unsorted pages": (list) => renderBdb(list, { sorted: false }),
};

describe.each(Object.entries(formats))("%s", (_, render) => {
  test("gives all packages", () => {
    expect(read(render(headers))).toEqual({
      names: ["one", "two", "long"],
      problems: [],
      codes: [],
    });
    expect(read(render([]))).toMatchObject({ names: [], codes: [] });
  });

  test("leaves out a header that cannot be read, also one that is as short as its key", () => {
    const { names, codes, problems } = read(render([short, new Uint8Array(3), ...headers]));
    expect(names).toEqual(["one", "two", "long"]);
    expect(codes).toEqual(["RPM_HEADER_DAMAGED", "RPM_HEADER_DAMAGED"]);
    expect(problems[0]?.message).toContain("the package of record 1 is missing");
  });

  test("throws the first problem where nobody listens", () => {
    expect(() => [...parseRpmDatabase(render([short]))]).toThrow(
      expect.objectContaining({ code: "CONTENT_INVALID" }),
    );
  });

  test("tells of every cut", () => {
    const database = render(headers);
    fc.assert(
      fc.property(fc.nat(database.length - 1), (length) => {
        try {
          expect(read(database.subarray(0, length)).codes).not.toEqual([]);
        } catch (error) {
          expect(isInventoryError(error)).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  test("comes to an end whatever bytes are changed", () => {
    const database = render(headers);
    const change = fc.record({ at: fc.nat(database.length - 1), value: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        const changed = database.slice();
        for (const { at, value } of changes) changed[at] = value;
        try {
          expect(read(changed).names.length).toBeLessThanOrEqual(headers.length);
        } catch (error) {
          expect(isInventoryError(error)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});

test("refuses what is no database of rpm", () => {
  for (const bytes of [new Uint8Array(), new Uint8Array(3), new Uint8Array(4096)]) {
    expect(() => read(bytes)).toThrow(expect.objectContaining({ code: "CONTENT_INVALID" }));
  }
});

test("tells of a row without a header", () => {
  expect(read(renderSqlite([[null, "text"], [null]])).codes).toEqual([
    "RPM_DATABASE_DAMAGED",
    "RPM_DATABASE_DAMAGED",
  ]);
});

describe("an ndb database", () => {
  const changed = (change: (view: DataView, bytes: Uint8Array) => void) => {
    const bytes = renderNdb(headers);
    change(new DataView(bytes.buffer), bytes);
    return read(bytes);
  };

  test("uses a record whose checksum is wrong, and tells of it", () => {
    const { names, codes } = changed((_, bytes) => bytes.fill(0x78, 4096 + 16 + 8 + 16, 4096 + 57));
    expect(codes[0]).toBe("RPM_DATABASE_DAMAGED");
    expect(names.slice(-2)).toEqual(["two", "long"]);
  });

  test("leaves out a record whose head is not the one that its slot names", () => {
    const { names, codes } = changed((view) => view.setUint32(4096 + 4, 9, true));
    expect({ names, codes }).toEqual({ names: ["two", "long"], codes: ["RPM_DATABASE_DAMAGED"] });
  });

  test("does not give out a record twice", () => {
    const { names, codes } = changed((_, bytes) => {
      for (let slot = 32; slot < 4096; slot += 16) bytes.copyWithin(slot, 64, 80);
    });
    expect(names).toEqual(["long"]);
    expect(codes).toEqual(["RPM_DATABASE_DAMAGED"]);
  });

  test("is not read where its version is unknown, or from a damaged slot on", () => {
    expect(changed((view) => view.setUint32(4, 1, true))).toMatchObject({
      names: [],
      problems: [{ code: "RPM_DATABASE_DAMAGED", offset: 4 }],
    });
    expect(changed((view) => view.setUint32(48, 1, true))).toMatchObject({
      names: ["one"],
      problems: [{ code: "RPM_DATABASE_DAMAGED", offset: 48 }],
    });
  });
});

describe("a database of Berkeley DB", () => {
  const longFirst = headers.toReversed();
  const changed = (change: (view: DataView) => void) => {
    const bytes = renderBdb(longFirst);
    change(new DataView(bytes.buffer));
    return read(bytes);
  };
  const page = 512;
  const overflowPage = 2 * page;

  test("is not read where pages have an impossible size or are encrypted", () => {
    const sized = (size: number) => changed((view) => view.setUint32(20, size, true));
    for (const size of [0, 511, 513, 1 << 17]) {
      expect(sized(size)).toMatchObject({ names: [], codes: ["RPM_DATABASE_DAMAGED"] });
    }
    expect(changed((view) => view.setUint8(24, 1)).problems).toMatchObject([{ offset: 24 }]);
  });

  test("leaves out a record whose pages are used twice, too full, or of another type", () => {
    // The pages of the first record link back to themselves.
    const loop = changed((view) => view.setUint32(overflowPage + 16, 2, true));
    const full = changed((view) => view.setUint16(overflowPage + 22, 0xffff, true));
    const typed = changed((view) => view.setUint8(overflowPage + 25, 1));
    for (const { names, codes } of [loop, full, typed]) {
      expect({ names, codes }).toEqual({ names: ["two", "one"], codes: ["RPM_DATABASE_DAMAGED"] });
    }
  });

  test("leaves out items that overlap, and keys that are no number", () => {
    const overlap = changed((view) => view.setUint16(page + 26 + 2 * 4, 511, true));
    expect(overlap).toMatchObject({ names: ["long"], codes: ["RPM_DATABASE_DAMAGED"] });
    const count = changed((view) => view.setUint16(page + 20, 500, true));
    expect(count).toMatchObject({ names: [], codes: ["RPM_DATABASE_DAMAGED"] });
    const key = changed((view) => view.setUint8(page + view.getUint16(page + 30, true), 3));
    expect(key).toMatchObject({ names: ["two", "one"], codes: ["RPM_DATABASE_DAMAGED"] });
  });
});

test.skipIf(!hasRpm)("reads the database that rpm itself writes of these headers", () => {
  const { database, lines } = importWithRpm(headers, "%{NAME}\n");
  expect(lines).toHaveLength(3);
  expect(read(database)).toMatchObject({ names: ["one", "two", "long"], codes: [] });
});
