/** Words that the specification fixes; `lookup` finds the one that `text` spells, whatever its case and hyphens. */
export interface Spdx2Words {
  lookup(text: string): string | undefined;
}

/** Makes {@link Spdx2Words} of a list, and of other spellings that stand for one of it. */
function words(list: string, aliases: Readonly<Record<string, string>> = {}): Spdx2Words {
  const known = new Map(list.split(/\s+/).map((word) => [fold(word), word]));
  for (const [alias, word] of Object.entries(aliases)) known.set(fold(alias), word);
  return { lookup: (text) => known.get(fold(text)) };
}

function fold(text: string): string {
  return text.replace(/[-_]/g, "").toLowerCase();
}

/** Types of relationships (SPDX 2.3, 11.1); RDF's `dataFile` is JSON's `DATA_FILE_OF`. */
export const relationshipTypes: Spdx2Words = words(
  `AMENDS ANCESTOR_OF BUILD_DEPENDENCY_OF BUILD_TOOL_OF CONTAINED_BY CONTAINS COPY_OF DATA_FILE_OF
  DEPENDENCY_MANIFEST_OF DEPENDENCY_OF DEPENDS_ON DESCENDANT_OF DESCRIBED_BY DESCRIBES DEV_DEPENDENCY_OF DEV_TOOL_OF
  DISTRIBUTION_ARTIFACT DOCUMENTATION_OF DYNAMIC_LINK EXAMPLE_OF EXPANDED_FROM_ARCHIVE FILE_ADDED FILE_DELETED
  FILE_MODIFIED GENERATED_FROM GENERATES HAS_PREREQUISITE METAFILE_OF OPTIONAL_COMPONENT_OF OPTIONAL_DEPENDENCY_OF
  OTHER PACKAGE_OF PATCH_APPLIED PATCH_FOR PREREQUISITE_FOR PROVIDED_DEPENDENCY_OF REQUIREMENT_DESCRIPTION_FOR
  RUNTIME_DEPENDENCY_OF SPECIFICATION_FOR STATIC_LINK TEST_CASE_OF TEST_DEPENDENCY_OF TEST_OF TEST_TOOL_OF VARIANT_OF`,
  { dataFile: "DATA_FILE_OF" },
);

/** Algorithms of checksums (SPDX 2.3, 7.10). */
export const checksumAlgorithms: Spdx2Words = words(
  `ADLER32 BLAKE2b-256 BLAKE2b-384 BLAKE2b-512 BLAKE3 MD2 MD4 MD5 MD6 SHA1 SHA224 SHA256 SHA384 SHA512 SHA3-256
  SHA3-384 SHA3-512`,
);

/** Types of files (SPDX 2.3, 8.3). */
export const fileTypes: Spdx2Words = words(
  "APPLICATION ARCHIVE AUDIO BINARY DOCUMENTATION IMAGE OTHER SOURCE SPDX TEXT VIDEO",
);

/** Purposes of packages (SPDX 2.3, 7.24). */
export const packagePurposes: Spdx2Words = words(
  `APPLICATION ARCHIVE CONTAINER DEVICE FILE FIRMWARE FRAMEWORK INSTALL LIBRARY OPERATING-SYSTEM OTHER SOURCE`,
);

/** Types of annotations (SPDX 2.3, 12.3). */
export const annotationTypes: Spdx2Words = words("OTHER REVIEW");

/** Categories of external references as tag-value and JSON since 2.3 spell them (SPDX 2.3, 7.21). */
export const referenceCategories: Spdx2Words = words(
  "OTHER PACKAGE-MANAGER PERSISTENT-ID SECURITY",
);
