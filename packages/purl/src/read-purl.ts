import { applyTypeRules } from "./apply-type-rules.ts";
import { decodePart } from "./percent.ts";
import type { PurlDraft, PurlFault } from "./purl-draft.ts";
import { checkType, hasDotSegment, trimSlashes } from "./purl-parts.ts";
import { quote } from "./quote.ts";
import { readQualifiers } from "./read-qualifiers.ts";
import { type RawPurl, splitPurl } from "./split-purl.ts";
import { typeEntries } from "./type-entries.ts";

/** The characters of most purls: all that may stand as they are, but for capital letters and the percent sign. */
const plainCharacters = /^[a-z0-9._~:/@?=&#!$'()*+,;-]*$/;
/** All that may stand as they are. See RFC 3986, appendix A. */
const urlCharacters = /^[A-Za-z0-9._~:/@?=&#%!$'()*+,;-]*$/;

/** Reads a purl as the standard has it into `draft`; says what is wrong with it, if anything is. */
export function readPurl(text: string, draft: PurlDraft): PurlFault | undefined {
  const raw = splitPurl(text);
  if ("code" in raw) return raw;
  const plain = plainCharacters.test(text);
  if (!plain && !urlCharacters.test(text)) {
    return fault("CHARACTER_INVALID", text, "has a character that no URL has; percent-encode it");
  }
  const entry = typeEntries.get(raw.type);
  const wrong = readPath(raw, entry !== undefined, plain, text, draft);
  if (wrong !== undefined) return wrong;
  const { pathEnd, queryEnd } = raw;
  if (pathEnd + 1 < queryEnd) {
    const question = text.indexOf("?", pathEnd + 1);
    if (question !== -1 && question < queryEnd) {
      return fault("CHARACTER_INVALID", text, 'has a "?" too many; write %3F');
    }
    const wrongPair = readQualifiers(text, pathEnd + 1, queryEnd, plain, draft);
    if (wrongPair !== undefined) return wrongPair;
  }
  if (queryEnd + 1 < text.length) {
    const wrongSubpath = readSubpath(text, queryEnd + 1, draft);
    if (wrongSubpath !== undefined) return wrongSubpath;
  }
  const known = entry ?? typeEntries.get(draft.type);
  return known && applyTypeRules(draft, known, plain);
}

function readPath(
  raw: RawPurl,
  registered: boolean,
  plain: boolean,
  text: string,
  draft: PurlDraft,
): PurlFault | undefined {
  if (raw.strayAt) {
    return fault("CHARACTER_INVALID", text, 'has an "@" too many; write %40');
  }
  draft.type = registered ? raw.type : raw.type.toLowerCase();
  const wrongType = registered ? undefined : checkType(draft.type);
  if (wrongType !== undefined) return wrongType;
  if (raw.name === "") return fault("NAME_MISSING", text, "has no name; write pkg:type/name");
  draft.namespace = raw.namespace ?? "";
  draft.name = raw.name;
  draft.version = raw.version ?? "";
  if (raw.doubledSlash || (!plain && hasEncodedSlash(draft.namespace))) {
    return fault("NAMESPACE_INVALID", text, "has a doubled or encoded slash; write a single one");
  }
  return plain ? undefined : decodePath(text, draft);
}

function decodePath(text: string, draft: PurlDraft): PurlFault | undefined {
  const namespace = decodePart(draft.namespace);
  const name = decodePart(draft.name);
  const version = decodePart(draft.version);
  if (namespace === undefined || name === undefined || version === undefined) {
    return encodingFault(text);
  }
  draft.namespace = namespace;
  draft.name = name;
  draft.version = version;
  return undefined;
}

function readSubpath(text: string, start: number, draft: PurlDraft): PurlFault | undefined {
  if (text.includes("#", start)) {
    return fault("CHARACTER_INVALID", text, 'has a "#" too many; write %23');
  }
  const raw = trimSlashes(text.slice(start));
  const subpath = decodePart(raw);
  if (subpath === undefined) return encodingFault(text);
  if (raw.includes("//") || hasEncodedSlash(raw) || hasDotSegment(subpath)) {
    return fault("SUBPATH_INVALID", text, "has a subpath with a doubled or encoded slash, or dots");
  }
  draft.subpath = subpath;
  return undefined;
}

function hasEncodedSlash(raw: string): boolean {
  return raw.includes("%2F") || raw.includes("%2f");
}

function encodingFault(text: string): PurlFault {
  return fault("ENCODING_INVALID", text, "has a % that encodes no UTF-8; write it as %25");
}

function fault(code: PurlFault["code"], text: string, what: string): PurlFault {
  return { code, message: `${quote(text)} ${what}` };
}
