import { type FileIndex, joinPath, parentPath } from "@coppice/image";
import { bytecodeSource } from "../attribution/bytecode-source.ts";
import type { KnownProgram } from "./known-program.ts";

/** Folders for the packages of a language, and of bytecode, which is told by what it is made from. */
const foreign = /\/(?:site-packages|dist-packages|gems|__pycache__)$/;

/**
 * The paths that are installed with a program, with what is below them. Those in `taken` are left out, and what
 * is given is added there, so that folders within folders take no more than one way through.
 */
export function* companionPaths(
  index: FileIndex,
  program: KnownProgram,
  taken: Set<string>,
): Generator<string> {
  const pending = startsOf(program);
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    if (taken.has(path) || foreign.test(path) || index.lookup(path) === undefined) continue;
    taken.add(path);
    if (bytecodeSource(index, path) === undefined) yield path;
    for (const child of index.children(path)) pending.push(child.path);
  }
}

function startsOf({ classifier, captured, version, root, paths }: KnownProgram): string[] {
  const [file = "/"] = paths;
  const short = version.split(".").slice(0, 2).join(".");
  return (classifier.paths ?? []).flatMap((pattern) => {
    const name = pattern.replace("@", captured).replace("%%", short).replace("%", version);
    if (name.startsWith("./")) return [joinPath(parentPath(file), name.slice(2))];
    return (root === "" ? ["/", "/usr"] : [root]).map((start) => joinPath(start, name));
  });
}
