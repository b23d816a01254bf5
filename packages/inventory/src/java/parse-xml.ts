/** An element of an XML document: attributes are left out, and its own text is in one piece. */
export interface XmlElement {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

interface OpenElement {
  readonly name: string;
  text: string;
  readonly children: XmlElement[];
}

/** More than descriptions of software nest; deeper ones are hostile. */
const maximumDepth = 64;
/** Twenty times what the longest project files have; each takes many times its bytes in memory. */
const maximumElements = 200_000;
const entities: ReadonlyMap<string, string> = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
  ["apos", "'"],
]);

/**
 * The root element of an XML document; `undefined` where it is not well formed, nests too deep, has too many elements, or declares
 * entities of its own, which are how a small document becomes a large one. Other entities than XML's own stay as they are written.
 */
export function parseXml(text: string): XmlElement | undefined {
  const document: OpenElement = { name: "", text: "", children: [] };
  const open: OpenElement[] = [document];
  let at = 0;
  let elements = 0;
  for (;;) {
    const top = open.at(-1);
    const start = text.indexOf("<", at);
    if (top === undefined) return undefined;
    if (start < 0) break;
    top.text += decodeEntities(text.slice(at, start));
    const end = markupEnd(text, start);
    if (end === undefined) return undefined;
    at = end;
    if (text.startsWith("<![CDATA[", start)) {
      top.text += text.slice(start + 9, end - 3);
    } else if (text[start + 1] === "/") {
      if (open.length === 1 || text.slice(start + 2, end - 1).trimEnd() !== top.name)
        return undefined;
      open.pop();
      open.at(-1)?.children.push(top);
    } else if (text[start + 1] !== "!" && text[start + 1] !== "?") {
      const isEmpty = text[end - 2] === "/";
      const [name = ""] = text.slice(start + 1, end - (isEmpty ? 2 : 1)).split(/[\t\n\r ]/, 1);
      elements++;
      if (name === "" || open.length > maximumDepth || elements > maximumElements) return undefined;
      const element: OpenElement = { name, text: "", children: [] };
      if (isEmpty) top.children.push(element);
      else open.push(element);
    }
  }
  return open.length === 1 && document.children.length === 1 ? document.children[0] : undefined;
}

/** Where the markup that begins at `start` ends; `undefined` where it does not, or declares what is not read. */
function markupEnd(text: string, start: number): number | undefined {
  const after = (close: string, from: number) => {
    const end = text.indexOf(close, from);
    return end < 0 ? undefined : end + close.length;
  };
  if (text.startsWith("<!--", start)) return after("-->", start + 4);
  if (text.startsWith("<![CDATA[", start)) return after("]]>", start + 9);
  if (text.startsWith("<?", start)) return after("?>", start + 2);
  // In a tag, a value in quotes may hold the closing mark.
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at];
    if (character === ">") return at + 1;
    if (character === "[" && text[start + 1] === "!") return undefined;
    if (character !== '"' && character !== "'") continue;
    const close = text.indexOf(character, at + 1);
    if (close < 0) return undefined;
    at = close;
  }
  return undefined;
}

function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&([#A-Za-z0-9]{1,10});/g, (whole, name: string) => {
    if (!name.startsWith("#")) return entities.get(name) ?? whole;
    const isHex = name[1] === "x";
    const code = Number.parseInt(name.slice(isHex ? 2 : 1), isHex ? 16 : 10);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
