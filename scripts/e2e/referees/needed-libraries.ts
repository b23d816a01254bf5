import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readElf } from "./read-elf.ts";
import type { Referee } from "./referee.ts";
import { resolveInRoot } from "./resolve-in-root.ts";

/** readelf says which libraries an object needs, and each is where the dynamic linker looks. */
export const neededLibraries: Referee = {
  name: "needed",
  judge: (root) => {
    const folders = libraryFolders(root);
    const isFound = (name: string, runPath: readonly string[]) =>
      [...runPath, ...folders].some((folder) => resolveInRoot(root, `${folder}/${name}`));
    return readElf(root).flatMap(({ path, needed, runPath }) =>
      needed.filter((name) => !isFound(name, runPath)).map((name) => `${path}: ${name}`),
    );
  },
};

/** Folders of `ld.so.conf`, then those that Debian's dynamic linker has built in. */
function libraryFolders(root: string): readonly string[] {
  const parts = join(root, "etc/ld.so.conf.d");
  const configured = existsSync(parts)
    ? readdirSync(parts).flatMap((name) => readFileSync(join(parts, name), "utf8").split("\n"))
    : [];
  const triplets = readdirSync(join(root, "usr/lib")).filter((name) => name.includes("-linux-gnu"));
  return [
    ...configured.filter((line) => line.startsWith("/")),
    ...triplets.flatMap((triplet) => [`/lib/${triplet}`, `/usr/lib/${triplet}`]),
    ...["/lib", "/usr/lib", "/lib64", "/usr/lib64"],
  ];
}
