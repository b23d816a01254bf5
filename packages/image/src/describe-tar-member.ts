import { decodeName } from "./decode-name.ts";
import type { PaxFacts } from "./read-pax-records.ts";
import type { SparseMap } from "./read-sparse-map.ts";
import type { TarHeader } from "./read-tar-header.ts";
import { type TarLimits, tooLarge } from "./tar-limits.ts";
import type { TarMemberFacts, TarMemberType } from "./tar-member.ts";
import { tarPath } from "./tar-path.ts";
import { type TarPlace, tarError } from "./tar-place.ts";

const types: { readonly [flag: string]: TarMemberType } = {
  "\0": "file",
  "0": "file",
  "1": "hard-link",
  "2": "symlink",
  "3": "character-device",
  "4": "block-device",
  "5": "directory",
  "6": "fifo",
  "7": "file",
};

/** What a member's header, and the extensions before it, say of it. */
export interface TarDescription {
  readonly header: TarHeader;
  readonly facts: PaxFacts;
}

/** The type of a member. Whatever its size says, only files are followed by content: Go's archive/tar, which runtimes use, reads it so. */
export function tarMemberType({ header, facts }: TarDescription): TarMemberType | undefined {
  const type = header.sparse ? "file" : types[header.typeFlag];
  // V7 had no type for folders.
  return type === "file" && nameOf(header, facts).at(-1) === 0x2f ? "directory" : type;
}

/** All that is said of a member whose content begins at `offset`. */
export function describeTarMember(
  description: TarDescription,
  map: SparseMap | undefined,
  offset: number,
  place: TarPlace,
  limits: TarLimits,
): TarMemberFacts {
  const { header, facts } = description;
  const name = nameOf(header, facts);
  const linkName = facts.linkpath ?? header.linkName;
  if (name.length > limits.nameBytes || linkName.length > limits.nameBytes) {
    throw tooLarge(place.stream, "nameBytes", limits.nameBytes);
  }
  const path = tarPath(name, place);
  const type = tarMemberType(description);
  if (type === undefined) {
    throw tarError(
      place,
      "TAR_UNSUPPORTED",
      `${path} is of the unknown type ${JSON.stringify(header.typeFlag)}; make the archive in pax format`,
    );
  }
  const member: { -readonly [Key in keyof TarMemberFacts]: TarMemberFacts[Key] } = {
    path,
    type,
    mode: header.mode,
    uid: facts.uid ?? header.uid,
    gid: facts.gid ?? header.gid,
    size: type === "file" ? (map?.size ?? facts.size ?? header.size) : 0,
    mtime: facts.mtime ?? header.mtime,
    offset,
  };
  if (type === "symlink" || type === "hard-link") {
    if (linkName.length === 0) {
      throw tarError(place, "TAR_INVALID", `${path} is a link to nothing; fetch it again`);
    }
    member.target = type === "symlink" ? decodeName(linkName) : tarPath(linkName, place);
  }
  if (header.device) member.device = header.device;
  if (facts.xattrs) member.xattrs = facts.xattrs;
  if (map) member.sparse = map.parts;
  return member;
}

function nameOf(header: TarHeader, facts: PaxFacts): Uint8Array {
  return facts.sparse?.name ?? facts.path ?? header.name;
}
