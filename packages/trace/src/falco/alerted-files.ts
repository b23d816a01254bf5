import type { EventPath, FileEvent } from "@coppice/types";
import type { PlacePath } from "../containers/cache-paths.ts";
import { type FalcoFields, textField } from "./falco-alert.ts";

/** Use of a file that an alert shows. */
export interface AlertedFile {
  readonly kind: FileEvent["kind"];
  readonly path: EventPath;
}

/** What the events do with the file in `fd.name`. */
const descriptorUses: ReadonlyMap<string, FileEvent["kind"]> = new Map([
  ...(["read", "readv", "pread", "preadv", "sendfile"] as const).map(kindOf("read")),
  ...(["write", "writev", "pwrite", "pwritev", "ftruncate"] as const).map(kindOf("write")),
]);

/** What the events do with the file in `fs.path.name`. */
const pathUses: ReadonlyMap<string, FileEvent["kind"]> = new Map([
  ...(["unlink", "unlinkat", "rmdir"] as const).map(kindOf("remove")),
  ...(["truncate", "creat", "mkdir", "mkdirat"] as const).map(kindOf("write")),
  ...(["open", "openat", "openat2"] as const).map(kindOf("open")),
  ...(["access", "stat", "lstat", "newfstatat", "statx"] as const).map(kindOf("stat")),
]);

function kindOf(kind: FileEvent["kind"]): (name: string) => readonly [string, FileEvent["kind"]] {
  return (name) => [name, kind];
}

/** The files that an alert's event uses, where its rule's output has their fields and it did not fail. */
export function alertedFiles(fields: FalcoFields, place: PlacePath): AlertedFile[] {
  if (failed(fields)) return [];
  const type = textField(fields, "evt.type") ?? "";
  const files: AlertedFile[] = [];
  const add = (kind: FileEvent["kind"], path: string | undefined): void => {
    if (path?.startsWith("/")) files.push({ kind, path: place(path) });
  };
  add(descriptorKind(type, fields), textField(fields, "fd.name"));
  if (type.startsWith("rename")) {
    add("remove", textField(fields, "fs.path.source"));
    add("write", textField(fields, "fs.path.target"));
  }
  const kind = pathUses.get(type);
  if (kind) add(kind, textField(fields, "fs.path.name"));
  return files;
}

/** A file that has a descriptor is open, whatever the event does with it. */
function descriptorKind(type: string, fields: FalcoFields): FileEvent["kind"] {
  if (type.startsWith("mmap")) {
    return textField(fields, "evt.arg.prot")?.includes("PROT_EXEC") ? "map" : "read";
  }
  const writes = fields["evt.is_open_write"];
  if (writes === true || writes === "true") return "write";
  return descriptorUses.get(type) ?? "open";
}

/** `evt.rawres` is what the call returned, `evt.res` `SUCCESS` or the name of an error. */
export function failed(fields: FalcoFields): boolean {
  const result = textField(fields, "evt.res");
  if (result === "EINPROGRESS") return false;
  const value = Number(textField(fields, "evt.rawres") ?? 0);
  return value < 0 || (result?.startsWith("E") ?? false);
}
