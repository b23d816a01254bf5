import { encodePart, encodePath } from "./percent.ts";
import type { PurlDraft } from "./purl-draft.ts";

/** The text of a draft whose parts are in canonical form. See ECMA-427, 5.3 and 5.4. */
export function renderDraft(draft: PurlDraft): string {
  const { version, qualifiers, subpath } = draft;
  let text = `pkg:${draft.type}/${renderPath(draft)}`;
  if (version !== "") text += `@${encodePart(version)}`;
  if (qualifiers !== undefined) text += `?${renderQualifiers(qualifiers)}`;
  if (subpath !== "") text += `#${encodePath(subpath)}`;
  return text;
}

/** Namespace and name. The slashes of a git repository's path stay as they are, as git-definition.json has it. */
export function renderPath({ type, namespace, name }: PurlDraft): string {
  const last = type === "git" ? encodePath(name) : encodePart(name);
  return namespace === "" ? last : `${encodePath(namespace)}/${last}`;
}

export function renderQualifiers(qualifiers: { readonly [key: string]: string }): string {
  let text = "";
  for (const key in qualifiers) {
    if (Object.hasOwn(qualifiers, key)) {
      text += `${text === "" ? "" : "&"}${key}=${encodePart(qualifiers[key] ?? "")}`;
    }
  }
  return text;
}
