import { closeSync, openSync, readdirSync, readSync } from "node:fs";
import { join } from "node:path";

/** The paths of a root file system that referees look at; all begin with `/`. */
export interface RootListing {
  readonly links: readonly string[];
  /** Files that begin as ELF objects do. */
  readonly elf: readonly string[];
  /** First line of every file that begins with `#!`, by path. */
  readonly scripts: ReadonlyMap<string, string>;
}

/** Bytes of a file in which its kind and its first line stand; the kernel reads 256. */
const headSize = 256;

/** Walks a root file system and looks at the beginning of every file. */
export function listRoot(root: string): RootListing {
  const links: string[] = [];
  const elf: string[] = [];
  const scripts = new Map<string, string>();
  const folders = ["/"];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) folders.push(path);
      else if (entry.isSymbolicLink()) links.push(path);
      else if (entry.isFile()) {
        const head = readHead(join(root, path));
        if (head.startsWith("\x7fELF")) elf.push(path);
        else if (head.startsWith("#!")) scripts.set(path, head.split("\n", 1)[0] ?? "");
      }
    }
  }
  return { links, elf, scripts };
}

function readHead(path: string): string {
  const file = openSync(path, "r");
  try {
    const head = Buffer.alloc(headSize);
    return head.toString("latin1", 0, readSync(file, head));
  } finally {
    closeSync(file);
  }
}
