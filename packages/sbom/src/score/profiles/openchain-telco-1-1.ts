import { hasKnownUnknowns } from "../questions/dependencies.ts";
import { hasSbomTypeComment, hasTimestamp, isSigned } from "../questions/document.ts";
import { hasHashOrVerificationCode } from "../questions/hashes.ts";
import { hasName, hasPurl, hasVersion } from "../questions/identification.ts";
import { hasAuthorOrganization, hasSupplier, hasToolVersion } from "../questions/parties.ts";
import {
  hasContains,
  hasDescribes,
  hasDocumentField,
  hasPackageField,
  isSpdx22Or23,
  isTagValueOrJson,
} from "../questions/spdx2-fields.ts";
import type { SbomProfile } from "../sbom-profile.ts";

const guide = "OpenChain Telco SBOM Guide 1.1";
const elements = `${guide}, section 3.2`;

/**
 * The guide of OpenChain's Telco work group. It asks for SPDX 2.2 or 2.3, and most of its rules are about fields of these:
 * in a document of another format they are not applicable, and the format itself is what fails.
 */
export const openchainTelco11: SbomProfile = {
  id: "openchain-telco-1.1",
  title: "OpenChain Telco SBOM Guide 1.1",
  published: "2025-03-20",
  url: "https://github.com/OpenChain-Project/Telco-WG",
  rules: [
    {
      id: "data-format",
      title: "The document is SPDX 2.2 or 2.3",
      reference: `${guide}, section 3.1`,
      severity: "required",
      about: "document",
      ask: isSpdx22Or23,
    },
    {
      id: "readable-format",
      title: "The document is written as tag-value or JSON",
      reference: `${guide}, sections 3.3 and 3.4`,
      severity: "required",
      about: "document",
      ask: isTagValueOrJson,
    },
    {
      id: "document-name",
      title: "The document has a name",
      reference: `${elements}, DocumentName`,
      severity: "required",
      about: "document",
      ask: hasDocumentField("name"),
    },
    {
      id: "document-namespace",
      title: "The document has a namespace",
      reference: `${elements}, DocumentNamespace`,
      severity: "required",
      about: "document",
      ask: hasDocumentField("documentNamespace"),
    },
    {
      id: "data-license",
      title: "The document states the licence of its data",
      reference: `${elements}, DataLicense`,
      severity: "required",
      about: "document",
      ask: hasDocumentField("dataLicense"),
    },
    {
      id: "created",
      title: "The document says when it was made",
      reference: `${guide}, section 3.5`,
      severity: "required",
      about: "document",
      ask: hasTimestamp,
    },
    {
      id: "creator-organization",
      title: "The document names the organisation that made it",
      reference: `${guide}, section 3.5`,
      severity: "required",
      about: "document",
      ask: hasAuthorOrganization,
    },
    {
      id: "creator-tool",
      title: "The document names the tool that made it, and its version",
      reference: `${guide}, section 3.5`,
      severity: "required",
      about: "document",
      ask: hasToolVersion,
    },
    {
      id: "sbom-type",
      title: "The comment of the creator says which of the six types of CISA the document is",
      reference: `${guide}, section 3.5`,
      severity: "required",
      about: "document",
      ask: hasSbomTypeComment,
    },
    {
      id: "package-name",
      title: "Every package has a name",
      reference: `${elements}, PackageName`,
      severity: "required",
      about: "components",
      ask: hasName,
    },
    {
      id: "package-version",
      title: "Every package has a version",
      reference: `${elements}, PackageVersion`,
      severity: "required",
      about: "components",
      ask: hasVersion,
    },
    {
      id: "package-supplier",
      title: "Every package names who supplies it",
      reference: `${elements}, PackageSupplier`,
      severity: "required",
      about: "components",
      ask: hasSupplier,
    },
    {
      id: "package-download-location",
      title: "Every package says where it is downloaded from",
      reference: `${elements}, PackageDownloadLocation`,
      severity: "required",
      about: "components",
      ask: hasPackageField("downloadLocation"),
    },
    {
      id: "package-license-concluded",
      title: "Every package has a concluded licence, or says that it has none",
      reference: `${elements}, PackageLicenseConcluded`,
      severity: "required",
      about: "components",
      ask: hasPackageField("licenseConcluded"),
    },
    {
      id: "package-license-declared",
      title: "Every package has a declared licence, or says that it has none",
      reference: `${elements}, PackageLicenseDeclared`,
      severity: "required",
      about: "components",
      ask: hasPackageField("licenseDeclared"),
    },
    {
      id: "package-copyright",
      title: "Every package has a copyright notice, or says that it has none",
      reference: `${elements}, PackageCopyrightText`,
      severity: "required",
      about: "components",
      ask: hasPackageField("copyrightText"),
    },
    {
      id: "package-hash",
      title: "Every package has a checksum or a verification code",
      reference: `${elements}, PackageChecksum or PackageVerificationCode`,
      severity: "recommended",
      about: "components",
      ask: hasHashOrVerificationCode,
    },
    {
      id: "package-purl",
      title: "Every package has a purl",
      reference: `${elements}, ExternalRef`,
      severity: "recommended",
      about: "components",
      ask: hasPurl,
    },
    {
      id: "describes",
      title: "The document says what it describes",
      reference: `${elements}, Relationship DESCRIBES`,
      severity: "required",
      about: "document",
      ask: hasDescribes,
    },
    {
      id: "contains",
      title: "The document says what contains what",
      reference: `${elements}, Relationship CONTAINS`,
      severity: "required",
      about: "document",
      ask: hasContains,
    },
    {
      id: "known-unknowns",
      title: "The document says what it leaves out",
      reference: `${guide}, section 3.8`,
      severity: "recommended",
      about: "document",
      ask: hasKnownUnknowns,
    },
    {
      id: "signature",
      title: "The document is signed",
      reference: `${guide}, section 3.11`,
      severity: "recommended",
      about: "document",
      ask: isSigned,
    },
  ],
};
