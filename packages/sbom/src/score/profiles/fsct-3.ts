import { hasCopyright } from "../questions/copyright.ts";
import { hasCompleteness, hasDependencies } from "../questions/dependencies.ts";
import { hasGenerationContext, hasSubject, hasTimestamp } from "../questions/document.ts";
import { hasHash, hasStrongHash } from "../questions/hashes.ts";
import { hasName, hasUniqueIdentifier, hasVersion } from "../questions/identification.ts";
import { hasLicense, hasLicenseText } from "../questions/licenses.ts";
import { hasAuthor, hasSupplier, hasToolVersion } from "../questions/parties.ts";
import type { SbomProfile } from "../sbom-profile.ts";

const framing = "CISA, Framing Software Component Transparency, third edition";

/**
 * The baseline attributes of CISA's working group at their three levels of maturity: what is the minimum expected is
 * `required` here, recommended practice `recommended`, an aspirational goal `optional`.
 */
export const fsct3: SbomProfile = {
  id: "fsct-3",
  title: "Framing Software Component Transparency, third edition",
  published: "2024-09-03",
  url: "https://www.cisa.gov/resources-tools/resources/framing-software-component-transparency-2024",
  rules: [
    {
      id: "author-name",
      title: "The document names the person or organisation who had it made",
      reference: `${framing}, 2.2.1.1 Author Name, minimum expected`,
      severity: "required",
      about: "document",
      ask: hasAuthor,
    },
    {
      id: "author-tool",
      title: "The document names the tool that made it, and its version",
      reference: `${framing}, 2.2.1.1 Author Name, recommended practice`,
      severity: "recommended",
      about: "document",
      ask: hasToolVersion,
    },
    {
      id: "timestamp",
      title: "The document says when it was made",
      reference: `${framing}, 2.2.1.2 Timestamp, minimum expected`,
      severity: "required",
      about: "document",
      ask: hasTimestamp,
    },
    {
      id: "type",
      title: "The document says in which phase it was made",
      reference: `${framing}, 2.2.1.3 Type, aspirational goal`,
      severity: "optional",
      about: "document",
      ask: hasGenerationContext,
    },
    {
      id: "primary-component",
      title: "The document says what it is about",
      reference: `${framing}, 2.2.1.4 Primary Component, minimum expected`,
      severity: "required",
      about: "document",
      ask: hasSubject,
    },
    {
      id: "component-name",
      title: "Every component has a name",
      reference: `${framing}, 2.2.2.1 Component Name, minimum expected`,
      severity: "required",
      about: "components",
      ask: hasName,
    },
    {
      id: "component-version",
      title: "Every component has a version",
      reference: `${framing}, 2.2.2.2 Version, minimum expected`,
      severity: "required",
      about: "components",
      ask: hasVersion,
    },
    {
      id: "supplier-name",
      title: "Every component names who supplies it",
      reference: `${framing}, 2.2.2.3 Supplier Name, minimum expected`,
      severity: "required",
      about: "components",
      ask: hasSupplier,
    },
    {
      id: "unique-identifier",
      title: "Every component has at least one identifier that databases know",
      reference: `${framing}, 2.2.2.4 Unique Identifier, minimum expected`,
      severity: "required",
      about: "components",
      ask: hasUniqueIdentifier,
    },
    {
      id: "hash",
      title: "Every component has a hash",
      reference: `${framing}, 2.2.2.5 Cryptographic Hash, minimum expected`,
      severity: "required",
      about: "components",
      ask: hasHash,
    },
    {
      id: "primary-hash",
      title: "What the document is about has a hash of SHA-2 or better",
      reference: `${framing}, 2.2.2.5 Cryptographic Hash, recommended practice`,
      severity: "recommended",
      about: "subjects",
      ask: hasStrongHash,
    },
    {
      id: "relationship",
      title: "What the document is about lists its direct dependencies",
      reference: `${framing}, 2.2.2.6 Relationship, minimum expected`,
      severity: "required",
      about: "subjects",
      ask: hasDependencies,
    },
    {
      id: "relationship-completeness",
      title:
        "What the document is about and its direct dependencies say how complete their lists are",
      reference: `${framing}, 2.2.2.6.4 Relationship completeness, minimum expected`,
      severity: "required",
      about: "top-level",
      ask: hasCompleteness,
    },
    {
      id: "primary-license",
      title: "What the document is about states its licence",
      reference: `${framing}, 2.2.2.7 License, minimum expected`,
      severity: "required",
      about: "subjects",
      ask: hasLicense,
    },
    {
      id: "license",
      title: "Every component states its licence",
      reference: `${framing}, 2.2.2.7 License, recommended practice and aspirational goal`,
      severity: "recommended",
      about: "components",
      ask: hasLicense,
    },
    {
      id: "license-text",
      title: "Every component has a concluded licence with its text",
      reference: `${framing}, 2.2.2.7 License, aspirational goal`,
      severity: "optional",
      about: "components",
      ask: hasLicenseText,
    },
    {
      id: "primary-copyright",
      title: "What the document is about has its copyright notice",
      reference: `${framing}, 2.2.2.8 Copyright Notice, minimum expected`,
      severity: "required",
      about: "subjects",
      ask: hasCopyright,
    },
    {
      id: "copyright",
      title: "Every component has its copyright notice",
      reference: `${framing}, 2.2.2.8 Copyright Notice, recommended practice and aspirational goal`,
      severity: "recommended",
      about: "components",
      ask: hasCopyright,
    },
  ],
};
