import { SbomError } from "../sbom-error.ts";
import type { SbomLimits } from "../sbom-limits.ts";
import { decodeXmlText, findInvalidXmlCharacter } from "./decode-xml-text.ts";
import { endNamespaces, endOfSpace, readStartTag, type StartTag } from "./read-start-tag.ts";
import { skipDocumentType, skipXmlDeclaration, skipXmlMarkup } from "./skip-xml-markup.ts";
import type { XmlElement } from "./xml-element.ts";
import { failXml, type XmlSource } from "./xml-source.ts";

/** A start tag with its names resolved. */
export type XmlTag = Pick<XmlElement, "name" | "namespace" | "attributes">;

/** Takes the parts of an XML document as they are met. */
export interface XmlHandler {
  /** An element begins; its start tag ends at `offset`, in characters, on `line`, from 1. */
  open(tag: XmlTag, line: number, offset: number): void;
  /** Text of the innermost element; a text that comments divide comes in pieces. */
  text(text: string): void;
  /** The innermost element ends. */
  close(): void;
  /** Whether white space alone is not worth handing over; without this method it always is. */
  ignoresSpace?(): boolean;
}

/**
 * Reads an XML document and hands its elements and text to `handler`. Comments and processing instructions are left
 * out. Nothing is fetched, and entities that a document type declares are unknown names, so nothing expands. See
 * Extensible Markup Language 1.0 (fifth edition) and Namespaces in XML 1.0.
 *
 * @throws An {@link SbomError} with code `XML_INVALID` where the text is not well-formed, `DOCUMENT_TOO_DEEP` or
 * `TOO_MANY_ITEMS` past a limit.
 */
export function scanXml(
  text: string,
  handler: XmlHandler,
  limits: Pick<SbomLimits, "depth" | "items">,
): void {
  const source: XmlSource = { text, at: 0, names: new Map(), prefixes: new Map() };
  const invalid = findInvalidXmlCharacter(text);
  if (invalid >= 0) failXml(source, invalid, "it holds a character that XML does not allow");
  skipXmlDeclaration(source);
  const open: StartTag[] = [];
  let innermost: StartTag | undefined;
  let typed = false;
  let items = 0;
  let line = 1;
  let lineEnd = text.indexOf("\n");
  for (;;) {
    const at = text.indexOf("<", source.at);
    const end = at < 0 ? text.length : at;
    if (end > source.at) {
      const space = endOfSpace(text, source.at) === end;
      if (innermost === undefined) {
        if (!space) failXml(source, source.at, "it has text outside of an element");
      } else if (!space || handler.ignoresSpace?.() !== true) handler.text(readText(source, end));
    }
    if (at < 0) break;
    source.at = at;
    const mark = text.charCodeAt(at + 1);
    if (mark === 47) {
      if (innermost === undefined) failXml(source, at, "an end tag has no start tag");
      const { written, declared } = innermost;
      const close = text.startsWith(written, at + 2)
        ? endOfSpace(text, at + 2 + written.length)
        : at;
      if (text.charCodeAt(close) !== 62)
        failXml(source, at, `the element ${written} is not closed`);
      source.at = close + 1;
      endNamespaces(source, declared);
      open.pop();
      innermost = open[open.length - 1];
      handler.close();
    } else if (mark === 33 || mark === 63) {
      if (skipXmlMarkup(source)) continue;
      if (innermost !== undefined && text.startsWith("<![CDATA[", at)) {
        handler.text(readSection(source));
      } else if (items === 0 && !typed && text.startsWith("<!DOCTYPE", at)) {
        typed = true;
        skipDocumentType(source);
      } else failXml(source, at, "it holds markup that has no place here");
    } else {
      if (items > 0 && innermost === undefined) failXml(source, at, "it has two root elements");
      const tag = readStartTag(source);
      while (lineEnd >= 0 && lineEnd < source.at) {
        line += 1;
        lineEnd = text.indexOf("\n", lineEnd + 1);
      }
      items += 1;
      if (open.length >= limits.depth) refuseDepth(line, limits.depth);
      if (items > limits.items) refuseItems(limits.items);
      handler.open(tag, line, source.at);
      if (tag.empty) {
        endNamespaces(source, tag.declared);
        handler.close();
      } else {
        innermost = tag;
        open.push(tag);
      }
    }
  }
  if (innermost !== undefined) {
    failXml(source, text.length, `the element ${innermost.written} is not closed`);
  }
  if (items === 0) failXml(source, text.length, "it has no element");
}

/** The text up to `end`; moves there. */
function readText(source: XmlSource, end: number): string {
  const at = source.at;
  const written = source.text.slice(at, end);
  source.at = end;
  if (!/[\r&\]]/.test(written)) return written;
  if (written.includes("]]>")) failXml(source, at, "text holds ]]>");
  const decoded = decodeXmlText(endLines(written));
  if ("unknown" in decoded) failXml(source, at, `nothing is named ${decoded.unknown}`);
  return decoded.text;
}

/** The text of the CDATA section at the source's place; moves past it. */
function readSection(source: XmlSource): string {
  const start = source.at + 9;
  const end = source.text.indexOf("]]>", start);
  if (end < 0) failXml(source, source.at, "a CDATA section is not closed");
  source.at = end + 3;
  return endLines(source.text.slice(start, end));
}

/** One character for each end of a line. See XML 1.0, section 2.11. */
function endLines(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}

function refuseDepth(line: number, depth: number): never {
  throw new SbomError(
    "DOCUMENT_TOO_DEEP",
    `line ${line} has more than ${depth} elements inside one another; raise limits.depth to read it`,
  );
}

function refuseItems(items: number): never {
  throw new SbomError(
    "TOO_MANY_ITEMS",
    `the document has more than ${items} elements; raise limits.items to read it`,
  );
}
