import { type FileIndex, joinPath, parentPath } from "@coppice/image";

/**
 * The `.py`, or a link to it, that a `.pyc` was made from; `undefined` where there is none. See PEP 3147; before it,
 * bytecode stood beside its source.
 */
export function bytecodeSource(index: FileIndex, path: string): string | undefined {
  if (!path.endsWith(".pyc") && !path.endsWith(".pyo")) return undefined;
  const folder = parentPath(path);
  const name = path.slice(path.lastIndexOf("/") + 1, -".pyc".length);
  const source = folder.endsWith("/__pycache__")
    ? joinPath(parentPath(folder), `${withoutTags(name)}.py`)
    : joinPath(folder, `${name}.py`);
  const resolution = index.resolve(source);
  return resolution.found && resolution.entry.type === "file" ? source : undefined;
}

/** `name.cpython-311.opt-1` is of `name`, which may have dots itself. */
function withoutTags(name: string): string {
  const optimisation = name.lastIndexOf(".opt-");
  const plain = optimisation > 0 ? name.slice(0, optimisation) : name;
  return plain.slice(0, Math.max(plain.lastIndexOf("."), 0));
}
