import type { SbomComponent, SbomModel } from "@coppice/sbom";
import { anyValue, type Cpe, noValue, parseCpe } from "../cpe/parse-cpe.ts";
import { type PurlKey, purlKey } from "./purl-key.ts";
import { pushValue } from "./push-value.ts";
import type { CountWork } from "./work.ts";

/** The components of an SBOM by what identifies them. Components are named by their position. */
export interface ComponentIndex {
  readonly components: readonly SbomComponent[];
  readonly byRef: ReadonlyMap<string, number>;
  readonly byPurl: ReadonlyMap<string, readonly IndexedPurl[]>;
  /** By what {@link exactKey} gives. */
  readonly byExactPurl: ReadonlyMap<string, readonly IndexedPurl[]>;
  /** By what {@link cpeKey} gives. */
  readonly byCpe: ReadonlyMap<string, readonly IndexedCpe[]>;
  readonly cpes: readonly IndexedCpe[];
  readonly byHash: ReadonlyMap<string, readonly number[]>;
  /** Type of the first purl of each component. */
  readonly types: ReadonlyMap<number, string>;
}

/** A component by one of its purls. */
interface IndexedPurl {
  readonly position: number;
  readonly key: PurlKey;
}

/** A component by one of its CPE names, with the component's version where the name leaves it open. */
interface IndexedCpe {
  readonly position: number;
  readonly cpe: Cpe;
}

/** Goes once over the components. */
export function indexComponents({ components }: SbomModel, count: CountWork): ComponentIndex {
  const byRef = new Map<string, number>();
  const byPurl = new Map<string, IndexedPurl[]>();
  const byExactPurl = new Map<string, IndexedPurl[]>();
  const byCpe = new Map<string, IndexedCpe[]>();
  const cpes: IndexedCpe[] = [];
  const byHash = new Map<string, number[]>();
  const types = new Map<number, string>();
  for (const [position, component] of components.entries()) {
    count(1 + component.purls.length + component.cpes.length + component.hashes.length);
    byRef.set(component.ref, position);
    const hashes = new Set(component.hashes.map((hash) => hash.toLowerCase()));
    if (isDigest(component.version)) hashes.add(component.version);
    for (const text of component.purls) {
      const key = purlKey(text);
      if (key === undefined) continue;
      pushValue(byPurl, key.base, { position, key });
      pushValue(byExactPurl, exactKey(key), { position, key });
      if (isDigest(key.version)) hashes.add(key.version);
      if (!types.has(position)) types.set(position, key.type);
    }
    for (const text of component.cpes) {
      const cpe = parseCpe(text);
      if (cpe === undefined) continue;
      const indexed = { position, cpe: withVersion(cpe, component.version) };
      pushValue(byCpe, cpeKey(cpe), indexed);
      cpes.push(indexed);
    }
    for (const hash of hashes) pushValue(byHash, hash, position);
  }
  return { components, byRef, byPurl, byExactPurl, byCpe, cpes, byHash, types };
}

/** The version of an OCI artifact is its digest, and identifies it as a hash does. */
export function isDigest(version: string | undefined): version is string {
  return version?.startsWith("sha256:") ?? false;
}

/** A purl with its version. */
export function exactKey({ base, version }: PurlKey): string {
  return `${base}@${version ?? ""}`;
}

/** Part, vendor and product of a name. */
export function cpeKey(cpe: Cpe): string {
  return JSON.stringify(cpe.slice(0, 3));
}

const versionAt = 3;

function withVersion(cpe: Cpe, version: string | undefined): Cpe {
  const open = cpe[versionAt] === anyValue || cpe[versionAt] === noValue;
  return open && version !== undefined ? cpe.with(versionAt, version.toLowerCase()) : cpe;
}

/** A name that leaves its version open. */
export function anyVersion(cpe: Cpe): Cpe {
  return cpe.with(versionAt, anyValue);
}
