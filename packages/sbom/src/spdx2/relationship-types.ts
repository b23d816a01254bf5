import type { SbomDependencyScope, SbomRelationshipKind } from "../sbom-relationship.ts";

/** What a type of SPDX 2 is in the model's words; `reversed` where it reads from right to left. */
export interface RelationshipType {
  readonly kind: SbomRelationshipKind;
  readonly reversed?: true;
  readonly scope?: SbomDependencyScope;
}

/**
 * SPDX 2.3, section 11.1, table 68, in the words of SPDX 3.0.1 `RelationshipType` and `LifecycleScopeType`. Where two types
 * say the same from either end, the first of them is the one that is written.
 */
export const relationshipTypes: ReadonlyMap<string, RelationshipType> = new Map<
  string,
  RelationshipType
>([
  ["DESCRIBES", { kind: "describes" }],
  ["DESCRIBED_BY", { kind: "describes", reversed: true }],
  ["CONTAINS", { kind: "contains" }],
  ["CONTAINED_BY", { kind: "contains", reversed: true }],
  ["DEPENDS_ON", { kind: "dependsOn" }],
  ["DEPENDENCY_OF", { kind: "dependsOn", reversed: true }],
  ["RUNTIME_DEPENDENCY_OF", { kind: "dependsOn", reversed: true, scope: "runtime" }],
  ["BUILD_DEPENDENCY_OF", { kind: "dependsOn", reversed: true, scope: "build" }],
  ["DEV_DEPENDENCY_OF", { kind: "dependsOn", reversed: true, scope: "development" }],
  ["TEST_DEPENDENCY_OF", { kind: "dependsOn", reversed: true, scope: "test" }],
  ["OPTIONAL_DEPENDENCY_OF", { kind: "dependsOn", reversed: true, scope: "optional" }],
  ["PROVIDED_DEPENDENCY_OF", { kind: "dependsOn", reversed: true, scope: "provided" }],
  ["DEPENDENCY_MANIFEST_OF", { kind: "hasDependencyManifest", reversed: true }],
  ["HAS_PREREQUISITE", { kind: "hasPrerequisite" }],
  ["PREREQUISITE_FOR", { kind: "hasPrerequisite", reversed: true }],
  ["GENERATES", { kind: "generates" }],
  ["GENERATED_FROM", { kind: "generates", reversed: true }],
  ["ANCESTOR_OF", { kind: "ancestorOf" }],
  ["DESCENDANT_OF", { kind: "descendantOf" }],
  ["VARIANT_OF", { kind: "hasVariant", reversed: true }],
  ["DISTRIBUTION_ARTIFACT", { kind: "hasDistributionArtifact" }],
  ["PATCH_FOR", { kind: "patchedBy", reversed: true }],
  ["PATCH_APPLIED", { kind: "patchApplied" }],
  ["COPY_OF", { kind: "copiedTo", reversed: true }],
  ["FILE_ADDED", { kind: "hasAddedFile", reversed: true }],
  ["FILE_DELETED", { kind: "hasDeletedFile", reversed: true }],
  ["FILE_MODIFIED", { kind: "modifiedBy" }],
  ["EXPANDED_FROM_ARCHIVE", { kind: "expandsTo", reversed: true }],
  ["DYNAMIC_LINK", { kind: "hasDynamicLink" }],
  ["STATIC_LINK", { kind: "hasStaticLink" }],
  ["DATA_FILE_OF", { kind: "hasDataFile", reversed: true }],
  ["TEST_CASE_OF", { kind: "hasTestCase", reversed: true }],
  ["BUILD_TOOL_OF", { kind: "usesTool", reversed: true, scope: "build" }],
  ["DEV_TOOL_OF", { kind: "usesTool", reversed: true, scope: "development" }],
  ["TEST_TOOL_OF", { kind: "usesTool", reversed: true, scope: "test" }],
  ["TEST_OF", { kind: "hasTest", reversed: true }],
  ["DOCUMENTATION_OF", { kind: "hasDocumentation", reversed: true }],
  ["OPTIONAL_COMPONENT_OF", { kind: "hasOptionalComponent", reversed: true }],
  ["METAFILE_OF", { kind: "hasMetadata", reversed: true }],
  ["PACKAGE_OF", { kind: "packagedBy" }],
  ["EXAMPLE_OF", { kind: "hasExample", reversed: true }],
  ["AMENDS", { kind: "amendedBy", reversed: true }],
  ["REQUIREMENT_DESCRIPTION_FOR", { kind: "hasRequirement", reversed: true }],
  ["SPECIFICATION_FOR", { kind: "hasSpecification", reversed: true }],
  ["OTHER", { kind: "other" }],
]);
