import type { XmlHandler } from "./scan-xml.ts";
import type { XmlElement } from "./xml-element.ts";

/** Hands an element and all in it to `handler`, as if it were read. */
export function walkXml(root: XmlElement, handler: XmlHandler): void {
  handler.open(root, root.line, root.offset);
  const open = [{ element: root, next: 0 }];
  for (;;) {
    const innermost = open[open.length - 1];
    if (innermost === undefined) return;
    const child = innermost.element.children[innermost.next];
    innermost.next += 1;
    if (child === undefined) {
      open.pop();
      handler.close();
    } else if (typeof child === "string") handler.text(child);
    else {
      handler.open(child, child.line, child.offset);
      open.push({ element: child, next: 0 });
    }
  }
}
