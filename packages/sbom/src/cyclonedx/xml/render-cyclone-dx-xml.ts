import type { JsonObject } from "../../json/json-value.ts";
import type { SbomLoss } from "../../sbom-document.ts";
import { SbomError } from "../../sbom-error.ts";
import { renderXml } from "../../xml/render-xml.ts";
import { fillXmlElement } from "./fill-xml-element.ts";
import { rootXmlType } from "./xml-types.ts";
import { openXmlElement, type XmlJob, type XmlWriting } from "./xml-writing.ts";

/** A document as XML, and what of it XML cannot hold. */
export interface RenderedCycloneDxXml {
  readonly text: string;
  readonly losses: readonly SbomLoss[];
}

/**
 * A native CycloneDX document as XML of its version, 1.0 to 1.7: elements in the order of the official XML Schema, and
 * what `$xml` kept where it stood. What XML has no place for is left out and reported, such as signatures in JSON (JSF) and
 * members that the version does not have. An empty list that XML writes as repeated elements comes back absent; that is
 * not reported, since both mean the same. The same document always gives the same text.
 *
 * @throws An {@link SbomError} with code `VERSION_UNSUPPORTED` where `version` is no version of CycloneDX's XML.
 */
export function renderCycloneDxXml(document: JsonObject, version: string): RenderedCycloneDxXml {
  const type = rootXmlType(version);
  if (type === undefined) {
    throw new SbomError(
      "VERSION_UNSUPPORTED",
      `"${version}" is no version of CycloneDX's XML; choose one of 1.0 to 1.7`,
    );
  }
  const writing: XmlWriting = {
    namespace: `http://cyclonedx.org/schema/bom/${version}`,
    version,
    losses: [],
    found: [],
  };
  const { $schema, bomFormat = "CycloneDX", specVersion = version, ...object } = document;
  for (const [key, is, becomes] of [
    ["bomFormat", bomFormat, "CycloneDX"],
    ["specVersion", specVersion, version],
  ] as const) {
    if (is !== becomes)
      writing.losses.push({ pointer: `/${key}`, reason: `it becomes ${becomes}` });
  }
  const element = openXmlElement(writing, "bom");
  const jobs: XmlJob[] = [{ object, type, element, place: undefined }];
  for (let job = jobs.pop(); job !== undefined; job = jobs.pop()) {
    fillXmlElement(writing, job);
    for (let found = writing.found.pop(); found !== undefined; found = writing.found.pop()) {
      jobs.push(found);
    }
  }
  return { text: renderXml(element), losses: writing.losses };
}
