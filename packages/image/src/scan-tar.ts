import { type ByteReader, createByteReader } from "./byte-reader.ts";
import { describeTarMember } from "./describe-tar-member.ts";
import { ImageError } from "./image-error.ts";
import type { PaxFacts } from "./read-pax-records.ts";
import { isTarExtension, readTarExtension } from "./read-tar-extension.ts";
import { readTarHeader } from "./read-tar-header.ts";
import { defaultLimits, type TarLimits, tooLarge } from "./tar-limits.ts";
import type { TarMember } from "./tar-member.ts";
import { tarPadding } from "./tar-padding.ts";
import { type TarPlace, tarError, tarTruncated } from "./tar-place.ts";

/** Options of {@link scanTar}. */
export interface ScanTarOptions {
  /** What to call the stream in messages. Default: `the archive`. */
  readonly name?: string;
  readonly limits?: Partial<TarLimits>;
}

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
  try {
    let members = 0;
    let globals: PaxFacts = {};
    let locals: PaxFacts | undefined;
    for (;;) {
      const place = { stream, offset: reader.offset() };
      const block = await reader.take(512);
      if (block.length === 0 || (block.length === 512 && isZero(block))) {
        if (locals) throw tarTruncated(place);
        if (block.length > 0) await passEnd(reader, place);
        return;
      }
      if (block.length < 512) throw tarTruncated(place);
      const header = readTarHeader(block, place);
      if (isTarExtension(header)) {
        const facts = await readTarExtension(reader, header, place, limits);
        if (header.typeFlag === "g") globals = { ...globals, ...facts };
        else locals = { ...locals, ...facts };
        continue;
      }
      if (++members > limits.members) throw tooLarge(stream, "members", limits.members);
      const facts = { ...globals, ...locals };
      locals = undefined;
      const described = describeTarMember(header, facts, place, limits);
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
            if (part.length === 0) throw tarTruncated(place);
            left -= part.length;
            yield part;
          }
        },
      };
      passed = true;
      if ((await reader.skip(left)) < left) throw tarTruncated(place);
      // Some writers leave out the padding of the last member, and the end mark (umoci insert does).
      await reader.skip(tarPadding(described.size));
    }
  } finally {
    await reader.close();
  }
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
