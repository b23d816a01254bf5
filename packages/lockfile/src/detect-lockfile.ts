import type { LockfileFormat } from "./lockfile.ts";
import { headLength } from "./lockfile-reader.ts";
import { lockfileReaders } from "./lockfile-readers.ts";

/** The first bytes of a bun.lockb. */
const bunBinary = "#!/usr/bin/env bun\nbun-lockfile-format-v0\n";

/**
 * The format of a lockfile, from its name and from how its text begins; `undefined` when neither tells it. A name that
 * several formats have (`yarn.lock`) is told apart by the text, and a text alone is enough for most formats.
 *
 * @example
 * ```ts
 * import { detectLockfile } from "@coppice/lockfile";
 *
 * detectLockfile("web/yarn.lock", "# yarn lockfile v1\n"); // => "yarn-classic"
 * detectLockfile("web/yarn.lock", "__metadata:\n  version: 8\n"); // => "yarn-berry"
 * detectLockfile("README.md", "# Web\n"); // => undefined
 * ```
 */
export function detectLockfile(name: string, text: string): LockfileFormat | undefined {
  const base = name.slice(Math.max(name.lastIndexOf("/"), name.lastIndexOf("\\")) + 1);
  const head = text.slice(0, headLength);
  if (base === "bun.lockb" || head.startsWith(bunBinary)) return "bun-binary";
  const named = lockfileReaders.filter((reader) => reader.named(base));
  const [only] = named;
  if (only !== undefined && named.length === 1) return only.format;
  const candidates = named.length > 0 ? named : lockfileReaders;
  return candidates.find((reader) => reader.resembles(head))?.format ?? only?.format;
}
