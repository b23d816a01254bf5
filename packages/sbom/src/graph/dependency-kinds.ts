import type { SbomRelationshipKind } from "../sbom-relationship.ts";

/** Kinds of relations that say that the left side needs the right side to work. */
export const dependencyKinds: readonly SbomRelationshipKind[] = [
  "dependsOn",
  "hasPrerequisite",
  "hasDynamicLink",
  "hasStaticLink",
];
