import type { SbomEncoding, SbomFamily } from "../sbom-format.ts";
import { spdx2Version } from "./identify-members.ts";
import type { Identity } from "./identity.ts";
import { readXmlRoot, type XmlRoot } from "./read-xml-root.ts";

const cycloneDx = "http://cyclonedx.org/schema/bom/";
const rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const spdx = "http://spdx.org/rdf/terms#";

/**
 * What XML text is, by its root element, and for SPDX by the version that stands further on. `undefined` where `text` is only
 * the start of a document and does not decide it.
 */
export function identifyXml(text: string, start: number, complete: boolean): Identity | undefined {
  const root = readXmlRoot(text, start);
  if (root === undefined) {
    return complete ? { kind: "other", what: "XML without an element" } : undefined;
  }
  if (root.name === "bom" && root.namespace.startsWith(cycloneDx)) {
    return sbom("cyclonedx", root.namespace.slice(cycloneDx.length), "xml");
  }
  if (root.name === "bom" && root.namespace === "") {
    return { kind: "other", what: `CycloneDX without a version; add xmlns="${cycloneDx}1.6"` };
  }
  const isRdf = (root.name === "RDF" && root.namespace === rdf) || root.namespace === spdx;
  if (isRdf || root.name === "Document") {
    const version = spdxVersion(text, root, isRdf ? "specVersion" : "spdxVersion");
    if (version !== undefined) return sbom("spdx", version, isRdf ? "rdf" : "xml");
    if (!complete) return undefined;
  }
  return { kind: "other", what: describeRoot(root) };
}

function sbom(family: SbomFamily, version: string, encoding: SbomEncoding): Identity {
  return { kind: "sbom", format: { family, version, encoding } };
}

/** The version in an element, or in the attribute that stands for it in RDF/XML (§2.12). */
function spdxVersion(text: string, root: XmlRoot, name: string): string | undefined {
  for (let at = text.indexOf(name, root.end); at >= 0; at = text.indexOf(name, at + 1)) {
    const after = text.slice(at + name.length, at + name.length + 200);
    const version = /^(?:[^<>"=]{0,80}>|=["'])\s{0,40}(SPDX-[0-9][\w.-]{0,20})[\s<"']/.exec(
      after,
    )?.[1];
    if (version !== undefined) return spdx2Version(version);
  }
  return undefined;
}

function describeRoot({ name, namespace }: XmlRoot): string {
  switch (name.toLowerCase()) {
    case "html":
      return "a web page, and no SBOM; get the file itself, such as the raw file of a repository";
    case "softwareidentity":
      return "a SWID tag, and no SBOM";
    case "cvrfdoc":
      return "an advisory in CVRF, and no SBOM";
    case "spdxlicensecollection":
      return "the text of an SPDX licence, and no SBOM";
    case "project":
      return "a manifest of Maven, and no SBOM";
    default:
      return `XML of no known format, with the root <${name.slice(0, 40)}>${
        namespace === "" ? "" : ` of ${namespace.slice(0, 80)}`
      }`;
  }
}
