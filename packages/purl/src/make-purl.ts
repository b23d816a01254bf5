import { applyTypeRules } from "./apply-type-rules.ts";
import type { PurlParts } from "./purl.ts";
import type { PurlDraft, PurlFault } from "./purl-draft.ts";
import { PurlError } from "./purl-error.ts";
import { checkType, hasDotSegment, trimSlashes } from "./purl-parts.ts";
import { quote } from "./quote.ts";
import { byKey, isQualifierKey, keyFault, type Pair, qualifiersOf } from "./read-qualifiers.ts";
import { typeEntries } from "./type-entries.ts";

/** A draft of these parts, unchecked. Callers in plain JavaScript leave out even what the type demands. */
export function draftOf(parts: PurlParts): PurlDraft {
  return {
    type: (parts.type ?? "").toLowerCase(),
    namespace: trimSlashes(parts.namespace ?? ""),
    name: parts.name ?? "",
    version: parts.version ?? "",
    qualifiers: presentQualifiers(parts.qualifiers ?? {}),
    subpath: trimSlashes(parts.subpath ?? ""),
  };
}

/**
 * The same after a check of every rule.
 *
 * @throws A {@link PurlError} for the first one that is broken.
 */
export function makePurl(parts: PurlParts): PurlDraft {
  const draft = draftOf(parts);
  const entry = typeEntries.get(draft.type);
  const fault =
    checkParts(draft) ??
    checkKeys(parts.qualifiers ?? {}) ??
    (entry && applyTypeRules(draft, entry));
  if (fault !== undefined) throw new PurlError(fault.code, fault.message);
  return draft;
}

function presentQualifiers(given: NonNullable<PurlParts["qualifiers"]>): PurlDraft["qualifiers"] {
  const pairs: Pair[] = [];
  for (const key of Object.keys(given)) {
    const value = given[key];
    if (value) pairs.push({ key, value });
  }
  return qualifiersOf(pairs.sort(byKey));
}

function checkParts({ type, namespace, name, subpath }: PurlDraft): PurlFault | undefined {
  const wrongType = checkType(type);
  if (wrongType !== undefined) return wrongType;
  if (name === "") {
    return { code: "NAME_MISSING", message: `a ${type} purl without a name; give one` };
  }
  if (namespace.includes("//")) {
    return {
      code: "NAMESPACE_INVALID",
      message: `the namespace ${quote(namespace)} has an empty segment; leave it out`,
    };
  }
  if (subpath.includes("//") || hasDotSegment(subpath)) {
    return {
      code: "SUBPATH_INVALID",
      message: `the subpath ${quote(subpath)} has a segment that is empty or dots; resolve it`,
    };
  }
  return undefined;
}

function checkKeys(given: NonNullable<PurlParts["qualifiers"]>): PurlFault | undefined {
  const wrong = Object.keys(given).find((key) => given[key] && !isQualifierKey(key));
  return wrong === undefined ? undefined : keyFault(wrong);
}
