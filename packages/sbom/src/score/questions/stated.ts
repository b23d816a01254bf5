import type { SbomAnswer } from "../sbom-profile.ts";

/** What tools write where they know nothing. */
const placeholders: ReadonlySet<string> = new Set(["", "NOASSERTION", "NONE", "UNKNOWN", "N/A"]);

/** Whether a text says something. */
export function isStated(text: string | undefined): text is string {
  return text !== undefined && !placeholders.has(text.trim().toUpperCase());
}

/** The answer to a question that can be told of anything. */
export function answer(isSo: boolean): SbomAnswer {
  return isSo ? "yes" : "no";
}

/** The answer where the format has a place for it, or says it all the same. */
export function answerWhere(canTell: boolean, isSo: boolean): SbomAnswer {
  return isSo ? "yes" : canTell ? "no" : "unknown";
}

/** Whether version `version` is `least` or later; numbers and dots. */
export function isAtLeast(version: string, least: string): boolean {
  const [have, want] = [version, least].map((text) => text.split(".").map(Number));
  for (let at = 0; at < (want?.length ?? 0); at += 1) {
    const difference = (have?.[at] ?? 0) - (want?.[at] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
