/** Name and version of a Java module. */
interface ModuleInfo {
  readonly name: string;
  readonly version?: string;
}

const magic = 0xcafebabe;
/** A forged class may give all its attributes the same long name. */
const maximumTextBytes = 1024;
const tags = { utf8: 1, long: 5, double: 6, module: 19 } as const;
/** Bytes that follow the tags of constants of one length each. */
const lengths: ReadonlyMap<number, number> = new Map([
  [3, 4],
  [4, 4],
  [5, 8],
  [6, 8],
  [7, 2],
  [8, 2],
  [9, 4],
  [10, 4],
  [11, 4],
  [12, 4],
  [15, 3],
  [16, 2],
  [17, 4],
  [18, 4],
  [19, 2],
  [20, 2],
]);

/**
 * What a `module-info.class` declares; `undefined` where it declares no module. See the Java virtual machine specification,
 * sections 4.4 and 4.7.25.
 */
export function parseModuleInfo(bytes: Uint8Array): ModuleInfo | undefined {
  try {
    return readModule(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), bytes);
  } catch (error) {
    // A number past the end of the class.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function readModule(view: DataView, bytes: Uint8Array): ModuleInfo | undefined {
  if (view.getUint32(0) !== magic) return undefined;
  const places: number[] = [];
  let at = 10;
  for (let index = 1; index < view.getUint16(8); index++) {
    const tag = view.getUint8(at);
    places[index] = at;
    const length = tag === tags.utf8 ? 2 + view.getUint16(at + 1) : lengths.get(tag);
    if (length === undefined) return undefined;
    at += 1 + length;
    // These two take up two numbers.
    if (tag === tags.long || tag === tags.double) index++;
  }
  const textAt = (index: number) => {
    const place = places[index];
    if (place === undefined || view.getUint8(place) !== tags.utf8) return undefined;
    const length = view.getUint16(place + 1);
    if (length > maximumTextBytes) return undefined;
    return new TextDecoder().decode(bytes.subarray(place + 3, place + 3 + length));
  };
  // A module has flags, a name, and neither interfaces, fields nor methods.
  const attributes = view.getUint16(at + 12);
  at += 14;
  for (let nth = 0; nth < attributes; nth++) {
    if (textAt(view.getUint16(at)) === "Module") {
      const place = places[view.getUint16(at + 6)];
      const isModule = place !== undefined && view.getUint8(place) === tags.module;
      const name = isModule ? textAt(view.getUint16(place + 1)) : undefined;
      const version = textAt(view.getUint16(at + 10));
      return name === undefined ? undefined : { name, ...(version !== undefined && { version }) };
    }
    at += 6 + view.getUint32(at + 2);
  }
  return undefined;
}
