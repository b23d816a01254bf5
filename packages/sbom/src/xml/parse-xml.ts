import { SbomError } from "../sbom-error.ts";
import { defaultSbomLimits, type SbomLimits } from "../sbom-limits.ts";
import { scanXml } from "./scan-xml.ts";
import type { XmlElement } from "./xml-element.ts";

/** An element while its children are read. */
interface OpenElement extends XmlElement {
  readonly children: (XmlElement | string)[];
}

/**
 * The root element of an XML document, read as {@link scanXml} says.
 *
 * @throws An {@link SbomError} with code `XML_INVALID` where the text is not well-formed, `DOCUMENT_TOO_DEEP` or
 * `TOO_MANY_ITEMS` past a limit.
 */
export function parseXml(
  text: string,
  limits: Pick<SbomLimits, "depth" | "items"> = defaultSbomLimits,
): XmlElement {
  const open: OpenElement[] = [];
  let innermost: OpenElement | undefined;
  let root: XmlElement | undefined;
  scanXml(
    text,
    {
      open({ name, namespace, attributes }, line, offset) {
        const element = { name, namespace, attributes, children: [], offset, line };
        innermost?.children.push(element);
        innermost = element;
        open.push(element);
        root ??= element;
      },
      text(piece) {
        if (innermost !== undefined) appendText(innermost.children, piece);
      },
      close() {
        open.pop();
        innermost = open[open.length - 1];
      },
    },
    limits,
  );
  if (root === undefined) throw new SbomError("XML_INVALID", "the XML has no element; repair it");
  return root;
}

function appendText(children: (XmlElement | string)[], text: string): void {
  const last = children.length - 1;
  const before = children[last];
  if (typeof before === "string") children[last] = before + text;
  else if (text !== "") children.push(text);
}
