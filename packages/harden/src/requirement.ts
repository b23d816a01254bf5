import { joinPath } from "@coppice/image";
import type { BomFile, FoundPath } from "@coppice/types";
import type { World } from "./subject-model.ts";

/** Something without which a file does not work. */
export interface Requirement {
  readonly rule: RequirementRule;
  /** A path, the name of a library, or the name of a command, as the file states it. */
  readonly wanted: string;
}

/** Why a file requires another. */
export type RequirementRule =
  | "symlink-target"
  | "elf-interpreter"
  | "elf-needed"
  | "shebang-interpreter";

/** What `file` requires, by its kind: the target of a link, the loader and libraries of an ELF object, the interpreter of a script. */
export function requirementsOf(file: BomFile): readonly Requirement[] {
  if (file.type === "symlink") return [{ rule: "symlink-target", wanted: file.path }];
  const requirements: Requirement[] = [];
  const { elf, shebang } = file;
  if (elf?.interpreter !== undefined) {
    requirements.push({ rule: "elf-interpreter", wanted: elf.interpreter });
  }
  for (const name of elf?.needed ?? []) requirements.push({ rule: "elf-needed", wanted: name });
  if (shebang !== undefined) {
    requirements.push({ rule: "shebang-interpreter", wanted: shebang.interpreter });
    const command = commandOfEnv(shebang.interpreter, shebang.argument);
    if (command !== undefined) {
      requirements.push({ rule: "shebang-interpreter", wanted: command });
    }
  }
  return requirements;
}

/** Where `requirement` of `file` is met in `world`; undefined when it is not. */
export function satisfy(
  world: World,
  file: BomFile,
  requirement: Requirement,
): FoundPath | undefined {
  if (requirement.rule === "elf-needed") return world.linker.find(file, requirement.wanted);
  if (!requirement.wanted.includes("/")) return findCommand(world, requirement.wanted);
  const found = world.index.resolve(requirement.wanted);
  return found.found ? found : undefined;
}

/** The file that a command name stands for, by the image's PATH. */
export function findCommand(world: World, name: string): FoundPath | undefined {
  for (const folder of world.commandPath) {
    const found = world.index.resolve(joinPath(folder, name));
    if (found.found && found.entry.type === "file" && (found.entry.mode & 0o111) !== 0) {
      return found;
    }
  }
  return undefined;
}

/** The command that `#!/usr/bin/env` looks up: the first word that is no option and no assignment. */
function commandOfEnv(interpreter: string, argument: string | undefined): string | undefined {
  if (!interpreter.endsWith("/env") || argument === undefined) return undefined;
  return argument.split(/[ \t]/).find((word) => word !== "" && !/^-|=/.test(word));
}
