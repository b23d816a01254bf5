import { type BomFile, grades } from "@coppice/types";
import { type BomFiles, resolveFile } from "./place-path.ts";
import { pythonSource } from "./python-source.ts";
import { type FileUse, fileUseOf, raise, type UnitUses, type Use } from "./unit-uses.ts";

const executed = grades.indexOf("executed");
const loaded = grades.indexOf("loaded");

/** A file that something used implies. */
interface Implied {
  readonly file: BomFile;
  readonly rank: number;
  readonly offset: number;
  /** The kernel runs it, so that it uses its own interpreter. */
  readonly runs?: true;
}

/**
 * Adds what the kernel and the runtimes use without a call that names it: the interpreter of a script and the loader of
 * an ELF program that the kernel ran (execve(2)), and the source of Python bytecode, also of such as was made at run time.
 */
export function addImpliedUses(files: BomFiles, unit: UnitUses): void {
  for (const [path, use] of unit.absent) {
    const source = sourceOf(files, path, use);
    if (source) addImplied(unit, path, source);
  }
  // The earliest comes last and is taken first, so that what it implies has its offset.
  const pending = [...unit.files.values()].sort((a, b) => b.offset - a.offset);
  const followed = new Set<string>();
  for (let use = pending.pop(); use !== undefined; use = pending.pop()) {
    for (const implied of impliedFiles(files, use)) {
      const step = `${use.file.path}\0${implied.file.path}`;
      if (followed.has(step)) continue;
      followed.add(step);
      pending.push(addImplied(unit, use.file.path, implied));
    }
  }
}

function addImplied(unit: UnitUses, by: string, { file, rank, offset, runs }: Implied): FileUse {
  const use = fileUseOf(unit, file);
  raise(use, rank, offset);
  use.impliedBy.add(by);
  if (runs) use.execOffset = Math.min(use.execOffset ?? offset, offset);
  return use;
}

function* impliedFiles(files: BomFiles, use: FileUse): Generator<Implied> {
  const { attribution, path, shebang, elf } = use.file;
  if (attribution.kind === "derived" && attribution.rule === "python-bytecode") {
    for (const from of attribution.from) {
      const file = resolveFile(files, from);
      if (file) yield { file, rank: use.rank, offset: use.offset };
    }
  } else {
    const source = sourceOf(files, path, use);
    if (source) yield source;
  }
  const offset = use.execOffset;
  if (offset === undefined) return;
  const script = absolute(files, shebang?.interpreter);
  if (script) yield { file: script, rank: executed, offset, runs: true };
  const linker = absolute(files, elf?.interpreter);
  if (linker) yield { file: linker, rank: loaded, offset };
}

function sourceOf(files: BomFiles, path: string, { rank, offset }: Use): Implied | undefined {
  const source = pythonSource(path);
  const file = source === undefined ? undefined : resolveFile(files, source);
  return file?.type === "file" ? { file, rank, offset } : undefined;
}

/** A relative interpreter is looked for from a folder that is not known. */
function absolute(files: BomFiles, path: string | undefined): BomFile | undefined {
  return path?.startsWith("/") ? resolveFile(files, path) : undefined;
}
