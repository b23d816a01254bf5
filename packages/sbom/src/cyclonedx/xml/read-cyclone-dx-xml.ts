import { defaultSbomLimits, type SbomLimits } from "../../sbom-limits.ts";
import { scanXml } from "../../xml/scan-xml.ts";
import { walkXml } from "../../xml/walk-xml.ts";
import type { XmlElement } from "../../xml/xml-element.ts";
import { createXmlReader } from "./create-xml-reader.ts";
import type { NativeCycloneDx } from "./native-cyclone-dx.ts";

/**
 * The native JSON form of a CycloneDX XML document of version 1.0 to 1.7: the object that the official JSON Schema of its
 * version describes; for 1.0 and 1.1, which have none, the object of 1.2 as far as they go. What has no place there
 * survives under `$xml`, see {@link XmlRest}. What the XML says wrong is a problem, and is kept where that can be.
 *
 * @throws An {@link SbomError} with code `FORMAT_UNKNOWN` where the root element is none of CycloneDX's,
 * `VERSION_UNSUPPORTED` where its version is unknown.
 */
export function readCycloneDxXml(root: XmlElement): NativeCycloneDx {
  const reader = createXmlReader();
  walkXml(root, reader.handler);
  return reader.result();
}

/**
 * The same of an XML document as text, in less time than with its elements in between.
 *
 * @throws An {@link SbomError} with the codes of {@link readCycloneDxXml} and of {@link scanXml}.
 */
export function readCycloneDxXmlText(
  text: string,
  limits: Pick<SbomLimits, "depth" | "items"> = defaultSbomLimits,
): NativeCycloneDx {
  const reader = createXmlReader();
  scanXml(text, reader.handler, limits);
  return reader.result();
}
