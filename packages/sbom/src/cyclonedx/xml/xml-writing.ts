import type { JsonObject } from "../../json/json-value.ts";
import type { SbomLoss } from "../../sbom-document.ts";
import type { XmlAttribute, XmlNode } from "../../xml/xml-element.ts";
import { type JsonPlace, renderPlace } from "./json-place.ts";
import type { XmlType } from "./xml-type.ts";

/** A document while it is written. */
export interface XmlWriting {
  readonly namespace: string;
  readonly version: string;
  readonly losses: SbomLoss[];
  /** Objects in the one that was filled last; they are filled next. */
  readonly found: XmlJob[];
}

/** An object that is still to be written into its element. */
export interface XmlJob {
  readonly object: JsonObject;
  readonly type: XmlType;
  readonly element: OpenXmlElement;
  readonly place: JsonPlace | undefined;
}

/** An element while it is filled. */
export interface OpenXmlElement extends XmlNode {
  readonly attributes: XmlAttribute[];
  readonly children: (XmlNode | string)[];
}

/** An element without content. */
export function openXmlElement(writing: XmlWriting, name: string): OpenXmlElement {
  return { name, namespace: writing.namespace, attributes: [], children: [] };
}

/** Reports what XML cannot hold. */
export function loseInXml(writing: XmlWriting, place: JsonPlace | undefined, reason: string): void {
  writing.losses.push({ pointer: renderPlace(place), reason });
}
