import type { FileEntry } from "@coppice/types";
import { createPackage } from "../create-package.ts";
import type { Extraction, Extractor, ExtractorContext } from "../extractor.ts";
import type { FileFormat } from "../file-format.ts";
import { mapConcurrently } from "../map-concurrently.ts";
import { claimPrograms, type ReadProgram } from "./claim-programs.ts";
import { companionPaths } from "./companion-paths.ts";
import { findClassifiers } from "./find-classifiers.ts";
import { groupLinks } from "./group-links.ts";
import type { KnownProgram } from "./known-program.ts";
import { rangeReader } from "./range-reader.ts";
import { readyEvidence } from "./ready-evidence.ts";
import { scanForVersion } from "./scan-for-version.ts";

/**
 * Finds well-known programs and libraries that no package owns, such as those that were compiled in place or unpacked
 * from an archive, by their names and what their content says of its version. It comes last of all extractors.
 */
export const binaryExtractor: Extractor = {
  name: "binary",
  version: 1,
  ecosystem: "generic",
  capabilities: {
    reads: ["well-known programs and libraries that no package owns"],
    presence: ["installed"],
    files: true,
    digests: false,
    dependencies: false,
    licenses: false,
  },
  wants,
  extract,
};

function wants({ path, type }: FileEntry, format: FileFormat | undefined): boolean {
  if (type !== "file" || (format !== undefined && !formats.has(format))) return false;
  return findClassifiers(path).length > 0;
}

/** Programs and archives of scripts; texts that tell a version have none. */
const formats: ReadonlySet<FileFormat> = new Set(["elf", "mach-o", "script"]);

/** Programs that are looked into at once, each with a window of a mebibyte. */
const width = 4;

async function extract(context: ExtractorContext): Promise<Extraction> {
  const unowned = context.wanted.filter(({ path }) => context.ownersOf(path).length === 0);
  const groups = [...groupLinks(unowned)];
  const known = await mapConcurrently(groups, width, ([, paths]) => identify(context, paths));
  const programs = new Map<string, KnownProgram[]>();
  for (const program of known) {
    if (program === undefined) continue;
    const key = [program.root, program.classifier.name, program.version].join("\n");
    const others = programs.get(key);
    if (others) others.push(program);
    else programs.set(key, [program]);
  }
  const taken = new Set<string>();
  const found = [...programs.values()].map((parts) => toProgram(context, parts, taken));
  return {
    packages: found.flatMap(({ packages }) => packages),
    claims: claimPrograms(context, found),
  };
}

async function identify(
  context: ExtractorContext,
  paths: readonly string[],
): Promise<KnownProgram | undefined> {
  for (const path of paths) {
    const size = context.index.lookup(path)?.size ?? 0;
    for (const { classifier, captured } of findClassifiers(path)) {
      const evidence = classifier.evidence.flatMap((line) => readyEvidence(line, captured) ?? []);
      const found = await scanForVersion(rangeReader(context, path), size, evidence);
      if (found) return { ...found, classifier, captured, paths, root: rootOf(path) };
    }
  }
  return undefined;
}

/** `/usr` and `/` are one, as in most systems they are the same. */
function rootOf(path: string): string {
  const steps = path.split("/");
  const at = steps.findLastIndex((step) => /^(?:s?bin|lib|lib32|lib64|libexec)$/.test(step));
  const root = steps.slice(0, at < 0 ? -1 : at).join("/");
  return root === "/usr" ? "" : root;
}

function toProgram(
  context: ExtractorContext,
  parts: readonly KnownProgram[],
  taken: Set<string>,
): ReadProgram {
  const paths = parts.flatMap((part) => part.paths);
  const [first] = parts;
  const [path] = first?.paths ?? [];
  if (first === undefined || path === undefined) return { paths, packages: [] };
  const { classifier, version, offset } = first;
  const found = createPackage(context, binaryExtractor, {
    name: classifier.name,
    version,
    ...(classifier.purl && { purl: classifier.purl }),
    location: path,
    foundAt: { path, offset },
  });
  return { paths: [...paths, ...companionPaths(context.index, first, taken)], packages: [found] };
}
