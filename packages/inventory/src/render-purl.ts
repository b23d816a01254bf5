import { isPurlError, type PurlParts, renderPurl as render } from "@coppice/purl";

/** The package URL of these parts; `undefined` where the purl specification does not allow them. */
export function renderPurl(type: string, parts: Omit<PurlParts, "type">): string | undefined {
  try {
    return render({ type, ...parts });
  } catch (error) {
    if (isPurlError(error)) return undefined;
    throw error;
  }
}
