import type { ElfFacts } from "@coppice/types";
import {
  createElfReader,
  type ElfReader,
  elfError,
  type ReadRange,
  type Segment,
} from "./elf-reader.ts";

const segmentTypes = { load: 1, dynamic: 2, interpreter: 3 };
const tags = { end: 0, needed: 1, stringTable: 5, soname: 14, rpath: 15, runpath: 29 };
const objectTypes = ["other", "relocatable", "executable", "shared", "core"] as const;

/** More than any linker writes. */
const maximumDynamicBytes = 1 << 20;

/**
 * What the dynamic linker reads of an ELF object, of either class and byte order. It goes by the program headers, as
 * the kernel and the linker do, so that a stripped section table changes nothing; only the ranges that it needs are
 * read. See the System V ABI, chapters 4 and 5.
 *
 * @example
 * ```ts
 * import { parseElf } from "@coppice/inventory";
 *
 * const file = new Uint8Array(64);
 * file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
 * file.set([3, 0, 62, 0], 16);
 * const facts = await parseElf(async ({ start, end }) => file.subarray(start, end));
 * facts; // => { bits: 64, machine: 62, type: "shared", needed: [] }
 * ```
 * @throws An `InventoryError` with code `ELF_INVALID` when it is none, or an offset in it leads nowhere.
 */
export async function parseElf(read: ReadRange): Promise<ElfFacts> {
  const elf = await createElfReader(read);
  const { bits, machine, type, segments } = elf;
  const interpreter = segments.find((segment) => segment.type === segmentTypes.interpreter);
  const dynamic = segments.find((segment) => segment.type === segmentTypes.dynamic);
  return {
    bits,
    machine,
    type: objectTypes[type] ?? "other",
    ...(interpreter && { interpreter: await elf.readString(interpreter.offset) }),
    ...(dynamic ? await readDynamic(elf, dynamic) : { needed: [] }),
  };
}

type DynamicFacts = Pick<ElfFacts, "needed" | "soname" | "rpath" | "runpath">;

async function readDynamic(elf: ElfReader, dynamic: Segment): Promise<DynamicFacts> {
  if (dynamic.size > maximumDynamicBytes) throw elfError("its dynamic section is too large");
  const words = await elf.readWords(dynamic.offset, dynamic.size);
  const values = new Map<number, number[]>();
  for (let index = 0; index + 1 < words.length; index += 2) {
    const tag = words[index] ?? tags.end;
    const value = words[index + 1] ?? 0;
    if (tag === tags.end) break;
    const others = values.get(tag);
    if (others) others.push(value);
    else values.set(tag, [value]);
  }
  const [tableAddress] = values.get(tags.stringTable) ?? [];
  const table = tableAddress === undefined ? undefined : toOffset(elf.segments, tableAddress);
  const strings = async (tag: number) => {
    const found: string[] = [];
    for (const offset of values.get(tag) ?? []) {
      if (table === undefined) throw elfError("its string table is not in the file");
      found.push(await elf.readString(table + offset));
    }
    return found;
  };
  const [soname] = await strings(tags.soname);
  const [rpath] = await strings(tags.rpath);
  const [runpath] = await strings(tags.runpath);
  return {
    needed: await strings(tags.needed),
    ...(soname !== undefined && { soname }),
    ...(rpath !== undefined && { rpath: rpath.split(":") }),
    ...(runpath !== undefined && { runpath: runpath.split(":") }),
  };
}

/** Where in the file the byte stands that is loaded to `address`. */
function toOffset(segments: readonly Segment[], address: number): number | undefined {
  const segment = segments.find(
    ({ type, address: start, size }) =>
      type === segmentTypes.load && address >= start && address < start + size,
  );
  return segment && address - segment.address + segment.offset;
}
