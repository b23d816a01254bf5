import {
  failScan,
  type JsonReader,
  type JsonScan,
  nextByte,
  skipValue,
} from "../json/json-scan.ts";
import { jsonText } from "../json/json-text.ts";
import { readJson } from "../json/read-json.ts";
import { bomLength } from "../lines/bom-length.ts";
import { char } from "../lines/cursor.ts";
import { rawText } from "../lines/raw-text.ts";
import { TraceError } from "../trace-error.ts";
import { type DocumentNode, deepestNode } from "./document-node.ts";

/** Each takes some hundred bytes of memory. */
const mostNodes = 1 << 23;

/** The bytes of a document, and how many values they have had so far. */
interface DocumentScan extends JsonScan {
  nodes: number;
}

/**
 * The value of a JSON document; `undefined` when it is none, or is `null`.
 *
 * @throws A {@link TraceError} with code `LIMIT_EXCEEDED` when it has too many values.
 */
export function readJsonDocument(bytes: Uint8Array): DocumentNode | undefined {
  const document = { bytes, at: bomLength(bytes), end: bytes.length };
  const outcome = readJson(document, (scan) => {
    const whole = { ...scan, nodes: 0 };
    const node = readNode(whole, scan.at, 0);
    scan.at = whole.at;
    scan.broken = whole.broken;
    return node;
  });
  return outcome.read ? outcome.value : undefined;
}

function readNode(scan: DocumentScan, at: number, depth: number): DocumentNode | undefined {
  const start = scan.at;
  if (++scan.nodes > mostNodes) {
    throw new TraceError(
      "LIMIT_EXCEEDED",
      `the document has more than ${mostNodes} values; give one of a single workload`,
    );
  }
  switch (scan.bytes[start]) {
    case char.openBrace:
      return depth < deepestNode ? readMap(scan, at, depth) : passOver(scan);
    case char.openBracket:
      return depth < deepestNode ? readList(scan, at, depth) : passOver(scan);
    case char.quote: {
      const text = jsonText(scan);
      return text === undefined ? undefined : { kind: "scalar", at, text };
    }
    default: {
      skipValue(scan);
      const text = rawText(scan.bytes, start, scan.at);
      return scan.broken || text === "null" ? undefined : { kind: "scalar", at, text };
    }
  }
}

const passOver: JsonReader<DocumentNode> = (scan) => {
  skipValue(scan);
  return undefined;
};

function readMap(scan: DocumentScan, at: number, depth: number): DocumentNode | undefined {
  const members = new Map<string, DocumentNode>();
  scan.at++;
  if (nextByte(scan) === char.closeBrace) {
    scan.at++;
    return { kind: "map", at, members };
  }
  for (;;) {
    const keyAt = scan.at;
    const key = scan.bytes[keyAt] === char.quote ? jsonText(scan) : failScan(scan);
    if (key === undefined || scan.broken || nextByte(scan) !== char.colon) return failScan(scan);
    scan.at++;
    nextByte(scan);
    const value = readNode(scan, keyAt, depth + 1);
    if (scan.broken) return undefined;
    if (value) members.set(key, value);
    const next = nextByte(scan);
    scan.at++;
    if (next === char.closeBrace) return { kind: "map", at, members };
    if (next !== char.comma) return failScan(scan);
    nextByte(scan);
  }
}

function readList(scan: DocumentScan, at: number, depth: number): DocumentNode | undefined {
  const items: DocumentNode[] = [];
  scan.at++;
  if (nextByte(scan) === char.closeBracket) {
    scan.at++;
    return { kind: "list", at, items };
  }
  for (;;) {
    const item = readNode(scan, scan.at, depth + 1);
    if (scan.broken) return undefined;
    if (item) items.push(item);
    const next = nextByte(scan);
    scan.at++;
    if (next === char.closeBracket) return { kind: "list", at, items };
    if (next !== char.comma) return failScan(scan);
    nextByte(scan);
  }
}
