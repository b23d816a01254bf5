import type { ElfFacts } from "@coppice/types";
import { type BomFiles, resolveFile } from "./place-path.ts";
import { rankOf } from "./record-event.ts";
import type { UnitUses } from "./unit-uses.ts";

/**
 * Whether programs ran without the libraries that the dynamic linker opens for them (`DT_NEEDED`, ld.so(8)): then the log
 * leaves files out that were opened, as one does that was recorded for some folders only.
 */
export function missesLibraries(files: BomFiles, units: readonly UnitUses[]): boolean {
  const opened = openedNames(units);
  for (const unit of units) {
    for (const { execOffset, file } of unit.files.values()) {
      if (execOffset === undefined || file.elf?.interpreter === undefined) continue;
      const given = loaderNames(files, file.elf.interpreter);
      if (neededNames(file.elf).some((name) => !given.has(name) && !opened.has(name))) return true;
    }
  }
  return false;
}

/** Names of all that was opened, as it was given, as it is, and as libraries call themselves. */
function openedNames(units: readonly UnitUses[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { files, absent } of units) {
    for (const { file, given, rank } of files.values()) {
      if (rank < rankOf("opened")) continue;
      names.add(nameOf(file.path));
      for (const path of given) names.add(nameOf(path));
      if (file.elf?.soname !== undefined) names.add(file.elf.soname);
    }
    for (const path of absent.keys()) names.add(nameOf(path));
  }
  return names;
}

function neededNames({ needed }: ElfFacts): readonly string[] {
  return needed.map(nameOf);
}

/** The kernel maps the loader, which some C libraries are themselves. */
function loaderNames(files: BomFiles, interpreter: string): ReadonlySet<string> {
  const file = resolveFile(files, interpreter);
  const names = [interpreter, file?.path, file?.elf?.soname, file?.target];
  const known = new Set(names.flatMap((name) => (name === undefined ? [] : [nameOf(name)])));
  // musl's libraries and programs need it by a name of its own.
  for (const name of [...known]) {
    if (name.startsWith("ld-musl-")) known.add(name.replace("ld-musl-", "libc.musl-"));
  }
  return known;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
