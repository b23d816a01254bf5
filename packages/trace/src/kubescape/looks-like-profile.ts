import { rawText } from "../lines/raw-text.ts";
import { profileGroup, profileKinds } from "./profiles-in.ts";

/** Whether a log that begins with `head` is a profile, or a list of some, as JSON or YAML. */
export function looksLikeProfile(head: Uint8Array): boolean {
  const text = rawText(head, 0, head.length);
  const first = text.trimStart().slice(0, 1);
  const json = first === "{" || first === "[";
  if (!json && !text.includes("\napiVersion:") && !beginsWith(text, "apiVersion:")) return false;
  if (text.includes(profileGroup)) {
    return profileKinds.some(
      (kind) => hasKind(text, kind, json) || hasKind(text, `${kind}List`, json),
    );
  }
  // The storage's own files do not say what they are.
  return (
    json && text.includes('"kubescape.io/') && text.includes('"Spec"') && text.includes('"Execs"')
  );
}

function beginsWith(text: string, start: string): boolean {
  return text.startsWith(start) || text.startsWith(`\ufeff${start}`);
}

/** Whether `kind` has this value anywhere, with any spaces between. */
function hasKind(text: string, kind: string, json: boolean): boolean {
  const key = json ? '"kind"' : "kind:";
  const value = json ? `"${kind}"` : kind;
  for (let at = text.indexOf(key); at >= 0; at = text.indexOf(key, at + 1)) {
    const rest = text.slice(at + key.length, at + key.length + 64).trimStart();
    const isQuoted = !json && (rest.startsWith('"') || rest.startsWith("'"));
    const found = json ? rest.slice(1).trimStart() : rest.slice(isQuoted ? 1 : 0);
    if (found.startsWith(value) && (json || !/^\w/.test(found.slice(value.length)))) return true;
  }
  return false;
}
