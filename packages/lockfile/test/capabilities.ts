import type { Lockfile, LockfileFormat } from "@coppice/lockfile";
import { allLockfiles } from "./samples.ts";

/** What may be read of a format, as the columns of the table in README.md. */
export const columns = [
  "projects",
  "requires",
  "ranges",
  "sources",
  "addresses",
  "digests",
  "dev",
  "lines",
] as const;

/** For each format a mark in each column that some lockfile of the tests fills. */
export function capabilities(): ReadonlyMap<LockfileFormat, readonly string[]> {
  const byFormat = new Map<LockfileFormat, Lockfile[]>();
  for (const lockfile of allLockfiles()) {
    byFormat.set(lockfile.format, [...(byFormat.get(lockfile.format) ?? []), lockfile]);
  }
  return new Map(
    [...byFormat].map(([format, lockfiles]) => {
      const packages = lockfiles.flatMap((lockfile) => lockfile.packages);
      const importers = lockfiles.flatMap((lockfile) => lockfile.importers);
      const between = packages.flatMap(({ dependencies }) => dependencies);
      const direct = importers.flatMap(({ dependencies }) => dependencies);
      const marks: Record<(typeof columns)[number], boolean> = {
        projects: direct.length > 0,
        requires: between.some(({ to }) => to.length > 0),
        ranges: [...direct, ...between].some(({ specifier }) => specifier !== undefined),
        sources: packages.some(({ source }) => source.kind !== "registry"),
        addresses: packages.some(({ artifacts }) => artifacts.some(({ url }) => url !== undefined)),
        digests: packages.some(({ artifacts }) =>
          artifacts.some(({ digests }) => digests.length > 0),
        ),
        dev: packages.some(({ development, optional }) => (development ?? optional) !== undefined),
        lines: packages.some(({ line }) => line !== undefined),
      };
      return [format, columns.map((column) => (marks[column] ? "yes" : ""))] as const;
    }),
  );
}
