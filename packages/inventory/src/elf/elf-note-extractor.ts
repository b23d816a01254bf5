import type { FileEntry, FilePlace, Package } from "@coppice/types";
import { claimPrograms, type ReadProgram } from "../binary/claim-programs.ts";
import { createPackage } from "../create-package.ts";
import type { Extraction, Extractor, ExtractorContext } from "../extractor.ts";
import type { FileFormat } from "../file-format.ts";
import { mapConcurrently } from "../map-concurrently.ts";
import { parseElfNotes } from "./parse-elf-notes.ts";
import { type PackageNote, parsePackageNote } from "./parse-package-note.ts";

/** Finds packages by the notes that distributions put into programs, where no package's records tell whose they are. */
export const elfNoteExtractor: Extractor = {
  name: "elf-note",
  version: 1,
  ecosystem: "generic",
  capabilities: {
    reads: [".note.package of ELF objects that no package owns"],
    presence: ["installed"],
    files: true,
    digests: false,
    dependencies: false,
    licenses: false,
  },
  wants: ({ type }: FileEntry, format: FileFormat | undefined) =>
    type === "file" && format === "elf",
  extract,
};

const owner = "FDO";
const packageType = 0xcafe1a7e;
const maximumBytes = 1 << 20;

interface PlacedNote extends PackageNote {
  readonly place: FilePlace;
}

async function extract(context: ExtractorContext): Promise<Extraction> {
  const paths = context.wanted
    .map(({ path }) => path)
    .filter((path) => context.ownersOf(path).length === 0);
  const notes = await mapConcurrently(paths, 8, (path) => readNote(context, path));
  const files = new Map<string, { readonly note: PlacedNote; readonly paths: string[] }>();
  for (const note of notes) {
    if (note === undefined) continue;
    const key = [note.type, note.os, note.name, note.version, note.architecture].join("\n");
    const known = files.get(key);
    if (known) known.paths.push(note.place.path);
    else files.set(key, { note, paths: [note.place.path] });
  }
  const programs = [...files.values()].map(
    (file): ReadProgram => ({ paths: file.paths, packages: [toPackage(context, file.note)] }),
  );
  return {
    packages: programs.flatMap(({ packages }) => packages),
    claims: claimPrograms(context, programs),
  };
}

async function readNote(context: ExtractorContext, path: string): Promise<PlacedNote | undefined> {
  const sections = await context.elfSections(path);
  const section = sections.find(({ name }) => name === ".note.package");
  if (section === undefined) return undefined;
  const { offset: start, size } = section;
  const head = await context.readRange(path, { start: 0, end: 6 });
  const end = start + Math.min(size, maximumBytes);
  const bytes = await context.readRange(path, { start, end });
  if (head === undefined || bytes === undefined) return undefined;
  const found = parseElfNotes(bytes, head[5] === 2 ? "big" : "little").find(
    (note) => note.owner === owner && note.type === packageType,
  );
  const note = found && parsePackageNote(found.content);
  if (note) return { ...note, place: { path, offset: start + found.offset } };
  const message = "its package note cannot be read; the package it is of is not known";
  context.onProblem({ code: "ELF_NOTE_INVALID", message, path, offset: start });
  return undefined;
}

function toPackage(
  context: ExtractorContext,
  { type, name, version, architecture, os, osVersion, place }: PlacedNote,
): Package {
  const distro = os !== undefined && osVersion !== undefined ? `${os}-${osVersion}` : undefined;
  return createPackage(context, elfNoteExtractor, {
    name,
    version,
    ...(architecture !== undefined && { architecture }),
    ecosystem: type,
    purl: {
      ...(os !== undefined && { namespace: os }),
      qualifiers: {
        ...(architecture !== undefined && { arch: architecture }),
        ...(distro !== undefined && { distro }),
      },
    },
    location: place.path,
    foundAt: place,
  });
}
