import type { RpmHeader } from "./parse-rpm-header.ts";
import { rpmFilesOf } from "./rpm-files-of.ts";
import { rpmHeaderError } from "./rpm-header-error.ts";
import type { RpmPackage } from "./rpm-package.ts";
import { rpmRelationsOf } from "./rpm-relations-of.ts";
import { rpmTags } from "./rpm-tags.ts";

/**
 * The package that a header describes, with its files and relations.
 *
 * @example
 * ```ts
 * import { parseRpmHeader, rpmPackageOf } from "@coppice/inventory";
 *
 * // Three texts: tags 1000 to 1002, each of two bytes with its NUL.
 * const entries = [0xe8, 0xe9, 0xea].flatMap((tag, at) => [0, 0, 3, tag, 0, 0, 0, 6, 0, 0, 0, 2 * at, 0, 0, 0, 1]);
 * const data = new TextEncoder().encode("a\x001\x002\x00");
 * const found = rpmPackageOf(parseRpmHeader(Uint8Array.of(0, 0, 0, 3, 0, 0, 0, 6, ...entries, ...data)));
 * [found.name, found.version, found.release]; // => ["a", "1", "2"]
 * ```
 * @throws An `InventoryError` with code `CONTENT_INVALID` when it has no name, version or release, texts in it have no end,
 * or a file is in a folder that is not there.
 */
export function rpmPackageOf(header: RpmHeader): RpmPackage {
  const text = (tag: number) => header.text(tag) || undefined;
  const name = text(rpmTags.name);
  const version = text(rpmTags.version);
  const release = text(rpmTags.release);
  if (name === undefined || version === undefined || release === undefined) {
    throw rpmHeaderError("it lacks a name, version or release");
  }
  return {
    name,
    epoch: header.numbers(rpmTags.epoch)[0],
    version,
    release,
    arch: text(rpmTags.arch),
    sourceRpm: text(rpmTags.sourceRpm),
    license: text(rpmTags.license),
    vendor: text(rpmTags.vendor),
    packager: text(rpmTags.packager),
    summary: text(rpmTags.summary),
    modularityLabel: text(rpmTags.modularityLabel),
    files: rpmFilesOf(header),
    provides: rpmRelationsOf(header, "provide"),
    requires: rpmRelationsOf(header, "require"),
    recommends: rpmRelationsOf(header, "recommend"),
    suggests: rpmRelationsOf(header, "suggest"),
  };
}
