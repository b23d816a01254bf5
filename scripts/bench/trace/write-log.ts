import { closeSync, existsSync, openSync, renameSync, statSync, writeSync } from "node:fs";

/** Writes pieces to the file at `path` until it has `bytes` of them, unless it is there. Says how many it has. */
export function writeLog(path: string, bytes: number, pieces: Iterable<Uint8Array>): number {
  if (existsSync(path) && statSync(path).size >= bytes) return statSync(path).size;
  const file = openSync(`${path}.part`, "w");
  let length = 0;
  for (const piece of pieces) {
    if (length >= bytes) break;
    length += writeSync(file, piece);
  }
  closeSync(file);
  renameSync(`${path}.part`, path);
  return length;
}
