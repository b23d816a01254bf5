import { dirname } from "node:path";
import { execute } from "../execute.ts";
import { listRoot } from "./list-root.ts";

/** What readelf says of an ELF object. */
export interface ElfObject {
  readonly path: string;
  readonly interpreter?: string;
  readonly needed: readonly string[];
  /** Folders of RPATH and RUNPATH. */
  readonly runPath: readonly string[];
}

/** What readelf says of every ELF object in a root file system. */
export function readElf(root: string): readonly ElfObject[] {
  const { elf } = listRoot(root);
  // readelf names the file that it speaks of only when there are more than one.
  const names = elf.length === 1 ? [...elf, ...elf] : elf;
  if (names.length === 0) return [];
  const args = ["--wide", "--program-headers", "--dynamic", ...names.map((path) => `.${path}`)];
  // Some objects, such as those of a debugger, have sections that make readelf complain and go on.
  const { stdout } = execute("readelf", args, { accept: [0, 1], cwd: root });
  return stdout.split("\nFile: .").slice(1).map(parseObject);
}

function parseObject(text: string): ElfObject {
  const path = text.slice(0, text.indexOf("\n"));
  const interpreter = /\[Requesting program interpreter: (.+)\]/.exec(text)?.[1];
  const origin = dirname(path);
  return {
    path,
    ...(interpreter === undefined ? {} : { interpreter }),
    needed: [...text.matchAll(/\(NEEDED\) +Shared library: \[(.+)\]/g)].map(
      ([, name]) => `${name}`,
    ),
    runPath: [...text.matchAll(/\((?:RPATH|RUNPATH)\) +Library (?:rpath|runpath): \[(.+)\]/g)]
      .flatMap(([, folders]) => `${folders}`.split(":"))
      .map((folder) => folder.replace(/\$ORIGIN|\$\{ORIGIN\}/, origin)),
  };
}
