import type { Purl } from "@coppice/purl";

/** Whether a text is a package URL that a pattern means. */
export type PurlTest = (purl: string) => boolean;

/**
 * The test for a package URL that means every package that has what it states: without a version it means all versions,
 * without a qualifier every value of it. `undefined` where `pattern` is no package URL.
 */
export async function readPurlPattern(pattern: string): Promise<PurlTest | undefined> {
  const { parseLoosePurl, purlIdentity } = await import("@coppice/purl");
  const { purl: wanted } = parseLoosePurl(pattern);
  if (wanted === undefined) return undefined;
  const stated = Object.keys(wanted.qualifiers ?? {});
  const identity = purlIdentity(wanted);
  return (text) => {
    const { purl } = parseLoosePurl(text);
    return purl !== undefined && purlIdentity(reduce(purl, wanted, stated)) === identity;
  };
}

/** `purl` without what `wanted` does not state. */
function reduce(
  { type, namespace, name, version, qualifiers = {}, subpath }: Purl,
  wanted: Purl,
  stated: readonly string[],
): Purl {
  const kept = stated.flatMap((key) => {
    const value = Object.hasOwn(qualifiers, key) ? qualifiers[key] : undefined;
    return value === undefined ? [] : [[key, value] as const];
  });
  return {
    type,
    name,
    ...(namespace !== undefined && { namespace }),
    ...(version !== undefined && wanted.version !== undefined && { version }),
    ...(kept.length > 0 && { qualifiers: Object.fromEntries(kept) }),
    ...(subpath !== undefined && wanted.subpath !== undefined && { subpath }),
  };
}
