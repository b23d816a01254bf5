import { joinPath, parentPath } from "@coppice/image";

/**
 * Where the source of a Python bytecode file is: above `__pycache__` (PEP 3147, PEP 488), or beside it as before;
 * `undefined` for other files.
 */
export function pythonSource(path: string): string | undefined {
  if (!path.endsWith(".pyc") && !path.endsWith(".pyo")) return undefined;
  const folder = parentPath(path);
  const name = path.slice(path.lastIndexOf("/") + 1, -".pyc".length);
  if (!folder.endsWith("/__pycache__")) return joinPath(folder, `${name}.py`);
  const level = name.lastIndexOf(".opt-");
  const tagged = level > 0 ? name.slice(0, level) : name;
  const tag = tagged.lastIndexOf(".");
  return tag > 0 ? joinPath(parentPath(folder), `${tagged.slice(0, tag)}.py`) : undefined;
}
