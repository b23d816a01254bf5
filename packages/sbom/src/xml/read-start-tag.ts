import { decodeXmlText } from "./decode-xml-text.ts";
import type { XmlAttribute } from "./xml-element.ts";
import { splitXmlName, type XmlName } from "./xml-name.ts";
import { failXml, type XmlSource } from "./xml-source.ts";

const namespacesOfNamespaces = "http://www.w3.org/2000/xmlns/";
const namespaceOfXml = "http://www.w3.org/XML/1998/namespace";
const none: readonly never[] = [];

/** A start tag: its name as it is written, what it declares, and whether its element ends with it. */
export interface StartTag {
  readonly written: string;
  readonly name: string;
  readonly namespace: string;
  readonly attributes: readonly XmlAttribute[];
  /** Prefixes that it declares; they end with its element. */
  readonly declared: readonly string[];
  readonly empty: boolean;
}

/** Reads the start tag at the source's place and moves past it. */
export function readStartTag(source: XmlSource): StartTag {
  const { text } = source;
  const start = source.at + 1;
  const end = endOfName(text, start);
  const written = text.slice(start, end);
  const name = splitName(source, written, start);
  source.at = end;
  const pairs = text.charCodeAt(end) === 62 ? none : readAttributes(source);
  const declared = pairs.length === 0 ? none : declareNamespaces(source, pairs);
  const empty = text.charCodeAt(source.at) === 47;
  if (text.charCodeAt(empty ? source.at + 1 : source.at) !== 62) {
    failXml(source, source.at, `the tag ${written} is not closed`);
  }
  source.at += empty ? 2 : 1;
  return {
    written,
    name: name.local,
    namespace: namespaceOf(source, name.prefix, start),
    attributes: pairs.length === declared.length ? none : resolveAttributes(source, pairs),
    declared,
    empty,
  };
}

/** Forgets what an element declared. */
export function endNamespaces(source: XmlSource, declared: readonly string[]): void {
  for (const prefix of declared) source.prefixes.get(prefix)?.pop();
}

/** Where the name that begins at `from` ends. */
function endOfName(text: string, from: number): number {
  let at = from;
  for (; ; at += 1) {
    const code = text.charCodeAt(at);
    // Most characters of names are none of those that end one: > / = and white space.
    if (code > 62) continue;
    if (code === 62 || code === 61 || code === 47 || code <= 32 || Number.isNaN(code)) return at;
  }
}

/** Where the white space that begins at `from` ends. */
export function endOfSpace(text: string, from: number): number {
  let at = from;
  for (; ; at += 1) {
    const code = text.charCodeAt(at);
    if (code !== 32 && code !== 10 && code !== 9 && code !== 13) return at;
  }
}

/** An attribute as it is written, with its place. */
interface WrittenAttribute {
  readonly name: XmlName;
  readonly value: string;
  readonly at: number;
}

function readAttributes(source: XmlSource): readonly WrittenAttribute[] {
  const { text } = source;
  const attributes: WrittenAttribute[] = [];
  for (;;) {
    const at = endOfSpace(text, source.at);
    const code = text.charCodeAt(at);
    if (code === 62 || code === 47 || at >= text.length) {
      source.at = at;
      return attributes.length === 0 ? none : attributes;
    }
    if (at === source.at) failXml(source, at, "white space is missing before an attribute");
    const end = endOfName(text, at);
    const name = splitName(source, text.slice(at, end), at);
    const equals = endOfSpace(text, end);
    const quote = endOfSpace(text, equals + 1);
    const mark = text.charCodeAt(quote);
    if (text.charCodeAt(equals) !== 61 || (mark !== 34 && mark !== 39)) {
      failXml(source, at, `the attribute ${name.local} has no value in quotation marks`);
    }
    const close = text.indexOf(mark === 34 ? '"' : "'", quote + 1);
    if (close < 0) failXml(source, at, `the value of the attribute ${name.local} is not closed`);
    attributes.push({ name, value: attributeValue(source, text.slice(quote + 1, close), at), at });
    source.at = close + 1;
  }
}

/** The value that `written` stands for. See XML 1.0, section 3.3.3. */
function attributeValue(source: XmlSource, written: string, at: number): string {
  if (!/[\t\n\r&<]/.test(written)) return written;
  if (written.includes("<")) failXml(source, at, "an attribute's value holds <");
  const decoded = decodeXmlText(written.replace(/\r\n|[\t\n\r]/g, " "));
  if ("unknown" in decoded) failXml(source, at, `nothing is named ${decoded.unknown}`);
  return decoded.text;
}

/** Takes note of the namespaces that a tag declares and gives their prefixes. */
function declareNamespaces(
  source: XmlSource,
  attributes: readonly WrittenAttribute[],
): readonly string[] {
  let declared: string[] | undefined;
  for (const { name, value, at } of attributes) {
    if (!isDeclaration(name)) continue;
    const prefix = name.prefix === "" ? "" : name.local;
    if (
      prefix === "xmlns" ||
      value === namespacesOfNamespaces ||
      (prefix === "xml") !== (value === namespaceOfXml) ||
      (prefix !== "" && value === "") ||
      declared?.includes(prefix) === true
    ) {
      failXml(source, at, `the prefix "${prefix}" cannot be declared so`);
    }
    const values = source.prefixes.get(prefix);
    if (values === undefined) source.prefixes.set(prefix, [value]);
    else values.push(value);
    declared ??= [];
    declared.push(prefix);
  }
  return declared ?? none;
}

function resolveAttributes(
  source: XmlSource,
  written: readonly WrittenAttribute[],
): readonly XmlAttribute[] {
  const attributes: XmlAttribute[] = [];
  const seen = written.length > 1 ? new Set<string>() : undefined;
  for (const { name, value, at } of written) {
    if (isDeclaration(name)) continue;
    const namespace = name.prefix === "" ? "" : namespaceOf(source, name.prefix, at);
    if (seen !== undefined) {
      const key = namespace === "" ? name.local : `${namespace} ${name.local}`;
      if (seen.has(key)) failXml(source, at, `the attribute ${name.local} is there twice`);
      seen.add(key);
    }
    attributes.push({ name: name.local, namespace, value });
  }
  return attributes;
}

function isDeclaration({ prefix, local }: XmlName): boolean {
  return prefix === "xmlns" || (prefix === "" && local === "xmlns");
}

function namespaceOf(source: XmlSource, prefix: string, at: number): string {
  if (prefix === "xml") return namespaceOfXml;
  const namespace = source.prefixes.get(prefix)?.at(-1);
  if (namespace !== undefined) return namespace;
  if (prefix === "") return "";
  return failXml(source, at, `the prefix ${prefix} is not declared`);
}

function splitName(source: XmlSource, written: string, at: number): XmlName {
  const known = source.names.get(written);
  if (known !== undefined) return known;
  const name = splitXmlName(written);
  if (name === undefined) failXml(source, at, `"${written.slice(0, 64)}" is no name`);
  source.names.set(written, name);
  return name;
}
