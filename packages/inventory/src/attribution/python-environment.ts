import { type FileIndex, joinPath, parentPath } from "@coppice/image";

/**
 * The interpreter of the virtual environment that `path` was made for, and `undefined` where it is no file of one. See
 * Python's documentation, "venv": `pyvenv.cfg` marks its folder.
 */
export function environmentInterpreter(index: FileIndex, path: string): string | undefined {
  const folder = parentPath(path);
  const name = path.slice(path.lastIndexOf("/") + 1);
  const top = innerFolders.has(folder.slice(folder.lastIndexOf("/") + 1))
    ? parentPath(folder)
    : folder;
  const isOwn = top === folder ? topNames.has(name) : isMade(folder.slice(top.length + 1), name);
  if (!isOwn || index.lookup(joinPath(top, "pyvenv.cfg"))?.type !== "file") return undefined;
  const interpreter = index.resolve(joinPath(top, "bin/python"));
  return interpreter.found ? interpreter.path : top;
}

const innerFolders: ReadonlySet<string> = new Set(["bin", "include", "Scripts"]);
const topNames: ReadonlySet<string> = new Set(["pyvenv.cfg", "lib64", "include", ".gitignore"]);

function isMade(folder: string, name: string): boolean {
  if (folder === "include") return name.startsWith("python");
  return /^(?:activate(?:\.\w{1,9}|_this\.py)?|Activate\.ps1|deactivate\.\w{1,9})$/.test(name);
}
