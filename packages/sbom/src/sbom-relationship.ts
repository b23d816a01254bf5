/**
 * What one component is to another, always read from left to right, in SPDX 3's words:
 * `application` `dependsOn` `library`, `image` `contains` `file`, `source` `generates` `binary`.
 */
export interface SbomRelationship {
  /** A component's `ref`, or an element of another document (`DocumentRef-…`, `urn:cdx:…`). */
  readonly from: string;
  readonly kind: SbomRelationshipKind;
  readonly to: string;
  /** When a dependency is needed, where the document says. */
  readonly scope?: SbomDependencyScope | undefined;
  readonly comment?: string | undefined;
}

const dependencyScopes = [
  "runtime",
  "build",
  "development",
  "test",
  "optional",
  "provided",
] as const;

/** When a dependency is needed. */
export type SbomDependencyScope = (typeof dependencyScopes)[number];

const scopes: ReadonlySet<unknown> = new Set(dependencyScopes);

/** Whether `value` names the scope of a dependency. */
export function isDependencyScope(value: unknown): value is SbomDependencyScope {
  return scopes.has(value);
}

/** Kinds that every part of this package knows; a document may use others. */
export type SbomRelationshipKind =
  | "dependsOn"
  | "contains"
  | "generates"
  | "describes"
  | "provides"
  | "hasPrerequisite"
  | (string & {});
