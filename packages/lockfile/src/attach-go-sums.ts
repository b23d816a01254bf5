import type { LockedArtifact } from "./locked-artifact.ts";
import type { Lockfile } from "./lockfile.ts";

/**
 * A go.mod with the checksums that its go.sum has for the versions that it names; the other versions in go.sum, which the
 * go command only looked at, are left behind.
 *
 * @example
 * ```ts
 * import { attachGoSums, parseLockfile } from "@coppice/lockfile";
 *
 * const mod = parseLockfile("module example.com/shop\ngo 1.22\nrequire rsc.io/quote v1.5.2\n", { name: "go.mod" });
 * const sum = parseLockfile(
 *   "rsc.io/quote v1.5.2 h1:w5fcysjrx7yqtD/aO+QwRjYZOKnaM9Uh2b40tElTs3Y=\n" +
 *     "rsc.io/quote v1.5.1/go.mod h1:LzX7hefJvL54yjefDEDHNONDjII0t9xZLPXsUe+TKr0=\n",
 *   { name: "go.sum" },
 * );
 * sum.packages.length; // => 2
 * const { packages } = attachGoSums(mod, sum);
 * packages.map(({ key, artifacts }) => `${key} ${artifacts[0]?.of}`); // => ["rsc.io/quote@v1.5.2 tree"]
 * ```
 */
export function attachGoSums(goMod: Lockfile, goSum: Lockfile): Lockfile {
  const sums = new Map<string, readonly LockedArtifact[]>(
    goSum.packages.map(({ key, artifacts }) => [key, artifacts]),
  );
  return {
    ...goMod,
    packages: goMod.packages.map((locked) => {
      const isFetched = locked.source.kind === "registry";
      const artifacts = isFetched ? sums.get(`${locked.name}@${locked.version}`) : undefined;
      return artifacts === undefined ? locked : { ...locked, artifacts };
    }),
    problems: [
      ...goMod.problems,
      ...goSum.problems.filter(({ code }) => code !== "LIST_EXCEEDS_BUILD"),
    ],
  };
}
