import { hasDependenciesWithCompleteness } from "../questions/dependencies.ts";
import {
  hasDocumentId,
  hasNoVulnerabilities,
  hasTimestamp,
  isJsonOrXmlSince,
} from "../questions/document.ts";
import { hasEffectiveLicense, hasFileName, saysWhetherIt } from "../questions/files.ts";
import { hasDeployableHash, hasSourceHash } from "../questions/hashes.ts";
import { hasName, hasUniqueIdentifier, hasVersion } from "../questions/identification.ts";
import { hasDeclaredLicense, hasDistributionLicense } from "../questions/licenses.ts";
import { hasAuthorContact, hasProducerContact } from "../questions/parties.ts";
import { refersTo, refersToSecurityTxt } from "../questions/references.ts";
import type { SbomProfile } from "../sbom-profile.ts";

const guideline = "BSI TR-03183-2 v2.1.0";

/**
 * The German guideline of August 2025. What must be given where it exists is recommended here: nobody can see in a document
 * that it does not. Logical components, of which it asks less, cannot be told from others.
 */
export const bsiTr031832v21: SbomProfile = {
  id: "bsi-tr-03183-2-2.1",
  title: "BSI TR-03183-2 version 2.1.0",
  published: "2025-08-20",
  url: "https://www.bsi.bund.de/dok/TR-03183-en",
  rules: [
    {
      id: "format",
      title: "The document is JSON or XML of CycloneDX 1.6 or SPDX 3.0.1, or later",
      reference: `${guideline}, section 4`,
      severity: "required",
      about: "document",
      ask: isJsonOrXmlSince({ cyclonedx: "1.6", spdx: "3.0.1" }),
    },
    {
      id: "no-vulnerabilities",
      title: "The document has no information about vulnerabilities",
      reference: `${guideline}, section 3.1`,
      severity: "required",
      about: "document",
      ask: hasNoVulnerabilities,
    },
    {
      id: "sbom-creator",
      title: "Who made the document can be reached by e-mail or over the web",
      reference: `${guideline}, section 5.2.1, Creator of the SBOM`,
      severity: "required",
      about: "document",
      ask: hasAuthorContact,
    },
    {
      id: "timestamp",
      title: "The document says when it was made",
      reference: `${guideline}, section 5.2.1, Timestamp`,
      severity: "required",
      about: "document",
      ask: hasTimestamp,
    },
    {
      id: "component-creator",
      title: "Who made a component can be reached by e-mail or over the web",
      reference: `${guideline}, section 5.2.2, Component creator`,
      severity: "required",
      about: "components",
      ask: hasProducerContact,
    },
    {
      id: "component-name",
      title: "Every component has a name",
      reference: `${guideline}, section 5.2.2, Component name`,
      severity: "required",
      about: "components",
      ask: hasName,
    },
    {
      id: "component-version",
      title: "Every component has a version",
      reference: `${guideline}, section 5.2.2, Component version`,
      severity: "required",
      about: "components",
      ask: hasVersion,
    },
    {
      id: "filename",
      title: "Every component has the name of its file, without a path",
      reference: `${guideline}, section 5.2.2, Filename of the component`,
      severity: "required",
      about: "components",
      ask: hasFileName,
    },
    {
      id: "dependencies",
      title: "Every component lists what it depends on or contains, and says how complete that is",
      reference: `${guideline}, section 5.2.2, Dependencies on other components`,
      severity: "required",
      about: "components",
      ask: hasDependenciesWithCompleteness,
    },
    {
      id: "distribution-licences",
      title: "Every component states the licences under which it can be used as SPDX expressions",
      reference: `${guideline}, section 5.2.2, Distribution licences`,
      severity: "required",
      about: "components",
      ask: hasDistributionLicense,
    },
    {
      id: "deployable-hash",
      title: "Every component has the SHA-512 of what is deployed",
      reference: `${guideline}, section 5.2.2, Hash value of the deployable component`,
      severity: "required",
      about: "components",
      ask: hasDeployableHash,
    },
    {
      id: "executable",
      title: "Every component says whether it is executable",
      reference: `${guideline}, section 5.2.2, Executable property`,
      severity: "required",
      about: "components",
      ask: saysWhetherIt("executable"),
    },
    {
      id: "archive",
      title: "Every component says whether it is an archive",
      reference: `${guideline}, section 5.2.2, Archive property`,
      severity: "required",
      about: "components",
      ask: saysWhetherIt("archive"),
    },
    {
      id: "structured",
      title: "Every component says whether it is structured",
      reference: `${guideline}, section 5.2.2, Structured property`,
      severity: "required",
      about: "components",
      ask: saysWhetherIt("structured"),
    },
    {
      id: "sbom-uri",
      title: "Other documents can refer to this one",
      reference: `${guideline}, section 5.2.3, SBOM-URI`,
      severity: "recommended",
      about: "document",
      ask: hasDocumentId,
    },
    {
      id: "source-uri",
      title: "Every component says where its source code is",
      reference: `${guideline}, section 5.2.4, Source code URI`,
      severity: "recommended",
      about: "components",
      ask: refersTo("source-distribution", "vcs"),
    },
    {
      id: "deployable-uri",
      title: "Every component says where its deployable form is",
      reference: `${guideline}, section 5.2.4, URI of the deployable form of the component`,
      severity: "recommended",
      about: "components",
      ask: refersTo("distribution", "distribution-intake"),
    },
    {
      id: "unique-identifiers",
      title: "Every component has an identifier that databases know, such as a purl or a CPE name",
      reference: `${guideline}, section 5.2.4, Other unique identifiers`,
      severity: "recommended",
      about: "components",
      ask: hasUniqueIdentifier,
    },
    {
      id: "original-licences",
      title: "Every component states the licences that its maker gave it",
      reference: `${guideline}, section 5.2.4, Original licences`,
      severity: "recommended",
      about: "components",
      ask: hasDeclaredLicense,
    },
    {
      id: "source-hash",
      title: "Every component has the hash of its source code",
      reference: `${guideline}, section 5.2.5, Hash value of the source code of the component`,
      severity: "optional",
      about: "components",
      ask: hasSourceHash,
    },
    {
      id: "effective-licence",
      title: "Every component states the licence under which the maker of the document uses it",
      reference: `${guideline}, section 5.2.5, Effective licence`,
      severity: "optional",
      about: "components",
      ask: hasEffectiveLicense,
    },
    {
      id: "security-txt",
      title: "Every component refers to the security.txt of its maker",
      reference: `${guideline}, section 5.2.5, URL of the security.txt`,
      severity: "optional",
      about: "components",
      ask: refersToSecurityTxt,
    },
  ],
};
