import { parentPath } from "@coppice/image";
import type { Bom, ImageEvent, Problem } from "@coppice/types";
import type { BomFiles } from "./place-path.ts";
import type { UnitUses } from "./unit-uses.ts";

/**
 * Share of the files that ran as code from which on those that the subject lacks are another image's. In recorded runs of
 * an image's own none is missing. A small server in the image of another, of the same release of Debian, misses a sixth,
 * its program and a module: the shell, the libc and the other libraries are the same.
 */
const otherShare = 0.15;

/** Says when a log is of another image, since what ran is not the subject's, and when it names another digest. */
export function findOtherImage(
  bom: Bom,
  files: BomFiles,
  images: readonly ImageEvent[],
  units: readonly UnitUses[],
): readonly Problem[] {
  const named = images.filter(({ digest }) => digest !== undefined);
  if (named.some(({ digest }) => digest === bom.subject.digest)) return [];
  return [...compareDigests(bom, named), ...findForeignCode(bom, files, units)];
}

/**
 * An image has several digests (index, manifest, configuration), and neither log nor Bom says which kind it gives, so that
 * another one is no sign of another image.
 */
function compareDigests({ subject }: Bom, images: readonly ImageEvent[]): readonly Problem[] {
  const [first] = images;
  if (first === undefined) return [];
  const digests = [...new Set(images.map(({ digest }) => digest))].slice(0, 10).join(", ");
  return [
    {
      code: "OTHER_DIGEST",
      message:
        `the log is of ${digests} and the Bom of ${subject.name} (${subject.digest}): another digest of the same image, or ` +
        "another image; check that it is the same",
      offset: first.offset,
    },
  ];
}

/**
 * A file that the subject lacks in a folder that it has is a sign of another image. In a folder that it lacks, too, it may
 * be of a volume, and only counts beside such.
 */
function findForeignCode(
  { subject }: Bom,
  { byPath }: BomFiles,
  units: readonly UnitUses[],
): readonly Problem[] {
  const own = new Set<string>();
  const written = new Set<string>();
  for (const { files, absent } of units) {
    for (const [path, { isCode }] of files) if (isCode) own.add(path);
    for (const [path, { isWritten }] of absent) if (isWritten) written.add(path);
  }
  const foreign = new Map<string, number>();
  for (const { absent } of units) {
    for (const [path, { isCode, offset }] of absent) {
      if (!isCode || written.has(path) || isFleeting(path)) continue;
      foreign.set(path, Math.min(foreign.get(path) ?? offset, offset));
    }
  }
  const total = foreign.size + own.size;
  const [first] = [...foreign]
    .filter(([path]) => own.size === 0 || byPath.has(parentPath(path)))
    .sort(([, a], [, b]) => a - b);
  if (first === undefined || foreign.size < otherShare * total) return [];
  const [path, offset] = first;
  return [
    {
      code: "OTHER_IMAGE",
      message:
        `${foreign.size} of ${total} files that ran as code, such as ${path}, are not in ${subject.name}: the log seems to be of ` +
        "another image; grade it with the Bom of the image that ran",
      offset,
    },
  ];
}

const fleeting = [
  "/proc/",
  "/sys/",
  "/dev/",
  "/run/",
  "/var/run/",
  "/tmp/",
  "/var/tmp/",
  "/memfd:",
];

/** Whether a path is in a folder of what is made at run time, whatever the image. */
function isFleeting(path: string): boolean {
  return fleeting.some((folder) => path.startsWith(folder));
}
