import { hasDependencies, isRelated } from "../questions/dependencies.ts";
import { hasComponents, hasSubject, isWidelyUsedFormat } from "../questions/document.ts";
import { hasName, hasUniqueIdentifier, hasVersion } from "../questions/identification.ts";
import { hasSupplier } from "../questions/parties.ts";
import { refersTo } from "../questions/references.ts";
import type { SbomProfile } from "../sbom-profile.ts";

const regulation = "Regulation (EU) 2024/2847";

/**
 * What the regulation itself says of an SBOM. It leaves format and elements to an implementing act (Article 13(24)) that
 * does not exist yet; what follows from the purposes that it names is `recommended`.
 */
export const euCra: SbomProfile = {
  id: "eu-cra",
  title: "EU Cyber Resilience Act, essentials of an SBOM",
  published: "2024-11-20",
  url: "https://eur-lex.europa.eu/eli/reg/2024/2847/oj",
  rules: [
    {
      id: "format",
      title: "The document is in a commonly used and machine-readable format",
      reference: `${regulation}, Annex I, part II, point (1)`,
      severity: "required",
      about: "document",
      ask: isWidelyUsedFormat,
    },
    {
      id: "product",
      title: "The document says which product it is about",
      reference: `${regulation}, Annex VII, points 1 and 2(b)`,
      severity: "required",
      about: "document",
      ask: hasSubject,
    },
    {
      id: "product-version",
      title: "The product has a version",
      reference: `${regulation}, Annex VII, point 1(b)`,
      severity: "required",
      about: "subjects",
      ask: hasVersion,
    },
    {
      id: "components",
      title: "The document lists components",
      reference: `${regulation}, Article 3(39)`,
      severity: "required",
      about: "document",
      ask: hasComponents,
    },
    {
      id: "top-level-dependencies",
      title: "The product lists at least its direct dependencies",
      reference: `${regulation}, Annex I, part II, point (1)`,
      severity: "required",
      about: "subjects",
      ask: hasDependencies,
    },
    {
      id: "component-name",
      title: "Every component has a name",
      reference: `${regulation}, Article 3(39): details of components`,
      severity: "required",
      about: "components",
      ask: hasName,
    },
    {
      id: "relationships",
      title: "Every component is related to another, or said to need none",
      reference: `${regulation}, Article 3(39): supply chain relationships`,
      severity: "required",
      about: "components",
      ask: isRelated,
    },
    {
      id: "component-version",
      title: "Every component has a version by which its vulnerabilities can be found",
      reference: `${regulation}, Annex I, part II, point (1)`,
      severity: "recommended",
      about: "components",
      ask: hasVersion,
    },
    {
      id: "component-identifiers",
      title: "Every component has an identifier by which its vulnerabilities can be found",
      reference: `${regulation}, Annex I, part II, point (1)`,
      severity: "recommended",
      about: "components",
      ask: hasUniqueIdentifier,
    },
    {
      id: "component-supplier",
      title: "Every component names who supplies it, to whom vulnerabilities are reported",
      reference: `${regulation}, Article 13(5) and (6)`,
      severity: "recommended",
      about: "components",
      ask: hasSupplier,
    },
    {
      id: "security-contact",
      title: "The product says where vulnerabilities can be reported",
      reference: `${regulation}, Annex II, point 2`,
      severity: "optional",
      about: "subjects",
      ask: refersTo("security-contact", "rfc-9116"),
    },
  ],
};
