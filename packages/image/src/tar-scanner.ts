import { createChunkInput } from "./chunk-input.ts";
import type { ScanTarOptions } from "./scan-tar.ts";
import { defaultLimits, tooLarge } from "./tar-limits.ts";
import { type TarProgress, type TarToken, tarTokens } from "./tar-tokens.ts";

/** Takes a tar stream apart without ever waiting: bytes are pushed as they come. */
export interface TarScanner {
  /** Adds bytes, which may not change while they are used; those before have to be used up. */
  push(chunk: Uint8Array): void;
  /** Says that the stream has ended; `next` then tells whether it is whole. */
  end(): void;
  /** The next token; undefined when the bytes are used up. */
  next(): TarToken | undefined;
  /**
   * Passes over what the stream still holds of a content, unless it is sparse, once the bytes at hand are used up: says
   * how many of the bytes that would come next, at most `maximum`, are not to be pushed.
   */
  leaveOut(maximum: number): number;
  /** Whether the end mark was met: what follows it is no part of the archive. */
  isDone(): boolean;
}

/**
 * Makes a scanner of tar streams, which {@link scanTar} puts around a stream of chunks. Parts of a content come without
 * a copy; the holes of a sparse file come as zeros.
 *
 * @example
 * ```ts
 * import { createTarScanner, renderTarHeader } from "@coppice/image";
 *
 * const scanner = createTarScanner();
 * const facts = { type: "file", mode: 0o644, uid: 0, gid: 0, size: 3 } as const;
 * scanner.push(renderTarHeader({ path: "/etc/motd", ...facts }));
 * const member = scanner.next();
 * member && "path" in member && member.path; // => "/etc/motd"
 * scanner.next(); // => undefined
 * scanner.push(new TextEncoder().encode("hi\n"));
 * scanner.next()?.toString(); // => "104,105,10"
 * ```
 * @throws Its functions throw what {@link scanTar} throws.
 */
export function createTarScanner(options: ScanTarOptions = {}): TarScanner {
  const limits = { ...defaultLimits, ...options.limits };
  const stream = options.name ?? "the archive";
  const input = createChunkInput();
  let total = 0;
  const count = (bytes: number): void => {
    total += bytes;
    if (total > limits.bytes) throw tooLarge(stream, "bytes", limits.bytes);
  };
  const progress: TarProgress = { stream, limits, left: 0, done: false, count };
  const tokens = tarTokens(input, progress);
  return {
    push(chunk) {
      count(chunk.length);
      input.push(chunk);
    },
    end: input.end,
    next: () => tokens.next().value,
    leaveOut(maximum) {
      const length = Math.min(maximum, progress.left);
      progress.left -= length;
      input.leaveOut(length);
      return length;
    },
    isDone: () => progress.done,
  };
}
