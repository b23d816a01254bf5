import { decodeName } from "./decode-name.ts";
import type { PaxFacts } from "./read-pax-records.ts";
import type { TarHeader } from "./read-tar-header.ts";
import { type TarLimits, tooLarge } from "./tar-limits.ts";
import type { TarMember, TarMemberType } from "./tar-member.ts";
import { tarPath } from "./tar-path.ts";
import { type TarPlace, tarError } from "./tar-place.ts";

const types: ReadonlyMap<string, TarMemberType> = new Map([
  ["\0", "file"],
  ["0", "file"],
  ["1", "hard-link"],
  ["2", "symlink"],
  ["3", "character-device"],
  ["4", "block-device"],
  ["5", "directory"],
  ["6", "fifo"],
  ["7", "file"],
]);

/** What a header, and the extensions before it, say of a member. */
export function describeTarMember(
  header: TarHeader,
  facts: PaxFacts,
  place: TarPlace,
  limits: TarLimits,
): Omit<TarMember, "offset" | "content"> {
  const name = facts.path ?? header.name;
  const linkName = facts.linkpath ?? header.linkName;
  if (Math.max(name.length, linkName.length) > limits.nameBytes) {
    throw tooLarge(place.stream, "nameBytes", limits.nameBytes);
  }
  const path = tarPath(name, place);
  const known = types.get(header.typeFlag);
  if (known === undefined) {
    throw tarError(
      place,
      "TAR_UNSUPPORTED",
      `${path} is of the unknown type ${JSON.stringify(header.typeFlag)}; make the archive in pax format`,
    );
  }
  // V7 had no type for folders.
  const type = known === "file" && name.at(-1) === 0x2f ? "directory" : known;
  const { uid, gid, size, mtime } = { ...header, ...facts };
  const link = type === "symlink" || type === "hard-link";
  if (link && linkName.length === 0) {
    throw tarError(place, "TAR_INVALID", `${path} is a link to nothing; fetch it again`);
  }
  return {
    path,
    type,
    mode: header.mode,
    uid,
    gid,
    // Whatever the field says, only files are followed by content: Go's archive/tar, which runtimes use, reads it so.
    size: type === "file" ? size : 0,
    mtime,
    ...(link && { target: type === "symlink" ? decodeName(linkName) : tarPath(linkName, place) }),
    ...(type.endsWith("-device") && { device: header.device }),
    ...(facts.xattrs && { xattrs: facts.xattrs }),
  };
}
