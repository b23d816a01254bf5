import { hasKnownUnknowns, isRelated, saysComplete } from "../questions/dependencies.ts";
import { hasGenerationContext, hasTimestamp, isWidelyUsedFormat } from "../questions/document.ts";
import { hasHash } from "../questions/hashes.ts";
import { hasName, hasUniqueIdentifier, hasVersion } from "../questions/identification.ts";
import { hasLicense } from "../questions/licenses.ts";
import { hasAuthor, hasSupplier, hasTool } from "../questions/parties.ts";
import type { SbomProfile } from "../sbom-profile.ts";

const draft = "CISA, 2025 Minimum Elements for a Software Bill of Materials, draft";
const dataFields = `${draft}, Data Fields`;
const practices = `${draft}, Practices and Processes`;

/** The draft of August 2025 that CISA put up for comment; the final text is CISA's of 2026. */
export const cisa2025Draft: SbomProfile = {
  id: "cisa-2025-draft",
  title: "CISA minimum elements, public comment draft (2025)",
  published: "2025-08-22",
  url: "https://www.cisa.gov/resources-tools/resources/2025-minimum-elements-software-bill-materials-sbom",
  rules: [
    {
      id: "author",
      title: "The document names the person or organisation who made it",
      reference: `${dataFields}: SBOM Author`,
      severity: "required",
      about: "document",
      ask: hasAuthor,
    },
    {
      id: "software-producer",
      title: "Every component names who made it",
      reference: `${dataFields}: Software Producer`,
      severity: "required",
      about: "components",
      ask: hasSupplier,
    },
    {
      id: "component-name",
      title: "Every component has a name",
      reference: `${dataFields}: Component Name`,
      severity: "required",
      about: "components",
      ask: hasName,
    },
    {
      id: "component-version",
      title: "Every component has a version",
      reference: `${dataFields}: Component Version`,
      severity: "required",
      about: "components",
      ask: hasVersion,
    },
    {
      id: "software-identifiers",
      title: "Every component has at least one identifier that databases know",
      reference: `${dataFields}: Software Identifiers`,
      severity: "required",
      about: "components",
      ask: hasUniqueIdentifier,
    },
    {
      id: "component-hash",
      title: "Every component has a hash",
      reference: `${dataFields}: Component Hash`,
      severity: "required",
      about: "components",
      ask: hasHash,
    },
    {
      id: "license",
      title: "Every component states its licence",
      reference: `${dataFields}: License`,
      severity: "required",
      about: "components",
      ask: hasLicense,
    },
    {
      id: "dependency-relationship",
      title: "Every component is related to another, or said to need none",
      reference: `${dataFields}: Dependency Relationship`,
      severity: "required",
      about: "components",
      ask: isRelated,
    },
    {
      id: "tool-name",
      title: "The document names the tool that made it",
      reference: `${dataFields}: Tool Name`,
      severity: "required",
      about: "document",
      ask: hasTool,
    },
    {
      id: "timestamp",
      title: "The document says when it was made",
      reference: `${dataFields}: Timestamp`,
      severity: "required",
      about: "document",
      ask: hasTimestamp,
    },
    {
      id: "generation-context",
      title: "The document says in which phase it was made",
      reference: `${dataFields}: Generation Context`,
      severity: "required",
      about: "document",
      ask: hasGenerationContext,
    },
    {
      id: "automation-support",
      title: "The document is CycloneDX or SPDX",
      reference: `${draft}, Automation Support`,
      severity: "required",
      about: "document",
      ask: isWidelyUsedFormat,
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
      id: "known-unknowns",
      title: "The document says what it does not know",
      reference: `${practices}: Known Unknowns`,
      severity: "recommended",
      about: "document",
      ask: hasKnownUnknowns,
    },
  ],
};
