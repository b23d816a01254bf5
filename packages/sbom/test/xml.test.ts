import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isSbomError } from "@coppice/sbom";
import fc from "fast-check";
import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import { parseXml } from "../src/xml/parse-xml.ts";
import { renderXml } from "../src/xml/render-xml.ts";
import { walkXml } from "../src/xml/walk-xml.ts";
import type { XmlNode } from "../src/xml/xml-element.ts";
import { corpus, cycloneDxDocuments } from "./cyclonedx-corpus.ts";

/** The code and message of the error that reading `text` gives; nothing where it can be read. */
function refusalOf(text: string, limits = { depth: 512, items: 1000 }): string | undefined {
  try {
    parseXml(text, limits);
    return undefined;
  } catch (error) {
    if (!isSbomError(error)) throw error;
    return `${error.code}: ${error.message}`;
  }
}

/** An element without its places, as saxes reads it. */
function readWithSaxes(text: string): XmlNode {
  const open: { node: XmlNode; children: (XmlNode | string)[] }[] = [];
  let root: XmlNode | undefined;
  const parser = new SaxesParser({ xmlns: true });
  const add = (piece: string): void => {
    const children = open.at(-1)?.children;
    const last = children?.at(-1);
    if (typeof last === "string") children?.splice(-1, 1, last + piece);
    else if (piece !== "") children?.push(piece);
  };
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ local, uri, attributes }) => {
    const children: (XmlNode | string)[] = [];
    const own = Object.values(attributes)
      .filter((attribute) => attribute.uri !== "http://www.w3.org/2000/xmlns/")
      .map((attribute) => ({
        name: attribute.local,
        namespace: attribute.uri,
        value: attribute.value,
      }));
    const node = { name: local, namespace: uri, attributes: own, children };
    open.at(-1)?.children.push(node);
    root ??= node;
    open.push({ node, children });
  });
  parser.on("closetag", () => void open.pop());
  parser.on("text", add);
  parser.on("cdata", add);
  parser.write(text).close();
  if (root === undefined) throw new Error("no element");
  return root;
}

function withoutPlaces({ name, namespace, attributes, children }: XmlNode): XmlNode {
  return {
    name,
    namespace,
    attributes,
    children: children.map((child) => (typeof child === "string" ? child : withoutPlaces(child))),
  };
}

/** What both parsers make of a text: the element, or that they refuse it. */
function bothOf(text: string): readonly [ours: unknown, theirs: unknown] {
  const outcome = (read: () => XmlNode): unknown => {
    try {
      return read();
    } catch (error) {
      if (isSbomError(error) && error.code !== "XML_INVALID") throw error;
      return "refused";
    }
  };
  return [outcome(() => withoutPlaces(parseXml(text))), outcome(() => readWithSaxes(text))];
}

const sample = `\uFEFF<?xml version="1.0" encoding='UTF-8' ?>
<!-- first --><?style sheet?>
<a:root xmlns:a="urn:a" xmlns="urn:d" a:x='1' y="&lt;&#65;&#x42;&amp;&quot;&apos;&gt;"
 z="one
two	three">
  <item/>text &amp; more<![CDATA[<raw> & ]]]]><!-- c --> end
  <b:x xmlns:b="urn:b" xml:lang="de"><y xmlns=""/></b:x >é \u{1F600}
</a:root>
<!-- last -->
`;

describe("parseXml", () => {
  it("resolves names, references, sections and places", () => {
    const root = parseXml(sample);
    expect(root).toMatchObject({
      name: "root",
      namespace: "urn:a",
      line: 5,
      attributes: [
        { name: "x", namespace: "urn:a", value: "1" },
        { name: "y", namespace: "", value: "<AB&\"'>" },
        { name: "z", namespace: "", value: "one two three" },
      ],
    });
    expect(root.children).toMatchObject([
      "\n  ",
      { name: "item", namespace: "urn:d", line: 6, children: [] },
      "text & more<raw> & ]] end\n  ",
      {
        name: "x",
        namespace: "urn:b",
        attributes: [{ name: "lang", namespace: "http://www.w3.org/XML/1998/namespace" }],
        children: [{ name: "y", namespace: "" }],
      },
      "é \u{1F600}\n",
    ]);
    expect(sample.slice(0, root.offset).endsWith('two\tthree">')).toBe(true);
  });

  it("ends lines with one character", () => {
    const root = parseXml("<a b='1\r\n2\r3'>\r\nx\ry<![CDATA[\r\n]]>&#13;</a>");
    expect(root.attributes[0]?.value).toBe("1 2 3");
    expect(root.children).toEqual(["\nx\ny\n\r"]);
  });

  it("reads what saxes reads, and refuses what it refuses", () => {
    // Half a character is one to saxes.
    const plain = sample.replace("\u{1F600}", "x");
    fc.assert(
      fc.property(
        fc.nat(plain.length),
        fc.nat(8),
        fc.constantFrom(
          "",
          "<",
          ">",
          "&",
          "/",
          '"',
          "a",
          "]]>",
          "<a>",
          "</a>",
          "<!--",
          "\u0001",
          "=",
        ),
        (start, length, added) => {
          const text = plain.slice(0, start) + added + plain.slice(start + length);
          const [ours, theirs] = bothOf(text);
          expect(ours).toEqual(theirs);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it.skipIf(corpus === undefined)("reads every XML document of the corpus as saxes does", () => {
    const documents = cycloneDxDocuments(corpus ?? "").filter(({ encoding }) => encoding === "xml");
    for (const { path } of documents) {
      const [ours, theirs] = bothOf(readFileSync(join(corpus ?? "", "sbom", path), "utf8"));
      expect(ours, path).toEqual(theirs);
    }
    expect(documents.length).toBeGreaterThan(400);
  });

  it.each([
    ["", "it has no element"],
    ["text", "text outside"],
    ["<a/>text", "text outside"],
    ["<a/><b/>", "two root elements"],
    ["<a>", "the element a is not closed"],
    ["<a></b>", "the element a is not closed"],
    ["<a></ab>", "the element a is not closed"],
    ["</a>", "an end tag has no start tag"],
    ["<a", "the tag a is not closed"],
    ["<a b>", "no value in quotation marks"],
    ["<a b=c>", "no value in quotation marks"],
    ["<a b='1>", "is not closed"],
    ["<a b='1'c='2'/>", "white space is missing"],
    ["<a b='1' b='2'/>", "b is there twice"],
    ["<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='2'/>", "b is there twice"],
    ["<a b='<'/>", "an attribute's value holds <"],
    ["<p:a/>", "the prefix p is not declared"],
    ["<a p:b='1'/>", "the prefix p is not declared"],
    ["<a xmlns:p=''/>", "cannot be declared so"],
    ["<a xmlns:xmlns='u'/>", "cannot be declared so"],
    ["<a xmlns:p='http://www.w3.org/XML/1998/namespace'/>", "cannot be declared so"],
    ["<a xmlns:p='u'><b xmlns:p='v' xmlns:p='w'/></a>", "cannot be declared so"],
    ["<1/>", "is no name"],
    ["<a:b:c xmlns:a='u'/>", "is no name"],
    ["<a>&b;</a>", "nothing is named &b"],
    ["<a>&#0;</a>", "nothing is named &#0"],
    ["<a>&#x110000;</a>", "nothing is named"],
    ["<a>& </a>", "nothing is named &"],
    ["<a b='&c;'/>", "nothing is named &c"],
    ["<a>]]></a>", "text holds ]]>"],
    ["<a>\u0001</a>", "a character that XML does not allow"],
    ["<a>\uD800</a>", "a character that XML does not allow"],
    ["<a><!-- -- --></a>", "a comment holds --"],
    ["<a><!-- </a>", "a comment is not closed"],
    ["<a><?b </a>", "a processing instruction is not closed"],
    ["<a><?xml b?></a>", "a processing instruction has no name"],
    ["<a><![CDATA[</a>", "a CDATA section is not closed"],
    ["<![CDATA[x]]><a/>", "markup that has no place here"],
    ["<a><!DOCTYPE a></a>", "markup that has no place here"],
    ["<!DOCTYPE a><!DOCTYPE a><a/>", "markup that has no place here"],
    ["<!DOCTYPE a [", "the document type is not closed"],
    ["<!DOCTYPE a [<!ENTITY b 'c]>", "a text of the document type is not closed"],
    ["<?xml version='1.0'", "the XML declaration is not closed"],
    ["<?xml encoding='UTF-8'?><a/>", "the XML declaration does not say"],
    ["\n<?xml version='1.0'?><a/>", "a processing instruction has no name"],
  ])("refuses %j", (text, reason) => {
    expect(refusalOf(text)).toMatch(/^XML_INVALID: line \d+ is not well-formed XML: .*; repair/);
    expect(refusalOf(text)).toContain(reason);
  });

  it("passes over a document type, and knows none of its entities", () => {
    const type = `<!DOCTYPE a [<!ENTITY b "]>"><!-- ]> ' --><?p ]>?>] >`;
    expect(parseXml(`${type}<a>c</a>`).children).toEqual(["c"]);
    expect(refusalOf(`${type}<a>&b;</a>`)).toContain("nothing is named &b");
    expect(refusalOf(`<!DOCTYPE a SYSTEM "file:///etc/passwd"><a>&b;</a>`)).toContain(
      "XML_INVALID",
    );
  });

  it.skipIf(corpus === undefined).each(["billion-laughs.cdx.xml", "xxe-file.cdx.xml"])(
    "refuses the hostile %s",
    (file) => {
      const text = readFileSync(join(corpus ?? "", "sbom/_hostile", file), "utf8");
      expect(refusalOf(text)).toContain("XML_INVALID: line 1");
    },
  );

  it("stops at the limits", () => {
    const nested = "<a>".repeat(11) + "</a>".repeat(11);
    expect(refusalOf(nested, { depth: 10, items: 100 })).toContain("DOCUMENT_TOO_DEEP: line 1");
    expect(refusalOf(nested, { depth: 11, items: 11 })).toBeUndefined();
    expect(refusalOf(nested, { depth: 11, items: 10 })).toContain("TOO_MANY_ITEMS: the document");
  });

  it("takes no longer for many prefixes, attributes and pieces of text", () => {
    const prefixes = [...Array(5000).keys()].map((index) => `xmlns:p${index}="u${index}"`);
    const items = prefixes.map(
      (declaration, index) => `<p${index}:b ${declaration} c="1"/>x<!---->`,
    );
    const root = parseXml(`<a ${prefixes.join(" ")}>${items.join("")}</a>`);
    expect(root.children).toHaveLength(10_000);
  });
});

describe("renderXml", () => {
  const name = fc
    .stringMatching(/^[A-Za-z_é][-.A-Za-z0-9_é]{0,5}$/)
    .filter((text) => !/^xml/i.test(text));
  const namespace = fc.constantFrom("", "urn:a", "urn:b", 'urn:"&<>');
  const text = fc.string({
    unit: fc.constantFrom(
      "a",
      " ",
      "\n",
      "\t",
      "\r",
      "&",
      "<",
      ">",
      "]]>",
      '"',
      "'",
      "é",
      "\u{1F600}",
      "\uFFFD",
    ),
  });
  const attributes = fc.uniqueArray(
    fc.record({
      name,
      namespace: fc.oneof(namespace, fc.constant("http://www.w3.org/XML/1998/namespace")),
      value: text,
    }),
    { maxLength: 3, selector: (attribute) => `${attribute.namespace} ${attribute.name}` },
  );
  const node: fc.Arbitrary<XmlNode> = fc.letrec<{ node: XmlNode }>((tie) => ({
    node: fc.record({
      name,
      namespace,
      attributes,
      children: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        fc.tuple(text.filter((content) => content !== "")),
        fc.array(tie("node"), { maxLength: 3 }),
        fc.tuple(
          text.filter((content) => content !== ""),
          tie("node"),
          tie("node"),
        ),
      ),
    }),
  })).node;

  /** Without the white space that stands between elements alone. */
  function withoutIndent({ name, namespace, attributes, children }: XmlNode): XmlNode {
    const blank = children.every((child) => typeof child !== "string" || /^\n *$/.test(child));
    const some = children.some((child) => typeof child !== "string");
    const kept = blank && some ? children.filter((child) => typeof child !== "string") : children;
    return {
      name,
      namespace,
      attributes,
      children: kept.map((child) => (typeof child === "string" ? child : withoutIndent(child))),
    };
  }

  it("gives back what it was given when it is read", () => {
    fc.assert(
      fc.property(node, (root) => {
        expect(withoutIndent(withoutPlaces(parseXml(renderXml(root))))).toEqual(
          withoutIndent(root),
        );
      }),
    );
  });

  it("puts elements on lines and leaves text as it stands", () => {
    const leaf = { name: "b", namespace: "urn:a", attributes: [], children: ["x"] };
    const empty = { name: "c", namespace: "", attributes: [], children: [""] };
    const mixed = { name: "d", namespace: "urn:a", attributes: [], children: ["", leaf, leaf] };
    const root = {
      name: "a",
      namespace: "urn:a",
      attributes: [{ name: "e", namespace: "urn:f", value: "\u0000\uD800" }],
      children: [leaf, empty, mixed],
    };
    expect(renderXml(root)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<a xmlns="urn:a" xmlns:ns0="urn:f" ns0:e="\uFFFD\uFFFD">
  <b>x</b>
  <c xmlns=""/>
  <d><b>x</b><b>x</b></d>
</a>
`);
  });
});

describe("walkXml", () => {
  it("hands over what was read", () => {
    const seen: string[] = [];
    walkXml(parseXml("<a>\n<b/>c</a>"), {
      open: ({ name }, line, offset) => seen.push(`${name} ${line} ${offset}`),
      text: (text) => seen.push(text),
      close: () => seen.push("end"),
    });
    expect(seen).toEqual(["a 1 3", "\n", "b 2 8", "end", "c", "end"]);
  });
});
