import { isPurlError, type Purl, parsePurl } from "@coppice/purl";
import { elementsOf, membersOf, parseJson, textOf } from "../json.ts";

/** What Bitnami's SPDX document says of a component and its parts. */
export interface BitnamiDocument {
  readonly described: BitnamiComponent;
  readonly others: readonly BitnamiComponent[];
}

/** A component, or a part that it was built from. */
interface BitnamiComponent {
  readonly name: string;
  readonly version?: string;
  readonly license?: string;
  readonly purl?: Purl;
}

/** Reads a document of SPDX 2 in JSON; `undefined` where it is none, or describes no package. */
export function parseBitnamiDocument(bytes: Uint8Array): BitnamiDocument | undefined {
  const document = membersOf(parseJson(bytes));
  const components = new Map<string, BitnamiComponent>();
  for (const element of elementsOf(document.get("packages"))) {
    const fields = membersOf(element);
    const id = textOf(fields.get("SPDXID"));
    const component = toComponent(fields);
    if (id !== undefined && component) components.set(id, component);
  }
  const [described] = describedIds(document).filter((id) => components.has(id));
  const main = described === undefined ? undefined : components.get(described);
  if (main === undefined) return undefined;
  return { described: main, others: [...components.values()].filter((each) => each !== main) };
}

function describedIds(document: ReadonlyMap<string, unknown>): readonly string[] {
  const related = elementsOf(document.get("relationships")).flatMap((element) => {
    const fields = membersOf(element);
    const isDescription = fields.get("relationshipType") === "DESCRIBES";
    return isDescription ? [fields.get("relatedSpdxElement")] : [];
  });
  const ids = [...elementsOf(document.get("documentDescribes")), ...related];
  return ids.flatMap((id) => textOf(id) ?? []);
}

function toComponent(fields: ReadonlyMap<string, unknown>): BitnamiComponent | undefined {
  const name = textOf(fields.get("name"));
  if (name === undefined) return undefined;
  const version = textOf(fields.get("versionInfo"));
  const license = textOf(fields.get("licenseConcluded")) ?? textOf(fields.get("licenseDeclared"));
  const [purl] = elementsOf(fields.get("externalRefs")).flatMap((reference) => {
    const locator = textOf(membersOf(reference).get("referenceLocator"));
    return locator?.startsWith("pkg:") ? (readPurl(locator) ?? []) : [];
  });
  return {
    name,
    ...(version !== undefined && { version }),
    ...(license !== undefined && license !== "NOASSERTION" && { license }),
    ...(purl !== undefined && { purl }),
  };
}

function readPurl(text: string): Purl | undefined {
  try {
    return parsePurl(text);
  } catch (error) {
    if (isPurlError(error)) return undefined;
    throw error;
  }
}
