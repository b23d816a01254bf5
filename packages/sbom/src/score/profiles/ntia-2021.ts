import { hasDependencies, hasKnownUnknowns, isRelated } from "../questions/dependencies.ts";
import { hasGenerationContext, hasTimestamp, isWidelyUsedFormat } from "../questions/document.ts";
import { hasHash } from "../questions/hashes.ts";
import { hasName, hasUniqueIdentifier, hasVersion } from "../questions/identification.ts";
import { hasLicense } from "../questions/licenses.ts";
import { hasAuthor, hasSupplier } from "../questions/parties.ts";
import type { SbomProfile } from "../sbom-profile.ts";

const report = "NTIA, The Minimum Elements For a Software Bill of Materials (2021)";
const dataFields = `${report}, section IV, Data Fields`;
const practices = `${report}, section IV, Practices and Processes`;
const recommended = `${report}, section V, Recommended Data Fields`;

/**
 * The minimum elements of 2021: seven data fields, automation support, and of the practices those that a document can show.
 * Superseded by CISA's of 2026, and still what contracts and regulations cite.
 */
export const ntia2021: SbomProfile = {
  id: "ntia-2021",
  title: "NTIA minimum elements (2021)",
  published: "2021-07-12",
  url: "https://www.ntia.gov/report/2021/minimum-elements-software-bill-materials-sbom",
  rules: [
    {
      id: "supplier-name",
      title: "Every component names who supplies it",
      reference: `${dataFields}: Supplier Name`,
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
      reference: `${dataFields}: Version of the Component`,
      severity: "required",
      about: "components",
      ask: hasVersion,
    },
    {
      id: "unique-identifiers",
      title: "Every component has an identifier that databases know, such as a purl or a CPE name",
      reference: `${dataFields}: Other Unique Identifiers`,
      severity: "required",
      about: "components",
      ask: hasUniqueIdentifier,
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
      id: "author",
      title: "The document names the person or organisation who made it",
      reference: `${dataFields}: Author of SBOM Data`,
      severity: "required",
      about: "document",
      ask: hasAuthor,
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
      id: "automation-support",
      title: "The document is in a format that tools of many makers read",
      reference: `${report}, section IV, Automation Support`,
      severity: "required",
      about: "document",
      ask: isWidelyUsedFormat,
    },
    {
      id: "depth",
      title: "What the document is about lists its direct dependencies",
      reference: `${practices}: Depth`,
      severity: "required",
      about: "subjects",
      ask: hasDependencies,
    },
    {
      id: "known-unknowns",
      title: "The document says what it does not know",
      reference: `${practices}: Known Unknowns`,
      severity: "recommended",
      about: "document",
      ask: hasKnownUnknowns,
    },
    {
      id: "component-hash",
      title: "Every component has a hash",
      reference: `${recommended}: Hash of the Component`,
      severity: "recommended",
      about: "components",
      ask: hasHash,
    },
    {
      id: "lifecycle-phase",
      title: "The document says in which phase it was made",
      reference: `${recommended}: Lifecycle Phase`,
      severity: "recommended",
      about: "document",
      ask: hasGenerationContext,
    },
    {
      id: "license",
      title: "Every component states its licence",
      reference: `${recommended}: License Information`,
      severity: "recommended",
      about: "components",
      ask: hasLicense,
    },
  ],
};
