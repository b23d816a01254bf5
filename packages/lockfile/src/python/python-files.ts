import { listOf, memberOf, textEntriesOf, textOf } from "../data/members.ts";
import { present } from "../data/present.ts";
import type { LockedArtifact } from "../locked-artifact.ts";
import { parseDigest } from "../to-digest.ts";

/**
 * The archives of a package from a list of tables, of which the formats name the members alike: `file` or `name`, `url` or
 * `path`, `hash` or `hashes`, `size`.
 */
export function pythonFiles(list: unknown): readonly LockedArtifact[] {
  return listOf(list).map((entry): LockedArtifact => {
    const size = memberOf(entry, "size");
    const url = textOf(entry, "url");
    const file = textOf(entry, "file") ?? textOf(entry, "path") ?? textOf(entry, "name");
    const hashes = textEntriesOf(memberOf(entry, "hashes")).map(([name, hex]) => `${name}:${hex}`);
    const stated = [textOf(entry, "hash"), ...hashes];
    return {
      of: "archive",
      ...present({
        url,
        file: url === undefined ? file : undefined,
        size: typeof size === "number" ? size : undefined,
      }),
      digests: stated.flatMap((hash) => parseDigest(hash) ?? []),
    };
  });
}
