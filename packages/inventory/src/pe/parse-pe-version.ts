/** What a version resource says. */
export interface PeVersion {
  /** Four numbers, such as `13.0.3.27908`. */
  readonly fileVersion: string;
  /** Its texts by name, such as `ProductVersion`, of the first language. */
  readonly strings: ReadonlyMap<string, string>;
}

/** A node of the resource: a name, a value, and nodes within it. */
interface Node {
  readonly key: string;
  readonly value: Uint8Array;
  readonly children: Uint8Array;
}

const fixedSignature = 0xfeef04bd;
const utf16 = new TextDecoder("utf-16le");

/**
 * A version resource (`VS_VERSIONINFO`); `undefined` where the bytes are none. See "Version Information" in the
 * documentation of the Windows API.
 */
export function parsePeVersion(bytes: Uint8Array): PeVersion | undefined {
  const [root] = nodesOf(bytes);
  if (root?.key !== "VS_VERSION_INFO" || root.value.length < 16) return undefined;
  const fixed = new DataView(root.value.buffer, root.value.byteOffset, root.value.length);
  if (fixed.getUint32(0, true) !== fixedSignature) return undefined;
  // Each pair of numbers is in one word, the more significant one in its upper half.
  const numbers = [10, 8, 14, 12].map((at) => fixed.getUint16(at, true));
  const strings = new Map<string, string>();
  for (const information of nodesOf(root.children)) {
    if (information.key !== "StringFileInfo") continue;
    const [table] = nodesOf(information.children);
    for (const { key, value } of table ? nodesOf(table.children) : []) {
      strings.set(key, textOf(value));
    }
    break;
  }
  return { fileVersion: numbers.join("."), strings };
}

function* nodesOf(bytes: Uint8Array): Generator<Node> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at + 6 <= bytes.length; ) {
    const length = view.getUint16(at, true);
    if (length < 6 || at + length > bytes.length) return;
    const end = at + length;
    let keyEnd = at + 6;
    while (keyEnd + 1 < end && view.getUint16(keyEnd, true) !== 0) keyEnd += 2;
    const valueStart = Math.min(aligned(keyEnd + 2), end);
    // Texts count their value in characters, all else in bytes.
    const isText = view.getUint16(at + 4, true) === 1;
    const valueBytes = view.getUint16(at + 2, true) * (isText ? 2 : 1);
    const valueEnd = Math.min(valueStart + valueBytes, end);
    yield {
      key: utf16.decode(bytes.subarray(at + 6, keyEnd)),
      value: bytes.subarray(valueStart, valueEnd),
      children: bytes.subarray(Math.min(aligned(valueEnd), end), end),
    };
    at = aligned(end);
  }
}

/** Nodes and values begin at multiples of four bytes, counted from the start of the resource, and so of each list in it. */
function aligned(at: number): number {
  return (at + 3) & ~3;
}

function textOf(value: Uint8Array): string {
  const text = utf16.decode(value);
  const end = text.indexOf("\0");
  return text.slice(0, end < 0 ? undefined : end).trim();
}
