import type { BomFile, Sighting } from "@coppice/types";
import type { BomFiles } from "./place-path.ts";
import { addFileUse, type FileUse, type UnitUses } from "./unit-uses.ts";

/**
 * Adds what the kernel and the runtimes use without a call that names it: the interpreter of an executed script, the
 * ELF interpreter of an executed program, and the source of Python bytecode.
 */
export function addImpliedUses(files: BomFiles, unit: UnitUses): void {
  // The earliest comes last and is taken first, so that what it implies has its offset.
  const pending = [...unit.files.values()].sort((a, b) => b.sighting.offset - a.sighting.offset);
  const followed = new Set<string>();
  for (let use = pending.pop(); use !== undefined; use = pending.pop()) {
    for (const [file, grade] of impliedFiles(files, use)) {
      const step = `${use.file.path}\0${file.path}`;
      if (followed.has(step)) continue;
      followed.add(step);
      const { offset } = use.sighting;
      const implied = addFileUse(unit, file, { grade, offset });
      implied.impliedBy.add(use.file.path);
      pending.push(implied);
    }
  }
}

function* impliedFiles(
  files: BomFiles,
  { file, sighting }: FileUse,
): Generator<readonly [BomFile, Sighting["grade"]]> {
  const { attribution, shebang, elf } = file;
  if (attribution.kind === "derived" && attribution.rule === "python-bytecode") {
    for (const path of attribution.from) {
      const source = resolveFile(files, path);
      if (source) yield [source, sighting.grade];
    }
  }
  if (sighting.grade !== "executed") return;
  const script = shebang && resolveFile(files, shebang.interpreter);
  if (script) yield [script, "executed"];
  const linker = elf?.interpreter === undefined ? undefined : resolveFile(files, elf.interpreter);
  if (linker) yield [linker, "loaded"];
}

function resolveFile({ index, byPath }: BomFiles, path: string): BomFile | undefined {
  const resolution = index.resolve(path);
  return resolution.found ? byPath.get(resolution.path) : undefined;
}
