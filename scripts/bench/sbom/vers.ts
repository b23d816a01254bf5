import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { parseLoosePurl } from "@coppice/purl";
import { compareVersions, parseVers, type VersionScheme, versContains } from "@coppice/vers";
import type { Row } from "../../evaluate/evaluation.ts";
import { collectPurls } from "../../evaluate/sbom/collect-purls.ts";

type Compare = (a: string, b: string) => number;

const requireThere = createRequire(new URL("../../../packages/vers/package.json", import.meta.url));
const semver: { readonly compare: Compare; readonly valid: (version: string) => string | null } =
  requireThere("semver");

const rounds = 11;
const comparisons = 100_000;

/** How many nanoseconds of CPU time a comparison of versions of the corpus takes here and in a peer, in turns in one run. */
export async function* vers(corpus: string | undefined): AsyncIterable<Row> {
  if (corpus === undefined || !existsSync(join(corpus, "sbom"))) return;
  const versions = versionsByType(corpus);
  const npm = (versions.get("npm") ?? []).filter((version) => semver.valid(version) !== null);
  yield row("npm", npm, compareWith("npm"), ["semver", semver.compare], 1);
  for (const scheme of ["deb", "rpm", "apk", "maven", "pypi", "golang", "gem"] as const) {
    const found = versions.get(scheme) ?? [];
    if (found.length > 1) yield row(scheme, found, compareWith(scheme));
  }
  const range = parseVers("vers:npm/<1.2.3|>=2.0.0|<2.4.0|>=3.0.0|!=3.1.0|<4.17.21");
  const contains: Compare = (version) => Number(versContains(range, version));
  yield row("npm in a range of six", npm, contains);
}

function compareWith(scheme: VersionScheme): Compare {
  return (a, b) => compareVersions(scheme, a, b);
}

function versionsByType(corpus: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const text of collectPurls(corpus)) {
    const { purl } = parseLoosePurl(text);
    if (purl?.version === undefined) continue;
    const versions = found.get(purl.type) ?? [];
    versions.push(purl.version);
    found.set(purl.type, versions);
  }
  return found;
}

function row(
  name: string,
  versions: readonly string[],
  compare: Compare,
  peer?: readonly [name: string, compare: Compare],
  atLeast = 0,
): Row {
  const [ours = 0, theirs] = compete(versions, peer === undefined ? [compare] : [compare, peer[1]]);
  const values: { [column: string]: string | number } = {
    versions: versions.length,
    "ns each": Math.round(ours),
  };
  if (peer !== undefined && theirs !== undefined) {
    values["peer"] = `${peer[0]} ${Math.round(theirs)}`;
    values["times"] = (theirs / ours).toFixed(2);
  }
  return { name, values, passed: theirs === undefined || theirs / ours >= atLeast };
}

/** The median of each, in nanoseconds of CPU time a comparison. */
function compete(versions: readonly string[], tasks: readonly Compare[]): readonly number[] {
  const figures = tasks.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, compare] of tasks.entries()) {
      const before = process.cpuUsage();
      for (let item = 0; item < comparisons; item++) {
        const other = (item * 7919 + 1) % versions.length;
        compare(versions[item % versions.length] ?? "", versions[other] ?? "");
      }
      const { user, system } = process.cpuUsage(before);
      figures[index]?.push(((user + system) * 1000) / comparisons);
    }
  }
  return figures.map((all) => all.sort((a, b) => a - b)[rounds >> 1] ?? 0);
}
