import type { BomFile } from "@coppice/types";
import { nameOf } from "./path-names.ts";

/** Programs that scripts are written for; versions follow some of their names. */
const interpreters =
  "R Rscript ash awk bash bpftrace bun busybox dash deno env expect fish gawk gjs groovy guile ipython java julia jython ksh lua luajit make mawk nft node nodejs octave perl php pwsh pypy python raku ruby scala sed sh stap swift tclsh wish zsh".split(
    " ",
  );
/** How the names of dynamic linkers begin (ld.so(8), musl). */
const loaders = ["ld-linux", "ld-musl-", "ld.so.", "ld64.so."];

/** Whether the kernel may run this file for a program that is not in the subject: a script's interpreter, or a loader. */
export function isInterpreter({ path, type, mode }: BomFile): boolean {
  if (type !== "file" || (mode & 0o111) === 0) return false;
  const name = nameOf(path);
  if (loaders.some((loader) => name.startsWith(loader))) return true;
  return interpreters.some((known) => {
    if (!name.startsWith(known)) return false;
    return [...name.slice(known.length)].every(
      (letter) => letter === "." || (letter >= "0" && letter <= "9"),
    );
  });
}
