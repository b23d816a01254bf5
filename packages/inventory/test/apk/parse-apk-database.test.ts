import { parseApkDatabase } from "@coppice/inventory";
import fc from "fast-check";
import { expect, test } from "vitest";

const encode = (text: string) => new TextEncoder().encode(text);
const parse = (text: string) => [...parseApkDatabase(encode(text))];

test("reads fields, folders and files", () => {
  const [record] = parse(
    "P:a\nV:1-r0\nD:b c\nF:\nR:.hidden\nF:root\nM:0:0:700\nF:usr/bin\nR:a\na:0:0:755\nZ:Q1aaa=\nR:b\n",
  );
  expect([...(record?.fields ?? [])]).toEqual([
    ["P", "a"],
    ["V", "1-r0"],
    ["D", "b c"],
  ]);
  expect(record?.folders).toEqual(["/", "/root", "/usr/bin"]);
  expect(record?.files).toEqual([
    { path: "/.hidden" },
    { path: "/usr/bin/a", checksum: "Q1aaa=" },
    { path: "/usr/bin/b" },
  ]);
  expect(record?.unreadable).toBe(0);
});

test("counts lines that it cannot read, and repeated ones, and goes on", () => {
  const [record, next] = parse("P:a\nrubbish\nR:x\nZ:y\nP:b\nV:1\n:\n\n\n\nP:next\n");
  expect(record?.unreadable).toBe(5);
  expect(record?.fields.get("P")).toBe("a");
  expect(next?.fields.get("P")).toBe("next");
});

test("takes lines that end as on Windows, and names that are not UTF-8", () => {
  expect(parse("P:a\r\nV:1\r\n\r\nP:b\r\n").map(({ fields }) => fields.get("P"))).toEqual([
    "a",
    "b",
  ]);
  const bytes = Uint8Array.of(...encode("P:a\nF:etc\nR:"), 0xe9, 0x0a);
  const [record] = parseApkDatabase(bytes);
  expect(record?.files).toEqual([{ path: "/etc/\udce9" }]);
});

test("keeps letters that would be keys of a prototype apart", () => {
  const [record] = parse("P:__proto__\nV:constructor\nF:__proto__\nR:constructor\n");
  expect(record?.fields.get("P")).toBe("__proto__");
  expect(record?.files).toEqual([{ path: "/__proto__/constructor" }]);
});

const line = fc.oneof(
  fc.constantFrom("P:a", "V:1", "F:usr/bin", "R:x", "Z:Q1a=", "", "", "bad", "D:so:libc.so=1 !b"),
  fc.string({ maxLength: 10 }),
);

test("tiles any file, whose cut gives the same records but for the last", () => {
  fc.assert(
    fc.property(fc.array(line), fc.nat(200), (lines, cut) => {
      const bytes = encode(lines.join("\n"));
      const records = [...parseApkDatabase(bytes)];
      let at = 0;
      for (const { start, end } of records) {
        expect(start).toBe(at);
        at = end;
      }
      if (records.length > 0) expect(at).toBe(bytes.length);
      const part = [...parseApkDatabase(bytes.subarray(0, cut))];
      expect(part.slice(0, -1)).toEqual(records.slice(0, Math.max(part.length - 1, 0)));
    }),
  );
});

test("takes any bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      for (const { end } of parseApkDatabase(bytes)) expect(end).toBeGreaterThan(0);
    }),
  );
});

test("takes no more room for paths than a record can need", () => {
  const files = Array.from({ length: 1000 }, (_, at) => `R:${at}\n`).join("");
  const text = `P:a\nV:1\nF:${"x".repeat(4000)}\n${files}`;
  const [record] = parseApkDatabase(new TextEncoder().encode(text));
  expect(record?.files.length).toBeLessThan(50);
  expect(record?.unreadable).toBe(1000 - (record?.files.length ?? 0));
});
