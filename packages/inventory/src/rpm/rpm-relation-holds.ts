import { compareVersions } from "@coppice/vers";
import type { RpmRelation } from "./rpm-relations-of.ts";

const less = 2;
const greater = 4;
const equal = 8;
const anySense = less | greater | equal;

/**
 * Whether what is provided under a name is what is asked for under it: their ranges of versions overlap. One without a
 * version fits any; releases count where both have one. See "Dependencies" in rpm's manual.
 */
export function rpmRelationHolds(
  provided: Omit<RpmRelation, "name">,
  asked: Omit<RpmRelation, "name">,
): boolean {
  if ((provided.flags & anySense) === 0 || (asked.flags & anySense) === 0) return true;
  if (provided.version === undefined || asked.version === undefined) return true;
  const order = compareAlike(provided.version, asked.version);
  if (order < 0) return (provided.flags & greater) !== 0 || (asked.flags & less) !== 0;
  if (order > 0) return (provided.flags & less) !== 0 || (asked.flags & greater) !== 0;
  return (provided.flags & asked.flags & anySense) !== 0;
}

function compareAlike(a: string, b: string): number {
  const haveReleases = a.includes("-") && b.includes("-");
  return haveReleases
    ? compareVersions("rpm", a, b)
    : compareVersions("rpm", withoutRelease(a), withoutRelease(b));
}

function withoutRelease(version: string): string {
  const hyphen = version.lastIndexOf("-");
  return hyphen < 0 ? version : version.slice(0, hyphen);
}
