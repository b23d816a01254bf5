import { char } from "../lines/cursor.ts";
import { failScan, type JsonReader, nextByte, skipValue } from "./json-scan.ts";

/** Reads the items of an array with `read`; those of another type are left out. */
export function jsonArray<Item>(read: JsonReader<Item>): JsonReader<readonly Item[]> {
  return (scan) => {
    if (scan.bytes[scan.at] !== char.openBracket) {
      skipValue(scan);
      return undefined;
    }
    const items: Item[] = [];
    scan.at++;
    if (nextByte(scan) === char.closeBracket) {
      scan.at++;
      return items;
    }
    for (;;) {
      const item = read(scan);
      if (scan.broken) return undefined;
      if (item !== undefined) items.push(item);
      const next = nextByte(scan);
      scan.at++;
      if (next === char.closeBracket) return items;
      if (next !== char.comma) return failScan(scan);
      nextByte(scan);
    }
  };
}
