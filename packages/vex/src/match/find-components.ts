import { isVersionOpen } from "../cpe/is-version-open.ts";
import { matchCpe } from "../cpe/match-cpe.ts";
import { isWildcard, parseCpe } from "../cpe/parse-cpe.ts";
import type { VexComponent } from "../vex-product.ts";
import { anyVersion, type ComponentIndex, cpeKey, exactKey, isDigest } from "./component-index.ts";
import { hasQualifiers, type PurlKey, purlKey } from "./purl-key.ts";
import { type VersionFilter, versionFilter } from "./version-filter.ts";
import type { CountWork } from "./work.ts";

/** By what a component was recognised, the strongest first. */
export type VexIdentity = "ref" | "purl" | "hash" | "cpe";

/** Positions of the components that are meant, with by what they were recognised. */
export type FoundComponents = ReadonlyMap<number, VexIdentity>;

/** Where to look for components. */
export interface Search {
  readonly index: ComponentIndex;
  /** Follows a ref of the document that makes the statement where it leads into the SBOM. */
  readonly refOf: (ref: string) => number | undefined;
  readonly count: CountWork;
}

/** Which versions of a component are meant. */
interface Versions {
  /** Those that the statement lists beside the identifiers, and that alone count where there are some. */
  readonly listed: VersionFilter | undefined;
  /** The one that the component has, for identifiers that leave it open. */
  readonly own: VersionFilter | undefined;
}

/** The components that a statement's product or subcomponent names. */
export function findComponents(named: VexComponent, search: Search): FoundComponents {
  const { version } = named;
  const versions: Versions = {
    listed: versionFilter(named),
    own: version === undefined ? undefined : versionFilter({ versions: [version], ranges: [] }),
  };
  const keys = named.purls.map(purlKey).filter((key) => key !== undefined);
  const found = new Map<number, VexIdentity>();
  const add = (identity: VexIdentity, positions: Iterable<number>): void => {
    for (const position of positions) if (!found.has(position)) found.set(position, identity);
  };
  add("ref", findByRef(named.ref, versions, search));
  for (const key of keys) add("purl", findByPurl(key, versions, search));
  const digests = versions.listed === undefined ? keys.map((key) => key.version) : [];
  for (const hash of [...named.hashes, ...digests.filter(isDigest)]) {
    add("hash", findByHash(hash, search));
  }
  for (const cpe of named.cpes) add("cpe", findByCpe(cpe, versions, search));
  return found;
}

function* findByRef(
  ref: string | undefined,
  { listed }: Versions,
  search: Search,
): Iterable<number> {
  const position = ref === undefined ? undefined : search.refOf(ref);
  if (position !== undefined && accepts(listed, position, search)) yield position;
}

function* findByPurl(key: PurlKey, { listed, own }: Versions, search: Search): Iterable<number> {
  const { byPurl, byExactPurl } = search.index;
  const isExact = listed === undefined && key.version !== undefined;
  const filter = listed ?? (isExact ? undefined : own);
  const candidates = isExact ? byExactPurl.get(exactKey(key)) : byPurl.get(key.base);
  for (const { position, key: other } of candidates ?? []) {
    if (accepts(filter, position, search, other.version) && hasQualifiers(other, key)) {
      yield position;
    }
  }
}

function* findByHash(hash: string, { index, count }: Search): Iterable<number> {
  for (const position of index.byHash.get(hash.toLowerCase()) ?? []) {
    count(1);
    yield position;
  }
}

function* findByCpe(text: string, { listed, own }: Versions, search: Search): Iterable<number> {
  const { index, count } = search;
  const cpe = parseCpe(text);
  if (cpe === undefined) return;
  const source = listed === undefined ? cpe : anyVersion(cpe);
  const filter = listed ?? (isVersionOpen(cpe) ? own : undefined);
  const isPattern = cpe.slice(0, 3).some((value) => [...value].some(isWildcard));
  for (const candidate of isPattern ? index.cpes : (index.byCpe.get(cpeKey(cpe)) ?? [])) {
    count(1);
    const { position } = candidate;
    if (matchCpe(source, candidate.cpe) && accepts(filter, position, search)) yield position;
  }
}

/** Whether a component has one of the versions, by default in its own words. */
function accepts(
  filter: VersionFilter | undefined,
  position: number,
  { index, count }: Search,
  version = index.components[position]?.version,
): boolean {
  count(1 + (filter?.cost ?? 0));
  return filter === undefined || filter.accepts(version, index.types.get(position));
}
