import type { PurlDraft, PurlFault } from "./purl-draft.ts";
import { quote } from "./quote.ts";
import type { TypeEntry } from "./type-entries.ts";

/**
 * Brings a draft into the canonical form of its type, and says which rule of the type's definition it still breaks.
 * See ECMA-427, 5.7. `lower` says that it has no capital letters.
 */
export function applyTypeRules(
  draft: PurlDraft,
  { definition, rules }: TypeEntry,
  lower = false,
): PurlFault | undefined {
  const { type } = draft;
  const { lowercase } = definition;
  if (!lower) {
    if (lowercase.namespace) draft.namespace = draft.namespace.toLowerCase();
    if (lowercase.name) draft.name = draft.name.toLowerCase();
    if (lowercase.version) draft.version = draft.version.toLowerCase();
    if (lowercase.subpath) draft.subpath = draft.subpath.toLowerCase();
  }
  rules?.normalize?.(draft);
  const { namespace, name, version, qualifiers } = draft;
  if (definition.namespace === "required" && namespace === "") {
    return {
      code: "NAMESPACE_MISSING",
      message: `the ${type} package ${quote(name)} has no namespace; write pkg:${type}/namespace/name`,
    };
  }
  if (definition.namespace === "prohibited" && namespace !== "") {
    return {
      code: "NAMESPACE_PROHIBITED",
      message: `${type} packages have no namespace, and this one has ${quote(namespace)}; leave it out`,
    };
  }
  if (definition.namePattern?.test(name) === false) {
    return {
      code: "NAME_INVALID",
      message: `${quote(name)} is no name of a ${type} package; it has to match ${definition.namePattern}`,
    };
  }
  if (version !== "" && definition.versionPattern?.test(version) === false) {
    return {
      code: "VERSION_INVALID",
      message: `${quote(version)} is no version of a ${type} package; it has to match ${definition.versionPattern}`,
    };
  }
  for (const key of definition.requiredQualifiers) {
    if (qualifiers === undefined || !Object.hasOwn(qualifiers, key)) {
      return {
        code: "QUALIFIER_MISSING",
        message: `the ${type} package ${quote(name)} has no qualifier "${key}"; add ?${key}=`,
      };
    }
  }
  return rules?.check?.(draft);
}
