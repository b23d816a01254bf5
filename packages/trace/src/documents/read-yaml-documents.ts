import { Composer, type CST, isMap, isScalar, isSeq, type ParsedNode, Parser } from "yaml";
import { bomLength } from "../lines/bom-length.ts";
import { type DocumentNode, deepestNode } from "./document-node.ts";

/**
 * The values of the documents of a YAML text; `undefined` when it is none, or nests too deep. Scalars are text as they are
 * written, and aliases are left out.
 *
 * Source: YAML 1.2.2.
 */
export function readYamlDocuments(bytes: Uint8Array): readonly DocumentNode[] | undefined {
  const start = bomLength(bytes);
  const text = new TextDecoder().decode(bytes.subarray(start));
  const tokens = [...new Parser().parse(text)];
  // The library recurses.
  if (isDeeper(tokens, deepestNode)) return undefined;
  const composer = new Composer({ schema: "failsafe", uniqueKeys: false, logLevel: "silent" });
  const documents = [...composer.compose(tokens, true, text.length)];
  if (documents.some(({ errors }) => errors.length > 0)) return undefined;
  const byteAt = createByteCounter(text, start);
  return documents.flatMap(({ contents }) => readNode(contents, undefined, byteAt) ?? []);
}

function readNode(
  node: ParsedNode | null,
  key: number | undefined,
  byteAt: (index: number) => number,
): DocumentNode | undefined {
  if (node === null) return undefined;
  const at = key ?? byteAt(node.range[0]);
  if (isScalar(node)) {
    const text = String(node.value);
    const none = node.type === "PLAIN" && (text === "null" || text === "~" || text === "");
    return none ? undefined : { kind: "scalar", at, text };
  }
  if (isSeq(node)) {
    const items = node.items.flatMap((item) => readNode(item, undefined, byteAt) ?? []);
    return { kind: "list", at, items };
  }
  if (!isMap(node)) return undefined;
  const members = new Map<string, DocumentNode>();
  for (const pair of node.items) {
    if (!isScalar(pair.key)) continue;
    const value = readNode(pair.value, byteAt(pair.key.range[0]), byteAt);
    if (value) members.set(String(pair.key.value), value);
  }
  return { kind: "map", at, members };
}

function isDeeper(tokens: readonly CST.Token[], limit: number): boolean {
  const open = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (depth > limit) return true;
    if ("value" in token && token.value) open.push({ token: token.value, depth });
    for (const { key, value } of "items" in token ? token.items : []) {
      if (key) open.push({ token: key, depth: depth + 1 });
      if (value) open.push({ token: value, depth: depth + 1 });
    }
  }
  return false;
}

/** Places in the text's UTF-8 by those in the text; asked for in their order, each takes the way from the one before. */
function createByteCounter(text: string, start: number): (index: number) => number {
  let index = 0;
  let bytes = start;
  return (wanted) => {
    if (wanted < index) {
      index = 0;
      bytes = start;
    }
    for (; index < wanted; index++) {
      const unit = text.charCodeAt(index);
      // A pair of surrogates takes four bytes, two for each.
      bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit & 0xf800) === 0xd800 ? 2 : 3;
    }
    return bytes;
  };
}
