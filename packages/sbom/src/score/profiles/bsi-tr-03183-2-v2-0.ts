import { hasDependencies } from "../questions/dependencies.ts";
import {
  hasDocumentId,
  hasNoVulnerabilities,
  hasTimestamp,
  isJsonOrXmlSince,
} from "../questions/document.ts";
import { hasFileName, saysWhetherIt } from "../questions/files.ts";
import { hasDeployableHash, hasSourceHash } from "../questions/hashes.ts";
import { hasName, hasUniqueIdentifier, hasVersion } from "../questions/identification.ts";
import { hasConcludedLicense, hasDeclaredLicense, hasSpdxLicense } from "../questions/licenses.ts";
import { hasAuthorContact, hasSupplierContact } from "../questions/parties.ts";
import { refersTo } from "../questions/references.ts";
import type { SbomProfile } from "../sbom-profile.ts";

const guideline = "BSI TR-03183-2 v2.0.0";

/**
 * The German guideline of September 2024. What must be given where it exists is recommended here: nobody can see in a
 * document that it does not.
 */
export const bsiTr031832v20: SbomProfile = {
  id: "bsi-tr-03183-2-2.0",
  title: "BSI TR-03183-2 version 2.0.0",
  published: "2024-09-20",
  url: "https://www.bsi.bund.de/dok/TR-03183-en",
  rules: [
    {
      id: "format",
      title: "The document is JSON or XML of CycloneDX 1.5 or SPDX 2.2.1, or later",
      reference: `${guideline}, section 4`,
      severity: "required",
      about: "document",
      ask: isJsonOrXmlSince({ cyclonedx: "1.5", spdx: "2.2.1" }),
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
      ask: hasSupplierContact,
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
      title: "Every component lists what it depends on or contains, or says that it is nothing",
      reference: `${guideline}, section 5.2.2, Dependencies on other components`,
      severity: "required",
      about: "components",
      ask: hasDependencies,
    },
    {
      id: "licences",
      title: "Every component states its licences as SPDX expressions",
      reference: `${guideline}, section 5.2.2, Associated licences`,
      severity: "required",
      about: "components",
      ask: hasSpdxLicense,
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
      reference: `${guideline}, section 5.3.1, SBOM-URI`,
      severity: "recommended",
      about: "document",
      ask: hasDocumentId,
    },
    {
      id: "source-uri",
      title: "Every component says where its source code is",
      reference: `${guideline}, section 5.3.2, Source code URI`,
      severity: "recommended",
      about: "components",
      ask: refersTo("source-distribution", "vcs"),
    },
    {
      id: "deployable-uri",
      title: "Every component says where its deployable form is",
      reference: `${guideline}, section 5.3.2, URI of the deployable form of the component`,
      severity: "recommended",
      about: "components",
      ask: refersTo("distribution", "distribution-intake"),
    },
    {
      id: "unique-identifiers",
      title: "Every component has an identifier that databases know, such as a purl or a CPE name",
      reference: `${guideline}, section 5.3.2, Other unique identifiers`,
      severity: "recommended",
      about: "components",
      ask: hasUniqueIdentifier,
    },
    {
      id: "concluded-licences",
      title: "Every component states the licences that the maker of the document concluded",
      reference: `${guideline}, section 5.3.2, Concluded licences`,
      severity: "recommended",
      about: "components",
      ask: hasConcludedLicense,
    },
    {
      id: "declared-licences",
      title: "Every component states the licences that its maker declared",
      reference: `${guideline}, section 5.4.1, Declared licences`,
      severity: "optional",
      about: "components",
      ask: hasDeclaredLicense,
    },
    {
      id: "source-hash",
      title: "Every component has the hash of its source code",
      reference: `${guideline}, section 5.4.1, Hash value of the source code of the component`,
      severity: "optional",
      about: "components",
      ask: hasSourceHash,
    },
  ],
};
