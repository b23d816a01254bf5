import { defaultSbomLimits } from "../sbom-limits.ts";
import { identifyJson } from "./identify-json.ts";
import { identifyLines } from "./identify-lines.ts";
import { identifyProtobuf } from "./identify-protobuf.ts";
import { identifyXml } from "./identify-xml.ts";
import type { Identity } from "./identity.ts";

/**
 * What text is. `undefined` where it is only the start of a document (`complete` is false) and does not decide it.
 *
 * @throws An {@link SbomError} with code `DOCUMENT_TOO_DEEP` where brackets are deeper than the limit before a decision.
 */
export function identifyText(
  text: string,
  complete: boolean,
  maxDepth: number = defaultSbomLimits.depth,
): Identity | undefined {
  let start = 0;
  while (isBlank(text.charCodeAt(start))) start += 1;
  switch (text[start]) {
    case "{":
      return identifyJson(text, start, complete, maxDepth);
    case "[":
      return { kind: "other", what: "a JSON array, and no SBOM; give one of its items" };
    case "<":
      return identifyXml(text, start, complete);
    default:
      return identifyLines(text, complete);
  }
}

/** What bytes are, where they are no text. */
export function identifyBinary(bytes: Uint8Array): Identity | undefined {
  const version = identifyProtobuf(bytes);
  if (version !== undefined) {
    return { kind: "sbom", format: { family: "cyclonedx", version, encoding: "protobuf" } };
  }
  const known = magics.find(({ magic }) => magic.every((byte, index) => bytes[index] === byte));
  return known && { kind: "other", what: known.what };
}

const magics: readonly { readonly magic: readonly number[]; readonly what: string }[] = [
  {
    magic: [0x50, 0x4b, 0x03, 0x04],
    what: "a ZIP archive, such as a spreadsheet; give the SBOM that is in it, or convert it",
  },
  { magic: [0x25, 0x50, 0x44, 0x46], what: "a PDF file, and no SBOM" },
  { magic: [0x7f, 0x45, 0x4c, 0x46], what: "a program (ELF), and no SBOM" },
];

/** White space of any format, and a byte order mark. */
function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d) || code === 0xfeff;
}
