import { SbomError } from "../sbom-error.ts";
import { scanMembers } from "./scan-members.ts";

/** More than an image has attestations. */
const most = 1000;

/**
 * The texts of the objects that follow one another in `text`, as in JSON Lines, pretty-printed or not.
 *
 * @throws An {@link SbomError} with code `ENVELOPE_INVALID` where one ends early or something else follows it,
 * `DOCUMENT_TOO_DEEP` past the limit, `TOO_MANY_ITEMS` past a thousand.
 */
export function splitJson(text: string, maxDepth: number): readonly string[] {
  const objects: string[] = [];
  let start = text.indexOf("{");
  while (start < text.length) {
    const end = text[start] === "{" ? scanMembers(text, start, maxDepth, () => false) : undefined;
    if (end === undefined) {
      throw new SbomError(
        "ENVELOPE_INVALID",
        `the envelope ends early, or is no JSON from character ${start} on; get it again`,
      );
    }
    if (objects.length === most) {
      const message = `more than ${most} envelopes follow one another; give the one with the SBOM`;
      throw new SbomError("TOO_MANY_ITEMS", message);
    }
    objects.push(text.slice(start, end));
    start = end;
    while (start < text.length && text.charCodeAt(start) <= 0x20) start += 1;
  }
  return objects;
}
