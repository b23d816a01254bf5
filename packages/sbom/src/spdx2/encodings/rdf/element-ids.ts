import { namespaces, type RdfGraph, type RdfNode } from "./rdf-graph.ts";

/** Names of nodes in the words of a document. */
export interface ElementIds {
  /** The document's namespace. */
  readonly namespace: string;
  /**
   * The identifier of a node: its fragment within the document, `DocumentRef-…:` and its fragment in another one that the
   * document refers to, `NOASSERTION` and `NONE`; any other URI is its own.
   */
  of(uri: string): string;
}

/** Makes the {@link ElementIds} of the document that is the node `document` of `graph`. */
export function elementIds(graph: RdfGraph, document: RdfNode): ElementIds {
  const [namespace = ""] = document.id.split("#", 1);
  const others = new Map<string, string>();
  const of = (uri: string): string => {
    if (uri.startsWith("_:")) return `SPDXRef-${uri.slice(2).trim()}`;
    const hash = uri.indexOf("#");
    if (uri === document.id && hash < 0) return "SPDXRef-DOCUMENT";
    if (hash < 0) return uri;
    const home = uri.slice(0, hash);
    const fragment = decode(uri.slice(hash + 1));
    if (home === namespace || home === "") return fragment;
    if (`${home}#` === namespaces.spdx && /^(?:noassertion|none)$/.test(fragment)) {
      return fragment.toUpperCase();
    }
    const other = others.get(home);
    return other === undefined ? uri : `${other}:${fragment}`;
  };
  for (const ref of document.properties.get(`${namespaces.spdx}externalDocumentRef`) ?? []) {
    if (ref.kind !== "node") continue;
    const [target] =
      graph.nodes.get(ref.id)?.properties.get(`${namespaces.spdx}spdxDocument`) ?? [];
    const uri = target?.kind === "node" ? target.id : target?.text.trim();
    const [home = ""] = uri?.split("#", 1) ?? [];
    if (home !== "" && !others.has(home)) others.set(home, of(ref.id));
  }
  return { namespace, of };
}

/** A fragment without percent-encoding (RFC 3986, 2.1), where it has a sound one. */
function decode(fragment: string): string {
  if (!fragment.includes("%")) return fragment;
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
