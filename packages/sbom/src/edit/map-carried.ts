import { carryDocument, restoreDocument } from "../carried-document.ts";
import { carryRelationship, restoreRelationship } from "../carried-relationship.ts";
import type { SbomProperty } from "../sbom-component.ts";

/** Gives what a ref is now; nothing where it is gone. */
export type MapRef = (ref: string) => string | undefined;

/**
 * A property with other refs, where it carries relationships that the format has no place for; nothing where one of the refs
 * is gone.
 */
export function mapCarried(property: SbomProperty, map: MapRef): SbomProperty | undefined {
  const { name, value } = property;
  if (value === undefined || !name.startsWith("coppice:")) return property;
  const edge = restoreRelationship(property, "");
  if (edge !== undefined) {
    const to = map(edge.to);
    return to === undefined ? undefined : carryRelationship({ ...edge, to });
  }
  const { subjects, relationships } = restoreDocument([property]);
  if (subjects.length + relationships.length === 0) return property;
  const [mapped] = carryDocument({
    subjects: subjects.flatMap((ref) => map(ref) ?? []),
    relationships: relationships.flatMap(({ from, to, ...rest }) => {
      const [start, end] = [map(from), map(to)];
      return start === undefined || end === undefined ? [] : [{ ...rest, from: start, to: end }];
    }),
    namedLicenses: [],
  });
  return mapped;
}
