import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { execute } from "../execute.ts";
import { listRoot } from "./list-root.ts";
import type { Referee } from "./referee.ts";
import { resolveInRoot } from "./resolve-in-root.ts";

/** Every symlink leads to something. */
export const danglingLinks: Referee = {
  name: "dangling links",
  judge: (root) => listRoot(root).links.filter((path) => resolveInRoot(root, path) === undefined),
};

/** The interpreter of every script is there; of `env`, the program that it looks for. */
export const shebangs: Referee = {
  name: "shebangs",
  judge: (root) =>
    [...listRoot(root).scripts].flatMap(([path, line]) => {
      const [interpreter = "", ...words] = line.slice(2).trim().split(/\s+/);
      if (resolveInRoot(root, interpreter) === undefined) return [`${path}: ${interpreter}`];
      if (!interpreter.endsWith("/env")) return [];
      const program = words.find((word) => !word.startsWith("-") && !word.includes("="));
      const found = searchPath.some((folder) => resolveInRoot(root, `${folder}/${program}`));
      return program === undefined || found ? [] : [`${path}: env ${program}`];
    }),
};

/** readelf says which program interpreter an executable asks for, and it is there. */
export const elfInterpreters: Referee = {
  name: "ELF interpreters",
  judge: (root) =>
    readElf(root).flatMap(({ path, interpreter }) =>
      interpreter === undefined || resolveInRoot(root, interpreter) !== undefined
        ? []
        : [`${path}: ${interpreter}`],
    ),
};

/** readelf says which libraries an object needs, and each is where the dynamic linker looks. */
export const neededLibraries: Referee = {
  name: "NEEDED",
  judge: (root) => {
    const folders = libraryFolders(root);
    return readElf(root).flatMap(({ path, needed, runPath }) =>
      needed
        .filter(
          (name) =>
            ![...runPath, ...folders].some((folder) => resolveInRoot(root, `${folder}/${name}`)),
        )
        .map((name) => `${path}: ${name}`),
    );
  },
};

const searchPath = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

interface ElfObject {
  readonly path: string;
  readonly interpreter?: string;
  readonly needed: readonly string[];
  /** Folders of RPATH and RUNPATH. */
  readonly runPath: readonly string[];
}

/** What readelf says of every ELF object in a root file system. */
function readElf(root: string): readonly ElfObject[] {
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

/** Folders of `ld.so.conf`, then those that Debian's dynamic linker has built in. */
function libraryFolders(root: string): readonly string[] {
  const parts = join(root, "etc/ld.so.conf.d");
  const configured = existsSync(parts)
    ? readdirSync(parts).flatMap((name) => readFileSync(join(parts, name), "utf8").split("\n"))
    : [];
  const multiarch = readdirSync(join(root, "usr/lib")).filter((name) =>
    name.includes("-linux-gnu"),
  );
  const builtIn = ["", ...multiarch, "64"].flatMap((name) =>
    name === "64" ? ["/lib64", "/usr/lib64"] : [`/lib/${name}`, `/usr/lib/${name}`],
  );
  return [...configured.filter((line) => line.startsWith("/")), ...builtIn];
}
