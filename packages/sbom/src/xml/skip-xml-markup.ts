import { endOfSpace } from "./read-start-tag.ts";
import { isXmlName } from "./xml-name.ts";
import { failXml, type XmlSource } from "./xml-source.ts";

/** What an XML declaration says, in order; the first is needed. See XML 1.0, section 2.8. */
const declared: readonly RegExp[] = [
  /^[\t\n\r ]+version[\t\n\r ]*=[\t\n\r ]*(?:'1\.[0-9]+'|"1\.[0-9]+")/,
  /^[\t\n\r ]+encoding[\t\n\r ]*=[\t\n\r ]*(?:'[A-Za-z][-A-Za-z0-9._]*'|"[A-Za-z][-A-Za-z0-9._]*")/,
  /^[\t\n\r ]+standalone[\t\n\r ]*=[\t\n\r ]*(?:'(?:yes|no)'|"(?:yes|no)")/,
];

/** Moves past the comment or processing instruction at the source's place; says whether there was one. */
export function skipXmlMarkup(source: XmlSource): boolean {
  const { text, at } = source;
  if (text.startsWith("<!--", at)) {
    const end = endOf(source, "--", at + 4, "a comment is not closed");
    if (text[end] !== ">") failXml(source, end, "a comment holds --");
    source.at = end + 1;
    return true;
  }
  if (!text.startsWith("<?", at)) return false;
  source.at = endOf(source, "?>", at + 2, "a processing instruction is not closed");
  const [target = ""] = text.slice(at + 2, source.at - 2).split(/[\t\n\r ]/, 1);
  if (!isXmlName(target) || target.toLowerCase() === "xml") {
    failXml(source, at, "a processing instruction has no name that it may have");
  }
  return true;
}

/** Moves past the byte order mark and XML declaration that a document may begin with. */
export function skipXmlDeclaration(source: XmlSource): void {
  if (source.text.startsWith("\uFEFF")) source.at = 1;
  if (!/^<\?xml[\t\n\r ]/.test(source.text.slice(source.at, source.at + 6))) return;
  const end = endOf(source, "?>", source.at, "the XML declaration is not closed");
  const start = source.at + 5;
  let at = start;
  for (const pattern of declared) {
    at += pattern.exec(source.text.slice(at, end))?.[0].length ?? 0;
    if (at === start) break;
  }
  if (at === start || endOfSpace(source.text, at) !== end - 2) {
    failXml(source, source.at, "the XML declaration does not say version, encoding, standalone");
  }
  source.at = end;
}

/** Moves past the document type declaration at the source's place. What it declares has no effect. */
export function skipDocumentType(source: XmlSource): void {
  const { text, at } = source;
  let inside = false;
  source.at = at + 9;
  for (;;) {
    const character = text[source.at];
    if (character === undefined) failXml(source, at, "the document type is not closed");
    if (character === '"' || character === "'") {
      source.at = endOf(
        source,
        character,
        source.at + 1,
        "a text of the document type is not closed",
      );
    } else if (character === "<" && inside && skipXmlMarkup(source)) {
    } else {
      source.at += 1;
      if (character === "[") inside = true;
      else if (character === "]") inside = false;
      else if (character === ">" && !inside) return;
    }
  }
}

function endOf(source: XmlSource, close: string, from: number, otherwise: string): number {
  const start = source.text.indexOf(close, from);
  if (start < 0) failXml(source, source.at, otherwise);
  return start + close.length;
}
