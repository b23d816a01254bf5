import { expect, test } from "vitest";
import { splitLines } from "../../src/lines/split-lines.ts";

/** The lines of a log that comes in chunks of this size, each with its offset. */
function linesOf(log: string, size: number): readonly string[] {
  const lines: string[] = [];
  const splitter = splitLines({
    onLine: ({ bytes, at, end }, offset) => {
      // A decoder takes a byte order mark off by itself.
      const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(at, end));
      lines.push(`${offset} ${text}`);
    },
    onLongLine: (offset) => lines.push(`${offset} too long`),
    limit: 8,
  });
  const bytes = new TextEncoder().encode(log);
  for (let at = 0; at < bytes.length; at += size) splitter.push(bytes.subarray(at, at + size));
  splitter.end();
  return lines;
}

test.each([1, 2, 3, 5, 100])("lines are the same in chunks of %d bytes", (size) => {
  const log = "\ufeffa\r\n\n\ufeffb\r\r\n123456789\nlast";
  const lines = ["0 a", "6 ", "7 \ufeffb\r", "14 too long", "24 last"];
  expect(linesOf(log, size)).toEqual(lines);
});

test("a byte order mark without anything behind it is an empty line", () => {
  expect(linesOf("\ufeff", 1)).toEqual(["0 "]);
  expect(linesOf("\ufeff\na", 2)).toEqual(["0 ", "4 a"]);
  expect(linesOf("", 1)).toEqual([]);
});
