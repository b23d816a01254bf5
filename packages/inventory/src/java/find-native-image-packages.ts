import type {
  ByteRange,
  Dependency,
  FileEntry,
  FilePlace,
  Package,
  PackageId,
} from "@coppice/types";
import { createPackage } from "../create-package.ts";
import { decompress } from "../decompress.ts";
import type { Extractor, ExtractorContext } from "../extractor.ts";
import { InventoryError, isInventoryError } from "../inventory-error.ts";
import { elementsOf, membersOf, parseJson, textOf } from "../json.ts";
import { readElfSymbols } from "./read-elf-symbols.ts";

/** The section that GraalVM's compiled programs keep their objects in; others need no closer look. */
const heapSection = ".svm_heap";
const maximumCompressed = 16 * 1024 * 1024;
const maximumDocument = 64 * 1024 * 1024;

/** What a compiled program was made of. */
export interface NativeImage {
  readonly packages: readonly Package[];
  readonly dependencies: readonly Dependency[];
}

/**
 * What a program says it was compiled from, when GraalVM's `native-image` put an SBOM into it: a CycloneDX document,
 * compressed with gzip, at the symbol `sbom`, with its length at `sbom_length`. `undefined` where there is none.
 */
export async function findNativeImagePackages(
  context: ExtractorContext,
  extractor: Pick<Extractor, "name" | "ecosystem">,
  { path }: FileEntry,
): Promise<NativeImage | undefined> {
  const sections = await context.elfSections(path);
  if (!sections.some(({ name }) => name === heapSection)) return undefined;
  const read = (range: ByteRange) => context.readRange(path, range);
  const symbols = await readElfSymbols(read, sections, ["sbom", "sbom_length"]);
  const start = symbols.get("sbom");
  const lengthAt = symbols.get("sbom_length");
  if (start === undefined || lengthAt === undefined) return undefined;
  try {
    const length = readLength(await read({ start: lengthAt, end: lengthAt + 8 }));
    const bytes = (await read({ start, end: start + length })) ?? new Uint8Array();
    const document = parseJson(await decompress(bytes, "gzip", maximumDocument));
    if (document === undefined) throw invalid("it is no JSON");
    return toImage(context, extractor, membersOf(document), { path, offset: start });
  } catch (error) {
    if (!isInventoryError(error)) throw error;
    const message = `what the program was compiled from is missing: ${error.message}`;
    context.onProblem({ code: "NATIVE_IMAGE_INVALID", message, path, offset: start });
    return undefined;
  }
}

/** GraalVM compiles for machines with the low byte first. */
function readLength(bytes: Uint8Array | undefined): number {
  if (bytes?.length !== 8) throw invalid("its length is past the end of the file");
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true));
  if (length > maximumCompressed) throw invalid(`it has ${length} bytes`);
  return length;
}

function invalid(what: string): InventoryError {
  return new InventoryError("CONTENT_INVALID", `${what}; build the program again`);
}

function toImage(
  context: ExtractorContext,
  extractor: Pick<Extractor, "name" | "ecosystem">,
  document: ReadonlyMap<string, unknown>,
  foundAt: FilePlace,
): NativeImage {
  const packages: Package[] = [];
  const ids = new Map<unknown, PackageId>();
  for (const component of elementsOf(document.get("components")).map(membersOf)) {
    const name = textOf(component.get("name"));
    if (name === undefined) continue;
    const group = textOf(component.get("group"));
    const version = textOf(component.get("version"));
    const found = createPackage(context, extractor, {
      name: group === undefined ? name : `${group}:${name}`,
      ...(version !== undefined && { version }),
      location: foundAt.path,
      foundAt,
      purl: { name, ...(group !== undefined && { namespace: group }) },
    });
    packages.push(found);
    const reference = textOf(component.get("bom-ref"));
    if (reference !== undefined) ids.set(reference, found.id);
  }
  const dependencies = elementsOf(document.get("dependencies"))
    .map(membersOf)
    .flatMap((edge) =>
      elementsOf(edge.get("dependsOn")).flatMap((target): Dependency[] => {
        const from = ids.get(edge.get("ref"));
        const to = ids.get(target);
        if (from === undefined || to === undefined) return [];
        const requirement = `${target}`;
        return [{ from, kind: "runtime", requirement, satisfiedBy: [to], readFrom: foundAt.path }];
      }),
    );
  return { packages, dependencies };
}
