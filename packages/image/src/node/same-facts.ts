import type { FileEntry } from "@coppice/types";

/** Whether two entries of one path are the same file in a layer: all but what brought them, in whole seconds. */
export function sameFacts(a: FileEntry, b: FileEntry): boolean {
  if (a === b) return true;
  return (
    a.type === b.type &&
    a.mode === b.mode &&
    a.uid === b.uid &&
    a.gid === b.gid &&
    a.size === b.size &&
    a.target === b.target &&
    a.hardLink === b.hardLink &&
    a.digest === b.digest &&
    a.device?.major === b.device?.major &&
    a.device?.minor === b.device?.minor &&
    Math.floor(a.mtime ?? 0) === Math.floor(b.mtime ?? 0) &&
    sameAttributes(a.xattrs ?? {}, b.xattrs ?? {})
  );
}

type Attributes = NonNullable<FileEntry["xattrs"]>;

function sameAttributes(a: Attributes, b: Attributes): boolean {
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && a[name] === b[name])
  );
}
