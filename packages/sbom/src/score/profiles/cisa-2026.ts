import { hasKnownUnknowns, isRelated, saysComplete } from "../questions/dependencies.ts";
import {
  hasGenerationContext,
  hasRevision,
  hasTimestamp,
  isSigned,
  isWidelyUsedFormat,
} from "../questions/document.ts";
import { hasHash } from "../questions/hashes.ts";
import {
  hasName,
  hasUniqueIdentifier,
  hasVersionOrSaysUnknown,
} from "../questions/identification.ts";
import { hasLicense } from "../questions/licenses.ts";
import { hasAuthor, hasProducer, hasTool, hasToolVersion } from "../questions/parties.ts";
import type { SbomProfile } from "../sbom-profile.ts";

const report = "CISA and partners, 2026 Minimum Elements for a Software Bill of Materials";
const metadata = `${report}, appendix A, SBOM metadata`;
const componentData = `${report}, appendix A, component data`;
const practices = `${report}, Practices and Processes`;

/**
 * The minimum elements of July 2026, which update and replace NTIA's: seventeen data fields without grades, and of the
 * practices those that a document can show. Where a version is not known, saying so is enough.
 */
export const cisa2026: SbomProfile = {
  id: "cisa-2026",
  title: "CISA and partners, minimum elements (2026)",
  published: "2026-07-29",
  url: "https://www.cisa.gov/resources-tools/resources/2026-minimum-elements-software-bill-materials-sbom",
  rules: [
    {
      id: "author",
      title: "The document names the person or organisation who made it",
      reference: `${metadata}: SBOM Author`,
      severity: "required",
      about: "document",
      ask: hasAuthor,
    },
    {
      id: "author-signature",
      title: "The document is signed by its author",
      reference: `${metadata}: SBOM Author Signature`,
      severity: "required",
      about: "document",
      ask: isSigned,
    },
    {
      id: "data-format",
      title: "The document is CycloneDX or SPDX, and names its format and version",
      reference: `${metadata}: SBOM Data Format Name, SBOM Data Format Version`,
      severity: "required",
      about: "document",
      ask: isWidelyUsedFormat,
    },
    {
      id: "generation-context",
      title: "The document says in which phase it was made",
      reference: `${metadata}: SBOM Generation Context`,
      severity: "required",
      about: "document",
      ask: hasGenerationContext,
    },
    {
      id: "timestamp",
      title: "The document says when it was made",
      reference: `${metadata}: SBOM Timestamp`,
      severity: "required",
      about: "document",
      ask: hasTimestamp,
    },
    {
      id: "tool-name",
      title: "The document names the tool that made it",
      reference: `${metadata}: SBOM Tool Name`,
      severity: "required",
      about: "document",
      ask: hasTool,
    },
    {
      id: "tool-version",
      title: "The document says which version of the tool made it",
      reference: `${metadata}: SBOM Tool Version`,
      severity: "required",
      about: "document",
      ask: hasToolVersion,
    },
    {
      id: "sbom-version",
      title: "The document says which edition of itself it is",
      reference: `${metadata}: SBOM Version`,
      severity: "required",
      about: "document",
      ask: hasRevision,
    },
    {
      id: "dependency-relationship",
      title: "Every component is related to another, or said to need none",
      reference: `${componentData}: Component Dependency Relationship`,
      severity: "required",
      about: "components",
      ask: isRelated,
    },
    {
      id: "component-hash",
      title: "Every component has a hash, with its algorithm",
      reference: `${componentData}: Component Hash Value, Component Hash Algorithm`,
      severity: "required",
      about: "components",
      ask: hasHash,
    },
    {
      id: "component-identifiers",
      title: "Every component has at least one identifier that databases know",
      reference: `${componentData}: Component Identifiers`,
      severity: "required",
      about: "components",
      ask: hasUniqueIdentifier,
    },
    {
      id: "component-license",
      title: "Every component states its licence",
      reference: `${componentData}: Component License`,
      severity: "required",
      about: "components",
      ask: hasLicense,
    },
    {
      id: "component-name",
      title: "Every component has a name",
      reference: `${componentData}: Component Name`,
      severity: "required",
      about: "components",
      ask: hasName,
    },
    {
      id: "component-producer",
      title: "Every component names who made it",
      reference: `${componentData}: Component Producer`,
      severity: "required",
      about: "components",
      ask: hasProducer,
    },
    {
      id: "component-version",
      title: "Every component has a version, or says that none is known",
      reference: `${componentData}: Component Version`,
      severity: "required",
      about: "components",
      ask: hasVersionOrSaysUnknown,
    },
    {
      id: "coverage",
      title: "The document says that it lists everything",
      reference: `${practices}: Coverage`,
      severity: "recommended",
      about: "document",
      ask: saysComplete,
    },
    {
      id: "unknown-information",
      title: "The document says what it does not know",
      reference: `${practices}: Explicitly Identifying Unknown Information`,
      severity: "recommended",
      about: "document",
      ask: hasKnownUnknowns,
    },
  ],
};
