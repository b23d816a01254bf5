import type { JsonValue } from "../../json/json-value.ts";
import { SbomError } from "../../sbom-error.ts";
import type { XmlHandler, XmlTag } from "../../xml/scan-xml.ts";
import { closeXmlFrame, keepXmlText } from "./close-xml-frame.ts";
import type { NativeCycloneDx } from "./native-cyclone-dx.ts";
import { openXmlChoice, openXmlItem, openXmlMember, readXmlAttributes } from "./open-xml-value.ts";
import { reportXmlProblem } from "./report-xml-problem.ts";
import type { ListFrame, ObjectFrame, XmlFrame, XmlReading } from "./xml-frame.ts";
import { keepAttribute, restAt } from "./xml-rests.ts";
import { rootXmlType } from "./xml-types.ts";

const namespaces = "http://cyclonedx.org/schema/bom/";

/** Takes the parts of a CycloneDX XML document, then gives its native JSON form. */
export interface XmlReader {
  readonly handler: XmlHandler;
  result(): NativeCycloneDx;
}

/** A reader of one document. */
export function createXmlReader(): XmlReader {
  const reading: XmlReading = { namespace: "", frames: [], problems: [], line: 1 };
  const { frames } = reading;
  let root: ObjectFrame | undefined;
  return {
    handler: {
      open(tag, line) {
        reading.line = line;
        const frame = frames[frames.length - 1];
        if (frame === undefined) root = openRoot(reading, tag);
        else if (!openKnown(reading, frame, tag)) openNode(reading, frame, tag);
      },
      text(text) {
        const frame = frames[frames.length - 1];
        if (frame === undefined) return;
        if (frame.kind === "list") keepXmlText(reading, frame.owner, text, frame.member.name);
        else if (frame.kind === "choice") {
          keepXmlText(reading, frame.place.owner, text, frame.place.of.name, frame.place.index);
        } else if (frame.kind === "node") addText(frame.children, text);
        else frame.text = frame.text === "" ? text : frame.text + text;
      },
      ignoresSpace() {
        const frame = frames[frames.length - 1];
        return (
          frame?.kind === "list" ||
          (frame?.kind === "object" && frame.text === "" && frame.type.text === undefined)
        );
      },
      close() {
        const frame = frames.pop();
        if (frame !== undefined) closeXmlFrame(reading, frame);
      },
    },
    result: () => ({
      version: reading.namespace.slice(namespaces.length),
      document: root?.value ?? {},
      problems: reading.problems,
    }),
  };
}

function openRoot(reading: XmlReading, tag: XmlTag): ObjectFrame {
  const version = tag.namespace.slice(namespaces.length);
  if (tag.name !== "bom" || !tag.namespace.startsWith(namespaces)) {
    throw new SbomError(
      "FORMAT_UNKNOWN",
      `the root element is ${tag.name} of the namespace "${tag.namespace}"; CycloneDX has bom of ${namespaces}…`,
    );
  }
  const type = rootXmlType(version);
  if (type === undefined) {
    throw new SbomError(
      "VERSION_UNSUPPORTED",
      `"${version}" is no known version of CycloneDX's XML; there are 1.0 to 1.7`,
    );
  }
  reading.namespace = tag.namespace;
  const root: ObjectFrame = {
    kind: "object",
    type,
    value: { bomFormat: "CycloneDX", specVersion: version },
    place: undefined,
    mixed: false,
    text: "",
    rests: undefined,
  };
  reading.frames.push(root);
  readXmlAttributes(reading, root, type, tag);
  return root;
}

/** Begins an element that the table has a place for. */
function openKnown(reading: XmlReading, frame: XmlFrame, tag: XmlTag): boolean {
  if (tag.namespace !== reading.namespace) return false;
  switch (frame.kind) {
    case "object": {
      const member = frame.type.elements.get(tag.name);
      return member !== undefined && openXmlMember(reading, frame, member, tag);
    }
    case "list":
      return openListed(reading, frame, tag);
    case "choice":
      return openXmlChoice(reading, frame, tag);
    case "spread":
    case "scalar":
    case "node":
      return false;
    default:
      return frame satisfies never;
  }
}

function openListed(reading: XmlReading, frame: ListFrame, tag: XmlTag): boolean {
  if (openXmlItem(reading, frame, tag)) return true;
  const { member, items, owner } = frame;
  const other = member.object?.elements.get(tag.name);
  if (member.object === undefined || other === undefined || items.length > 0) return false;
  // What began as a list turns out to be an object.
  const object: ObjectFrame = {
    kind: "object",
    type: member.object,
    value: {},
    place: undefined,
    mixed: false,
    text: "",
    rests: undefined,
  };
  owner.value[member.member] = object.value;
  reading.frames[reading.frames.length - 1] = object;
  return openXmlMember(reading, object, other, tag);
}

function addText(children: JsonValue[], text: string): void {
  const last = children.length - 1;
  const before = children[last];
  if (typeof before === "string") children[last] = before + text;
  else children.push(text);
}

/** Begins an element that is kept as it is. */
function openNode(reading: XmlReading, frame: XmlFrame, tag: XmlTag): void {
  const children: JsonValue[] = [];
  const node = {
    name: tag.name,
    namespace: tag.namespace,
    ...(tag.attributes.length > 0 && { attributes: tag.attributes.map(keepAttribute) }),
    children,
  };
  const isOwn = tag.namespace === reading.namespace;
  if (isOwn && frame.kind !== "node") reportUnknown(reading, frame, tag);
  siblingsOf(frame).push(node);
  reading.frames.push({ kind: "node", children });
}

function reportUnknown(reading: XmlReading, frame: XmlFrame, { name }: XmlTag): void {
  const known = frame.kind === "object" ? frame.type.elements.get(name) : undefined;
  if (known?.shape === "nowhere") return;
  const [code, what] = known === undefined ? ["UNKNOWN", "unknown here"] : ["REPEATED", "repeated"];
  reportXmlProblem(
    reading,
    `ELEMENT_${code}`,
    `the element ${name} is ${what}; it is kept as it is`,
  );
}

/** Where an element is kept that has no place in another one. */
function siblingsOf(frame: XmlFrame): JsonValue[] {
  switch (frame.kind) {
    case "node":
      return frame.children;
    case "object":
      return restAt(frame).nodes;
    case "spread":
      return restAt(frame.owner, frame.name).nodes;
    case "list":
      return restAt(frame.owner, frame.member.name).nodes;
    case "scalar":
    case "choice":
      return restAt(frame.place.owner, frame.place.of.name, frame.place.index).nodes;
    default:
      return frame satisfies never;
  }
}
