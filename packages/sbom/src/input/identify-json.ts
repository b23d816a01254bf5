import type { JsonObject, JsonValue } from "../json/json-value.ts";
import { createMemberIdentifier } from "./create-member-identifier.ts";
import { identifyAllMembers } from "./identify-members.ts";
import type { Identity } from "./identity.ts";
import { scanMembers } from "./scan-members.ts";

/**
 * What JSON text is, by the members of the object at `start` in whichever order they stand; it stops where they decide. `undefined` where
 * `text` is only the start of a document and does not decide it.
 *
 * @throws An {@link SbomError} with code `DOCUMENT_TOO_DEEP` past the limit, where it comes before a decision.
 */
export function identifyJson(
  text: string,
  start: number,
  complete: boolean,
  maxDepth: number,
): Identity | undefined {
  const identifier = createMemberIdentifier();
  let identity: Identity | undefined;
  const end = scanMembers(text, start, maxDepth, (member) => {
    identity = identifier.add(member.name, () => sketch(text.slice(member.start, member.end)));
    return identity !== undefined;
  });
  if (identity !== undefined) return identity;
  if (!complete && end === undefined) return undefined;
  const all = identifier.conclude();
  return end === undefined && all.kind === "other"
    ? { kind: "other", what: `${all.what}; it ends early` }
    : all;
}

/** What an object of JSON is. */
export function identifyValue(value: JsonObject): Identity {
  return identifyAllMembers(
    (name) => (Object.hasOwn(value, name) ? value[name] : undefined),
    Object.keys(value),
  );
}

const small = 4096;

/** A value where it is small enough to be worth reading here, otherwise an empty one of its kind. */
function sketch(text: string): JsonValue {
  const first = text.trimStart()[0];
  if (text.length > small) {
    if (first === '"') return "";
    if (first === "[") return [];
    return first === "{" ? sketchObject(text) : 0;
  }
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The small members of a large object. */
function sketchObject(text: string): JsonObject {
  const members: [string, JsonValue][] = [];
  scanMembers(text, text.indexOf("{"), Number.POSITIVE_INFINITY, ({ name, start, end }) => {
    if (end - start <= small) members.push([name, sketch(text.slice(start, end))]);
    return members.length >= 100;
  });
  return Object.fromEntries(members);
}
