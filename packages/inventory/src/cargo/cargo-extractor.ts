import { type Dependency, isCoppiceError } from "@coppice/types";
import { type BuiltProgram, extractPrograms } from "../binary/extract-programs.ts";
import { isProgram } from "../binary/is-program.ts";
import { readObjectSections } from "../binary/read-object-sections.ts";
import { createPackage } from "../create-package.ts";
import { decompress } from "../decompress.ts";
import type { Extraction, Extractor, ExtractorContext } from "../extractor.ts";
import { type AuditedCrate, parseAuditData } from "./parse-audit-data.ts";

/** Finds the crates that Rust programs were built from, where cargo-auditable listed them. */
export const cargoExtractor: Extractor = {
  name: "cargo-auditable",
  version: 1,
  ecosystem: "cargo",
  capabilities: {
    reads: [".dep-v0 of Rust programs (ELF, PE, Mach-O)"],
    presence: ["installed"],
    files: true,
    digests: false,
    dependencies: true,
    licenses: false,
  },
  wants: isProgram,
  extract,
};

const sectionName = ".dep-v0";
/** As the format's own reader has it. */
const maximumBytes = 8 << 20;

/** The crates of a program, and where in it they are listed. */
interface AuditedProgram {
  readonly crates: readonly AuditedCrate[];
  readonly offset: number;
}

function extract(context: ExtractorContext): Promise<Extraction> {
  return extractPrograms(
    context,
    (path) => readProgram(context, path),
    (path, content) => toPackages(context, path, content),
  );
}

async function readProgram(
  context: ExtractorContext,
  path: string,
): Promise<AuditedProgram | undefined> {
  const sections = await readObjectSections(context, path);
  const section = sections.find(({ name }) => name === sectionName);
  if (section === undefined) return undefined;
  const { offset, size } = section;
  const bytes = await context.readRange(path, { start: offset, end: offset + size });
  const crates = bytes && parseAuditData(await inflate(bytes));
  if (crates) return { crates, offset };
  const message = `the crates of a Rust program are not known: its list is damaged`;
  context.onProblem({ code: "CARGO_AUDIT_DATA_INVALID", message, path, offset });
  return undefined;
}

/** Nothing, which is no list, where it is damaged or too large. */
async function inflate(bytes: Uint8Array): Promise<Uint8Array> {
  try {
    return await decompress(bytes, "deflate", maximumBytes);
  } catch (error) {
    if (isCoppiceError(error)) return new Uint8Array();
    throw error;
  }
}

function toPackages(
  context: ExtractorContext,
  path: string,
  { crates, offset }: AuditedProgram,
): BuiltProgram {
  const packages = crates.map(({ name, version, isBuild }) =>
    isBuild
      ? undefined
      : createPackage(context, cargoExtractor, {
          name,
          version,
          location: path,
          foundAt: { path, offset },
        }),
  );
  const dependencies = crates.flatMap((crate, number): Dependency[] => {
    const from = packages[number];
    if (from === undefined) return [];
    return crate.dependencies.flatMap((at): Dependency[] => {
      const to = packages[at];
      if (to === undefined) return [];
      const requirement = `${to.name}@${to.version}`;
      return [
        { from: from.id, kind: "runtime", requirement, satisfiedBy: [to.id], readFrom: path },
      ];
    });
  });
  return { packages: packages.filter((each) => each !== undefined), dependencies };
}
