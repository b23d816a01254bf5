import type { Purl } from "./purl.ts";
import type { PurlErrorCode } from "./purl-error.ts";

/** A purl while it is read or made: decoded parts, the empty string where one is absent. */
export interface PurlDraft {
  type: string;
  namespace: string;
  name: string;
  version: string;
  qualifiers: { [key: string]: string } | undefined;
  subpath: string;
}

/** What is wrong with a draft, not thrown yet. */
export interface PurlFault {
  readonly code: PurlErrorCode;
  readonly message: string;
}

export function emptyDraft(): PurlDraft {
  return { type: "", namespace: "", name: "", version: "", qualifiers: undefined, subpath: "" };
}

/** The parts of a draft that are present. */
export function finishDraft(draft: PurlDraft): Purl {
  const { type, namespace, name, version, qualifiers, subpath } = draft;
  // Most purls are one of these; a literal is made faster than parts are added one by one.
  if (version !== "" && subpath === "") {
    if (namespace !== "" && qualifiers) return { type, namespace, name, version, qualifiers };
    if (namespace !== "") return { type, namespace, name, version };
    if (qualifiers === undefined) return { type, name, version };
  }
  const purl: { -readonly [Part in keyof Purl]: Purl[Part] } = { type, name };
  if (namespace !== "") purl.namespace = namespace;
  if (version !== "") purl.version = version;
  if (qualifiers !== undefined) purl.qualifiers = qualifiers;
  if (subpath !== "") purl.subpath = subpath;
  return purl;
}
