import { decodeName } from "@coppice/image";
import type { ReadRange } from "../elf/elf-reader.ts";
import { InventoryError } from "../inventory-error.ts";

const magic = 0xcafedada;
const headerBytes = 28;
/** A runtime with all modules has three megabytes; more is hostile. */
const maximumIndexBytes = 64 * 1024 * 1024;
/** A runtime with all of a large application has some hundreds. */
const maximumModules = 10_000;
const maximumNameBytes = 1024;
/** Kinds of a location's attributes, which stand in a byte above the three bits of their length. */
const attributes = { end: 0, module: 1 } as const;

/**
 * The names of the modules in a `lib/modules`, in which a Java runtime since version 9 has its classes; `undefined` where the
 * file is another. See OpenJDK, `src/java.base/share/native/libjimage/imageFile.hpp`.
 *
 * @example
 * ```ts
 * import { parseJimageModules } from "@coppice/inventory";
 *
 * await parseJimageModules(async () => new Uint8Array()); // => undefined
 * ```
 * @throws An `InventoryError` with code `CONTENT_INVALID` when it is damaged or ends early, and `CONTENT_TOO_LARGE` when its
 * index passes 64 MiB.
 */
export async function parseJimageModules(read: ReadRange): Promise<readonly string[] | undefined> {
  const head = await read({ start: 0, end: headerBytes });
  if (head.length < headerBytes) return undefined;
  const view = new DataView(head.buffer, head.byteOffset, headerBytes);
  // It is written in the byte order of the machine.
  const little = view.getUint32(0, true) === magic;
  if (!little && view.getUint32(0, false) !== magic) return undefined;
  const [slots = 0, locationBytes = 0, stringBytes = 0] = [16, 20, 24].map((at) =>
    view.getUint32(at, little),
  );
  // For each slot one number leads on in the hash table, and one to the location.
  const start = headerBytes + slots * 8;
  const size = locationBytes + stringBytes;
  if (start + size > maximumIndexBytes) {
    const message = `its index has ${start + size} bytes; read a runtime with fewer classes`;
    throw new InventoryError("CONTENT_TOO_LARGE", message);
  }
  const index = await read({ start, end: start + size });
  if (index.length < size) throw damaged("its index is past its end");
  const strings = index.subarray(locationBytes);
  const names = [...moduleOffsets(index.subarray(0, locationBytes))].map((offset) => {
    const name = strings.subarray(offset, offset + maximumNameBytes);
    const end = name.indexOf(0);
    if (end < 0) throw damaged(`the name at ${offset} has no end`);
    return decodeName(name.subarray(0, end));
  });
  // Folders that list the packages stand among the modules.
  return names.filter((name) => name !== "" && name !== "modules" && name !== "packages").sort();
}

/** Where the modules' names stand among the strings. */
function moduleOffsets(locations: Uint8Array): ReadonlySet<number> {
  const offsets = new Set<number>();
  for (let at = 0; at < locations.length; ) {
    const byte = locations[at] ?? 0;
    const kind = byte >> 3;
    if (kind === attributes.end) {
      at++;
      continue;
    }
    const length = (byte & 7) + 1;
    if (kind === attributes.module) {
      let offset = 0;
      for (const value of locations.subarray(at + 1, at + 1 + length))
        offset = offset * 256 + value;
      offsets.add(offset);
      if (offsets.size > maximumModules)
        throw damaged(`it has more than ${maximumModules} modules`);
    }
    at += 1 + length;
  }
  return offsets;
}

function damaged(what: string): InventoryError {
  return new InventoryError("CONTENT_INVALID", `${what}; build or fetch the runtime again`);
}
