import type { OnProblem, Problem } from "@coppice/types";
import { detectLockfile } from "./detect-lockfile.ts";
import { finishLockfile } from "./finish-lockfile.ts";
import type { Lockfile, LockfileFormat } from "./lockfile.ts";
import { LockfileError } from "./lockfile-error.ts";
import { defaultLockfileLimits, type LockfileLimits } from "./lockfile-limits.ts";
import type { LockfileInput } from "./lockfile-reader.ts";
import { lockfileReaders } from "./lockfile-readers.ts";

/** Options of {@link parseLockfile}. */
export interface ParseLockfileOptions {
  /** Name or path of the file; it tells most formats. */
  readonly name: string;
  /** Default: what {@link detectLockfile} finds. */
  readonly format?: LockfileFormat;
  readonly limits?: Partial<LockfileLimits>;
  /** Told of each problem as it is met; all of them are in the answer too. */
  readonly onProblem?: OnProblem;
}

/**
 * What a lockfile says, whichever package manager wrote it. Nothing is fetched, evaluated or run: markers stay text, and
 * files that it includes are named in `includes`.
 *
 * @example
 * ```ts
 * import { parseLockfile } from "@coppice/lockfile";
 *
 * const text = `lockfileVersion: '9.0'
 * importers:
 *   .:
 *     dependencies:
 *       left:
 *         specifier: npm:left-pad@^1.0.0
 *         version: left-pad@1.3.0
 * packages:
 *   left-pad@1.3.0:
 *     resolution: {integrity: sha1-W4o6d2Xf4AEmHd6RVYnngvjJTR4=}
 * `;
 * const { importers, packages } = parseLockfile(text, { name: "pnpm-lock.yaml" });
 * packages[0]?.purl; // => "pkg:npm/left-pad@1.3.0"
 * packages[0]?.artifacts[0]?.digests; // => ["sha1:5b8a3a7765dfe001261dde915589e782f8c94d1e"]
 * importers[0]?.dependencies[0]?.to; // => ["left-pad@1.3.0"]
 * ```
 * @throws A {@link LockfileError} that says why the file as a whole cannot be read.
 */
export function parseLockfile(
  content: string | Uint8Array,
  options: ParseLockfileOptions,
): Lockfile {
  const { name, onProblem } = options;
  const limits = { ...defaultLockfileLimits, ...options.limits };
  if (content.length > limits.bytes) {
    throw new LockfileError(
      "LOCKFILE_TOO_LARGE",
      `${name} is larger than ${limits.bytes}; raise limits.bytes to read it`,
    );
  }
  const text = typeof content === "string" ? content.replace(/^\ufeff/, "") : decode(content, name);
  const format = options.format ?? detectLockfile(name, text);
  const reader = lockfileReaders.find((known) => known.format === format);
  if (reader === undefined) throw unreadable(name, format);
  const problems: Problem[] = [];
  const input: LockfileInput = {
    text,
    limits,
    report(code, message, line) {
      const where = line === undefined ? "" : `line ${line}: `;
      const problem = { code, message: `${where}${message}`, path: name };
      problems.push(problem);
      onProblem?.(problem);
    },
  };
  return finishLockfile(reader, reader.read(input), input, { name, problems });
}

/** UTF-8 or, with the mark that pip asks for, UTF-16. */
function decode(bytes: Uint8Array, name: string): string {
  const isWide = bytes[0] === 0xff && bytes[1] === 0xfe;
  try {
    return new TextDecoder(isWide ? "utf-16le" : "utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    // Bun's binary lockfile begins with text.
    const head = new TextDecoder().decode(bytes.subarray(0, 100));
    if (detectLockfile(name, head) === "bun-binary") throw unreadable(name, "bun-binary");
    throw new LockfileError("TEXT_INVALID", `${name} is no UTF-8; write the lockfile anew`, {
      cause,
    });
  }
}

function unreadable(name: string, format: LockfileFormat | undefined): LockfileError {
  return format === "bun-binary"
    ? new LockfileError(
        "FORMAT_BINARY",
        `${name} is Bun's binary lockfile; write bun.lock with bun install --save-text-lockfile`,
      )
    : new LockfileError(
        "FORMAT_UNKNOWN",
        `${name} is no lockfile of a known format; check its name, or give the format`,
      );
}
