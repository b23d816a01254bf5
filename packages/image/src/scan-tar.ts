import type { DeviceNumber, FileType } from "@coppice/types";
import { type ByteReader, createByteReader } from "./byte-reader.ts";
import { decodeName } from "./decode-name.ts";
import { ImageError } from "./image-error.ts";
import { type PaxFacts, readPaxRecords } from "./read-pax-records.ts";
import { readTarHeader, type TarHeader } from "./read-tar-header.ts";
import { tarPath } from "./tar-path.ts";
import { type TarPlace, tarError } from "./tar-place.ts";

/** What a tar member is; tar has no sockets. */
export type TarMemberType = Exclude<FileType, "socket"> | "hard-link";

/** One member of a tar stream. */
export interface TarMember {
  /** Absolute and normalised; bytes that are not UTF-8 stand as {@link decodeName} says. */
  readonly path: string;
  readonly type: TarMemberType;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes of content; 0 for all but regular files. */
  readonly size: number;
  /** Whole seconds since 1970. */
  readonly mtime: number;
  /** Text of a symlink as stored, or absolute path of what a hard link names. */
  readonly target?: string;
  readonly device?: DeviceNumber;
  /** Extended attributes, values in base64. */
  readonly xattrs?: { readonly [name: string]: string };
  /** Where the content begins, in bytes from the start of the stream. */
  readonly offset: number;
  /**
   * The content. Take it before asking for the next member; what is not taken is passed over.
   *
   * @throws An {@link ImageError} with code `TAR_MEMBER_PASSED` when the stream is already further.
   */
  content(): AsyncGenerator<Uint8Array, void, undefined>;
}

/** What a tar stream may ask of the reader. */
export interface TarLimits {
  /** Members. Default: 2 million. */
  readonly members: number;
  /** Bytes of a name or link target. Default: 4096, Linux's `PATH_MAX`. */
  readonly nameBytes: number;
  /** Bytes of one pax header. Default: 1 MiB. */
  readonly headerBytes: number;
  /** Bytes of the whole stream. Default: 16 GiB. */
  readonly bytes: number;
}

/** Options of {@link scanTar}. */
export interface ScanTarOptions {
  /** What to call the stream in messages. Default: `the archive`. */
  readonly name?: string;
  readonly limits?: Partial<TarLimits>;
}

const defaultLimits: TarLimits = {
  members: 2_000_000,
  nameBytes: 4096,
  headerBytes: 1 << 20,
  bytes: 16 * 2 ** 30,
};

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

/**
 * Reads the members of a tar stream: ustar, pax (local and global headers), GNU and V7. As container runtimes do, it
 * stops listing at the end mark, but takes the stream to its end so that digests over it come out right; a stream
 * that ends between two members counts as whole.
 *
 * @example
 * ```ts
 * import { renderTar, scanTar } from "@coppice/image";
 *
 * const entry = { path: "/etc/motd", type: "file", mode: 0o644, uid: 0, gid: 0, size: 3 } as const;
 * const archive = renderTar([{ entry, content: [new TextEncoder().encode("hi\n")] }]);
 * const seen: string[] = [];
 * for await (const member of scanTar(archive)) {
 *   let bytes = 0;
 *   for await (const chunk of member.content()) bytes += chunk.length;
 *   seen.push(`${member.type} ${member.path} ${bytes}`);
 * }
 * seen; // => ["file /etc/motd 3"]
 * ```
 * @throws An {@link ImageError} with code `TAR_INVALID`, `TAR_TRUNCATED`, `TAR_PATH_ESCAPES` for a name with a `..` in
 * it, `TAR_UNSUPPORTED` for sparse and unknown members, or `TAR_TOO_LARGE` when a limit is passed.
 */
export async function* scanTar(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: ScanTarOptions = {},
): AsyncGenerator<TarMember, void, undefined> {
  const limits = { ...defaultLimits, ...options.limits };
  const stream = options.name ?? "the archive";
  let total = 0;
  const reader = createByteReader(chunks, (length) => {
    total += length;
    if (total > limits.bytes) throw tooLarge(stream, "bytes", limits.bytes);
  });
  const skip = async (length: number, place: TarPlace): Promise<void> => {
    if ((await reader.skip(length)) < length) throw truncated(place);
  };
  try {
    let members = 0;
    let globals: PaxFacts = {};
    let locals: PaxFacts | undefined;
    let longName: Uint8Array | undefined;
    let longLink: Uint8Array | undefined;
    for (;;) {
      const place = { stream, offset: reader.offset() };
      const block = await reader.take(512);
      if (block.length === 0 || (block.length === 512 && isZero(block))) {
        if (locals || longName || longLink) throw truncated(place);
        if (block.length > 0) await passEnd(reader, place);
        return;
      }
      if (block.length < 512) throw truncated(place);
      const header = readTarHeader(block, place);
      const extension = header.typeFlag;
      if (extension === "x" || extension === "g" || extension === "L" || extension === "K") {
        const long = extension === "L" || extension === "K";
        const limit = long ? limits.nameBytes + 1 : limits.headerBytes;
        if (header.size < 0 || header.size > limit) {
          throw tooLarge(stream, long ? "nameBytes" : "headerBytes", long ? limit - 1 : limit);
        }
        const bytes = await reader.take(header.size);
        if (bytes.length < header.size) throw truncated(place);
        if (extension === "x") locals = readPaxRecords(bytes, place);
        else if (extension === "g") globals = { ...globals, ...readPaxRecords(bytes, place) };
        else if (extension === "L") longName = upToNul(bytes);
        else longLink = upToNul(bytes);
        await skip(padding(header.size), place);
        continue;
      }
      if (++members > limits.members) throw tooLarge(stream, "members", limits.members);
      const facts = { ...globals, ...locals };
      if (longName) facts.path = longName;
      if (longLink) facts.linkpath = longLink;
      locals = longName = longLink = undefined;
      const described = describeMember(header, facts, place, limits);
      let left = described.size;
      let passed = false;
      yield {
        ...described,
        offset: reader.offset(),
        async *content() {
          if (passed) {
            throw new ImageError(
              "TAR_MEMBER_PASSED",
              `${stream}: the content of ${described.path} was passed over; take it before the next member`,
            );
          }
          while (left > 0) {
            const part = await reader.some(left);
            if (part.length === 0) throw truncated(place);
            left -= part.length;
            yield part;
          }
        },
      };
      passed = true;
      await skip(left + padding(described.size), place);
    }
  } finally {
    await reader.close();
  }
}

function describeMember(
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
  if (uid < 0 || gid < 0 || size < 0) {
    throw tarError(place, "TAR_INVALID", `${path} has a negative size or owner; fetch it again`);
  }
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

/** Takes the second block of the end mark and all that follows it. */
async function passEnd(reader: ByteReader, place: TarPlace): Promise<void> {
  if (!isZero(await reader.take(512))) {
    throw tarError(
      place,
      "TAR_INVALID",
      "the end mark is broken, so it is damaged; fetch it again",
    );
  }
  await reader.skip(Number.POSITIVE_INFINITY);
}

function isZero(block: Uint8Array): boolean {
  return block.every((byte) => byte === 0);
}

function padding(size: number): number {
  return (512 - (size % 512)) % 512;
}

function upToNul(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}

function truncated(place: TarPlace): ImageError {
  return tarError(place, "TAR_TRUNCATED", "it ends in the middle of a member; fetch it again");
}

function tooLarge(stream: string, limit: keyof TarLimits, value: number): ImageError {
  return new ImageError(
    "TAR_TOO_LARGE",
    `${stream} passes the limit of ${value}; raise limits.${limit} to read it`,
  );
}
