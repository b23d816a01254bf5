/** The start tag of an XML document's root element. */
export interface XmlRoot {
  /** Local name. */
  readonly name: string;
  /** Namespace name; empty where it has none. */
  readonly namespace: string;
  /** Where its start tag ends. */
  readonly end: number;
}

/**
 * The root element of XML text, read no further than its start tag; `undefined` where there is none before the text ends.
 * Declarations, comments and a document type are passed over.
 */
export function readXmlRoot(text: string, start: number): XmlRoot | undefined {
  let at = start;
  for (;;) {
    at = text.indexOf("<", at);
    if (at < 0) return undefined;
    if (text.startsWith("<?", at)) at = after(text, "?>", at);
    else if (text.startsWith("<!--", at)) at = after(text, "-->", at);
    else if (text.startsWith("<!", at)) at = afterDoctype(text, at);
    else return readStartTag(text, at + 1);
    if (at < 0) return undefined;
  }
}

function after(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? -1 : at + mark.length;
}

/** Where a document type ends: its internal subset has declarations of its own between brackets. */
function afterDoctype(text: string, from: number): number {
  const end = text.indexOf(">", from);
  const subset = text.indexOf("[", from);
  if (subset < 0 || end < subset) return end < 0 ? -1 : end + 1;
  const closed = text.indexOf("]", subset);
  return closed < 0 ? -1 : after(text, ">", closed);
}

function readStartTag(text: string, from: number): XmlRoot | undefined {
  const nameEnd = skipWhile(text, from, isNameCode);
  const qualified = text.slice(from, nameEnd);
  const colon = qualified.indexOf(":");
  const declaration = colon < 0 ? "xmlns" : `xmlns:${qualified.slice(0, colon)}`;
  let namespace = "";
  let at = nameEnd;
  for (;;) {
    at = skipWhile(text, at, isSpaceCode);
    if (at >= text.length) return undefined;
    if (text[at] === ">" || text[at] === "/") {
      return { name: qualified.slice(colon + 1), namespace, end: at };
    }
    const attributeEnd = skipWhile(text, at, isNameCode);
    const open = skipWhile(text, skipWhile(text, attributeEnd, isSpaceCode) + 1, isSpaceCode);
    const quote = text[open];
    const close = quote === '"' || quote === "'" ? text.indexOf(quote, open + 1) : -1;
    if (close < 0) return undefined;
    if (text.slice(at, attributeEnd) === declaration) namespace = text.slice(open + 1, close);
    at = close + 1;
  }
}

function skipWhile(text: string, from: number, is: (code: number) => boolean): number {
  let at = from;
  while (at < text.length && is(text.charCodeAt(at))) at += 1;
  return at;
}

function isSpaceCode(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** All that may not stand in a name and does stand after one: space, `=`, `/` and `>`. */
function isNameCode(code: number): boolean {
  return !isSpaceCode(code) && code !== 0x3d && code !== 0x2f && code !== 0x3e;
}
