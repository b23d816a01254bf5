import type { XmlElement } from "../src/xml/xml-element.ts";
import type { Draw } from "./validation-mutations.ts";

interface Node {
  name: string;
  namespace: string;
  attributes: { name: string; namespace: string; value: string }[];
  children: (Node | string)[];
}

const otherTexts = [
  "",
  " ",
  "x",
  "0",
  "-1",
  "1.5",
  "true",
  "2024-02-30T00:00:00Z",
  "2024-02-29T24:00:00+14:00",
  "2024-02-29",
  "https://example.com/%zz",
  "https://example.com/a b",
  "http://[::1]:80/#[x]",
  "urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#x",
  "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
  "cpe:2.3:a:a\\:b:*?:-:*:*:*:en-us:*:*:*:*",
  "cpe:/a:b:c",
  "MIT",
  " library ",
  "a/b",
  "en-US",
];

/** The XML of a document with a few changes: something removed, renamed, moved, repeated, added or given another text. */
export function mutateXml(root: XmlElement, draw: Draw): string {
  const copy: Node = structuredClone(root) as unknown as Node;
  for (let times = 1 + draw(2); times > 0; times -= 1) mutateOnce(copy, draw);
  return renderXml(copy, "");
}

function mutateOnce(root: Node, draw: Draw): void {
  const nodes: Node[] = [];
  const collect = (node: Node): void => {
    nodes.push(node);
    for (const child of node.children) if (typeof child !== "string") collect(child);
  };
  collect(root);
  const node = nodes[draw(nodes.length)] ?? root;
  const donor = nodes[draw(nodes.length)] ?? root;
  const position = draw(node.children.length);
  const attribute = node.attributes[draw(node.attributes.length)];
  const text = otherTexts[draw(otherTexts.length)] ?? "";
  const edits = [
    () => node.children.splice(position, 1),
    () => node.children.splice(position, 0, structuredClone(donor)),
    () => node.children.push(structuredClone(node.children[position] ?? "x")),
    () => node.children.reverse(),
    () => {
      node.children = [text];
    },
    () => node.children.unshift(text),
    () => {
      node.name = [donor.name, `${node.name}s`][draw(2)] ?? "";
    },
    () => {
      node.namespace = ["https://example.com/other", "", donor.namespace][draw(3)] ?? "";
    },
    () => node.attributes.splice(0, 1),
    () => {
      if (attribute) attribute.value = [text, donor.attributes[0]?.value ?? "y"][draw(2)] ?? "";
    },
    () => {
      const name = ["bom-ref", "type", "alg", "version", "ref", "extra"][draw(6)] ?? "";
      const namespace = ["", "https://example.com/other"][draw(2)] ?? "";
      if (!node.attributes.some((a) => a.name === name && a.namespace === namespace)) {
        node.attributes.push({ name, namespace, value: ["a", text][draw(2)] ?? "" });
      }
    },
  ];
  edits[draw(edits.length)]?.();
}

function renderXml(node: Node, inherited: string): string {
  const declarations = node.namespace === inherited ? "" : ` xmlns="${escapeXml(node.namespace)}"`;
  const attributes = node.attributes.map(({ name, namespace, value }, index) => {
    if (namespace === "") return ` ${name}="${escapeXml(value)}"`;
    if (namespace === "http://www.w3.org/XML/1998/namespace")
      return ` xml:${name}="${escapeXml(value)}"`;
    return ` xmlns:n${index}="${escapeXml(namespace)}" n${index}:${name}="${escapeXml(value)}"`;
  });
  const children = node.children.map((child) =>
    typeof child === "string" ? escapeXml(child) : renderXml(child, node.namespace),
  );
  return `<${node.name}${declarations}${attributes.join("")}>${children.join("")}</${node.name}>`;
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"\t\n\r]/g, (found) => `&#${found.charCodeAt(0)};`);
}
