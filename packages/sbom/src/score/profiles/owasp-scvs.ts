import { hasCopyright } from "../questions/copyright.ts";
import { saysComplete } from "../questions/dependencies.ts";
import {
  cannotBeSeen,
  hasDocumentId,
  hasSubject,
  hasTimestamp,
  isSigned,
  isWidelyUsedFormat,
} from "../questions/document.ts";
import { hasStrongHash } from "../questions/hashes.ts";
import { hasNativeIdentifiers, hasPurl } from "../questions/identification.ts";
import { hasLicense, hasOnlySpdxLicenses } from "../questions/licenses.ts";
import { hasTool } from "../questions/parties.ts";
import { hasPedigreeIfModified } from "../questions/pedigree.ts";
import type { SbomProfile, SbomRule } from "../sbom-profile.ts";

const standard = "OWASP SCVS 1.0";

/** Every requirement of V2, Software Bill of Materials, after the level from which on it is asked. */
const requirements: readonly (readonly [from: 1 | 2 | 3, SbomRule])[] = [
  [
    1,
    {
      id: "machine-readable",
      title: "The document is in a structured, machine-readable format",
      reference: `${standard}, 2.1`,
      severity: "required",
      about: "document",
      ask: isWidelyUsedFormat,
    },
  ],
  [
    2,
    {
      id: "automated",
      title: "The document names the tool that made it",
      reference: `${standard}, 2.2`,
      severity: "required",
      about: "document",
      ask: hasTool,
    },
  ],
  [
    1,
    {
      id: "unique-identifier",
      title: "The document has an identifier of its own",
      reference: `${standard}, 2.3`,
      severity: "required",
      about: "document",
      ask: hasDocumentId,
    },
  ],
  [
    2,
    {
      id: "signed",
      title: "The document is signed",
      reference: `${standard}, 2.4`,
      severity: "required",
      about: "document",
      ask: isSigned,
    },
  ],
  [
    2,
    {
      id: "signature-verification-exists",
      title: "Signatures can be verified",
      reference: `${standard}, 2.5`,
      severity: "required",
      about: "document",
      ask: cannotBeSeen,
    },
  ],
  [
    3,
    {
      id: "signature-verification-performed",
      title: "Signatures are verified",
      reference: `${standard}, 2.6`,
      severity: "required",
      about: "document",
      ask: cannotBeSeen,
    },
  ],
  [
    1,
    {
      id: "timestamp",
      title: "The document says when it was made",
      reference: `${standard}, 2.7`,
      severity: "required",
      about: "document",
      ask: hasTimestamp,
    },
  ],
  [
    1,
    {
      id: "risk-analysis",
      title: "The document is analysed for risk",
      reference: `${standard}, 2.8`,
      severity: "required",
      about: "document",
      ask: cannotBeSeen,
    },
  ],
  [
    1,
    {
      id: "complete-inventory",
      title: "The document says that it lists everything",
      reference: `${standard}, 2.9`,
      severity: "required",
      about: "document",
      ask: saysComplete,
    },
  ],
  [
    2,
    {
      id: "test-components",
      title: "The document lists the components of tests",
      reference: `${standard}, 2.10`,
      severity: "required",
      about: "document",
      ask: cannotBeSeen,
    },
  ],
  [
    2,
    {
      id: "asset-metadata",
      title: "The document describes what it is about",
      reference: `${standard}, 2.11`,
      severity: "required",
      about: "document",
      ask: hasSubject,
    },
  ],
  [
    1,
    {
      id: "native-identifiers",
      title: "Purls of components are those of their ecosystems",
      reference: `${standard}, 2.12`,
      severity: "required",
      about: "components",
      ask: hasNativeIdentifiers,
    },
  ],
  [
    3,
    {
      id: "point-of-origin",
      title: "Every component has a purl",
      reference: `${standard}, 2.13`,
      severity: "required",
      about: "components",
      ask: hasPurl,
    },
  ],
  [
    1,
    {
      id: "license",
      title: "Every component states its licence",
      reference: `${standard}, 2.14`,
      severity: "required",
      about: "components",
      ask: hasLicense,
    },
  ],
  [
    2,
    {
      id: "spdx-license",
      title: "Licences are SPDX expressions",
      reference: `${standard}, 2.15`,
      severity: "required",
      about: "components",
      ask: hasOnlySpdxLicenses,
    },
  ],
  [
    3,
    {
      id: "copyright",
      title: "Every component has its copyright notice",
      reference: `${standard}, 2.16`,
      severity: "required",
      about: "components",
      ask: hasCopyright,
    },
  ],
  [
    3,
    {
      id: "pedigree",
      title: "Components that were modified say from what and how",
      reference: `${standard}, 2.17`,
      severity: "required",
      about: "components",
      ask: hasPedigreeIfModified,
    },
  ],
  [
    3,
    {
      id: "hash",
      title: "Every component has a hash of SHA-2 or better",
      reference: `${standard}, 2.18`,
      severity: "required",
      about: "components",
      ask: hasStrongHash,
    },
  ],
];

function createProfile(level: 1 | 2 | 3): SbomProfile {
  return {
    id: `owasp-scvs-${level}`,
    title: `OWASP SCVS 1.0, V2 Software Bill of Materials, level ${level}`,
    published: "2020-06-25",
    url: "https://scvs.owasp.org/",
    rules: requirements.flatMap(([from, rule]) => (from <= level ? [rule] : [])),
  };
}

/**
 * The requirements of the Software Component Verification Standard on SBOMs at its three levels. Much of what it asks is of
 * those who make and use an SBOM, and unknown from the document alone.
 */
export const owaspScvs: readonly SbomProfile[] = ([1, 2, 3] as const).map(createProfile);
