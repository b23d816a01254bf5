import { createHash } from "node:crypto";
import type { Digest, FileEntry } from "@coppice/types";

/** The digest of a folder: of a line of JSON for each entry, with all that it says but times. */
export function listingDigest(entries: Iterable<FileEntry>): Digest {
  const hash = createHash("sha256");
  for (const { path, type, mode, uid, gid, size, digest, target, hardLink, device } of entries) {
    const { major, minor } = device ?? {};
    const facts = [path, type, mode, uid, gid, size, digest, target, hardLink, major, minor];
    hash.update(`${JSON.stringify(facts)}\n`);
  }
  return `sha256:${hash.digest("hex")}`;
}
