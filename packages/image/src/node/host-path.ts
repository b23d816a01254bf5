import { resolve } from "node:path";
import { encodeName } from "@coppice/image";

/** Where `path` of the folder at `root` is on this machine, as bytes, since names need not be UTF-8. */
export function hostPath(root: string, path: string): Buffer {
  return Buffer.concat([Buffer.from(resolve(root)), encodeName(path)]);
}
