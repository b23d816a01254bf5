import type { Digest } from "@coppice/types";
import { maximumPathLength } from "../canonical-path.ts";
import type { RpmHeader } from "./parse-rpm-header.ts";
import { rpmHeaderError } from "./rpm-header-error.ts";
import { rpmTags } from "./rpm-tags.ts";

/** A file or folder that an rpm package has. */
export interface RpmFile {
  /** Absolute, as the package names it. */
  readonly path: string;
  /** What became of it when it was installed; all but `normal` and `net-shared` are not on the disk as this package's. */
  readonly state: RpmFileState;
  /** Type and permissions, as of stat(2). */
  readonly mode: number;
  /** The administrator may edit it (`%config`). */
  readonly configuration: boolean;
  /** It is the package's where it exists, and was not in it (`%ghost`). */
  readonly ghost: boolean;
  /** All bits of `FILEFLAGS`; rpm's `rpmfileAttrs` names them. */
  readonly flags: number;
  /** Of a regular file's content. */
  readonly digest?: Digest | undefined;
  /** The package wants it to be told when the content is another (`rpm --verify`). */
  readonly verified: boolean;
}

/**
 * `replaced`: another package's file is in its place; `not-installed`: left out, such as documentation and translations
 * that nobody wants; `wrong-color`: another architecture's file is in its place; `net-shared`: on a shared file system.
 */
export type RpmFileState = "normal" | "replaced" | "not-installed" | "net-shared" | "wrong-color";

const states: readonly RpmFileState[] = [
  "normal",
  "replaced",
  "not-installed",
  "net-shared",
  "wrong-color",
];

const configurationFlag = 1 << 0;
const ghostFlag = 1 << 6;
const digestIsVerified = 1 << 0;

/** Names and hexadecimal digits of the algorithms, by their number in RFC 9580, section 9.5. */
const algorithms: ReadonlyMap<number, readonly [name: string, digits: number]> = new Map([
  [1, ["md5", 32]],
  [2, ["sha1", 40]],
  [8, ["sha256", 64]],
  [9, ["sha384", 96]],
  [10, ["sha512", 128]],
]);
/** Before headers named the algorithm. */
const md5 = 1;

/** A path takes less than its share of all that a header says of its file; a few bytes that give long ones are an attack. */
const maximumExpansion = 16;

/**
 * The files of a package, in its order. Hard links are files of their own, each with the digest.
 *
 * @throws An `InventoryError` with code `CONTENT_INVALID` when a path is in a folder that is not there, or the paths take
 * more than 16 times the bytes of the header.
 */
export function rpmFilesOf(header: RpmHeader): readonly RpmFile[] {
  const paths = pathsOf(header);
  if (paths.length === 0) return [];
  const fileStates = header.numbers(rpmTags.fileStates);
  const modes = header.numbers(rpmTags.fileModes);
  const fileFlags = header.numbers(rpmTags.fileFlags);
  const verifyFlags = header.numbers(rpmTags.fileVerifyFlags);
  const digests = header.texts(rpmTags.fileDigests);
  const [algorithm = md5] = header.numbers(rpmTags.fileDigestAlgorithm);
  const [digestName = "", digestDigits = 0] = algorithms.get(algorithm) ?? [];
  return paths.map((path, index): RpmFile => {
    const flags = fileFlags[index] ?? 0;
    const digest = digests[index] ?? "";
    return {
      path,
      // A package file has no states: its files are those that it brings.
      state: states[fileStates[index] ?? 0] ?? "not-installed",
      mode: modes[index] ?? 0,
      configuration: (flags & configurationFlag) !== 0,
      ghost: (flags & ghostFlag) !== 0,
      flags,
      digest:
        digest !== "" && digest.length === digestDigits ? `${digestName}:${digest}` : undefined,
      verified: ((verifyFlags[index] ?? digestIsVerified) & digestIsVerified) !== 0,
    };
  });
}

/** Paths are folders and names apart, or whole in packages of rpm 3. */
function pathsOf(header: RpmHeader): readonly string[] {
  const names = header.texts(rpmTags.baseNames);
  if (names.length === 0) return header.texts(rpmTags.oldFileNames);
  const folders = header.texts(rpmTags.dirNames);
  const places = header.numbers(rpmTags.dirIndexes);
  let left = header.size * maximumExpansion;
  return names.map((name, index) => {
    const folder = folders[places[index] ?? -1];
    if (folder === undefined) throw rpmHeaderError(`file ${name.slice(0, 80)} is in no folder`);
    left -= folder.length + name.length;
    if (left < 0 || folder.length > maximumPathLength)
      throw rpmHeaderError("its paths are too long");
    return folder + name;
  });
}
