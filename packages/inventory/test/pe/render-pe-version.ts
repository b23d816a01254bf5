function utf16(text: string): number[] {
  return Array.from(text, (character) => character.charCodeAt(0)).flatMap((code) => [
    code & 0xff,
    code >> 8,
  ]);
}

const padded = (bytes: readonly number[]) => [
  ...bytes,
  ...Array.from({ length: (4 - (bytes.length % 4)) % 4 }, () => 0),
];
const word = (value: number) => [value & 0xff, value >> 8];

function node(
  key: string,
  value: readonly number[],
  isText: boolean,
  children: number[],
): number[] {
  const head = [...word(isText ? value.length / 2 : value.length), ...word(isText ? 1 : 0)];
  // Of the length that comes first, two bytes are missing while the rest is aligned.
  const named = padded([0, 0, ...head, ...utf16(`${key}\0`)]);
  const body = [
    ...(children.length > 0 ? padded([...named, ...value]) : [...named, ...value]),
    ...children,
  ];
  return [...word(body.length), ...body.slice(2)];
}

/** A version resource (`VS_VERSIONINFO` in the documentation of the Windows API). */
export function renderPeVersion(
  [major = 0, minor = 0, build = 0, revision = 0]: readonly number[],
  strings: Readonly<Record<string, string>>,
): Uint8Array {
  const fixed = [
    ...[0xbd, 0x04, 0xef, 0xfe, 0, 0, 1, 0],
    ...[minor, major, revision, build].flatMap(word),
    ...Array.from({ length: 36 }, () => 0),
  ];
  const entries = Object.entries(strings).flatMap(([key, text]) =>
    padded(node(key, utf16(`${text}\0`), true, [])),
  );
  const table = node("040904b0", [], true, entries);
  const translation = padded(
    node("VarFileInfo", [], true, node("Translation", [9, 4, 0xb0, 4], false, [])),
  );
  const children = [...translation, ...node("StringFileInfo", [], true, table)];
  return Uint8Array.from(node("VS_VERSION_INFO", fixed, false, children));
}

/** A resource section ("PE Format", ".rsrc Section") with one version, whose data begins at `address` + 112. */
export function renderResources(version: Uint8Array, address: number): Uint8Array {
  const bytes = new Uint8Array(112 + version.length);
  const view = new DataView(bytes.buffer);
  const folder = (at: number, entries: readonly (readonly [id: number, leadsTo: number])[]) => {
    view.setUint16(at + 14, entries.length, true);
    for (const [number, [id, leadsTo]] of entries.entries()) {
      view.setUint32(at + 16 + number * 8, id, true);
      view.setUint32(at + 20 + number * 8, leadsTo, true);
    }
  };
  folder(0, [
    [3, 0x80000020],
    [16, 0x80000020],
  ]);
  folder(32, [[1, 0x80000038]]);
  folder(56, [[1033, 80]]);
  view.setUint32(80, address + 112, true);
  view.setUint32(84, version.length, true);
  bytes.set(version, 112);
  return bytes;
}
