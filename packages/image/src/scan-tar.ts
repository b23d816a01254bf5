import { ImageError } from "./image-error.ts";
import type { TarLimits } from "./tar-limits.ts";
import type { TarMember, TarMemberFacts } from "./tar-member.ts";
import { createTarScanner } from "./tar-scanner.ts";

/** Options of {@link scanTar}. */
export interface ScanTarOptions {
  /** What to call the stream in messages. Default: `the archive`. */
  readonly name?: string;
  readonly limits?: Partial<TarLimits>;
}

/**
 * Reads the members of a tar stream: ustar, pax (local and global headers), GNU and V7, with the sparse files of GNU tar
 * as whole ones. As container runtimes do, it
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
 * it, `TAR_UNSUPPORTED` for members of unknown types, or `TAR_TOO_LARGE` when a limit is passed.
 */
export async function* scanTar(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: ScanTarOptions = {},
): AsyncGenerator<TarMember, void, undefined> {
  const scanner = createTarScanner(options);
  const iterator =
    Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  let ended = false;

  /** Pushes the next chunk; false when the stream has ended before. */
  async function pushNext(): Promise<boolean> {
    if (ended) return false;
    const { done, value } = await iterator.next();
    ended = done === true;
    if (ended) scanner.end();
    else scanner.push(value);
    return true;
  }

  try {
    for (;;) {
      const token = scanner.next();
      // Waiting only where there is no token at hand takes half of the time.
      if (!token && !(await pushNext())) return;
      if (!token || !("path" in token)) continue;
      let left = token.size;
      let passed = false;
      yield {
        ...token,
        async *content() {
          while (left > 0) {
            if (passed) throw passedOver(options.name, token);
            const part = scanner.next();
            if (!part && !(await pushNext())) return;
            if (!part || "path" in part) continue;
            left -= part.length;
            yield part;
          }
        },
      };
      passed = true;
    }
  } finally {
    await iterator.return?.();
  }
}

function passedOver(stream = "the archive", { path }: TarMemberFacts): ImageError {
  const message = `${stream}: the content of ${path} was passed over; take it before the next member`;
  return new ImageError("TAR_MEMBER_PASSED", message);
}
