import type { SbomEncoding, SbomFamily } from "../sbom-format.ts";
import { spdx2Version } from "./identify-members.ts";
import type { Identity } from "./identity.ts";

/**
 * What text of lines is: the tag-value format or YAML of SPDX 2, or the text format of Protocol Buffers of CycloneDX, by the
 * line that says the version. `undefined` where `text` is only the start of a document and does not decide it.
 */
export function identifyLines(text: string, complete: boolean): Identity | undefined {
  let start = 0;
  while (start < text.length) {
    const end = endOfLine(text, start);
    if (end === text.length && !complete) return undefined;
    const identity = identifyLine(text, start, end);
    if (identity !== undefined) return identity;
    start = end + 1;
  }
  if (!complete) return undefined;
  return { kind: "other", what: text.trim() === "" ? "empty" : "text of no known format" };
}

/** Any of the three line ends: old files have lone carriage returns. */
function endOfLine(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x0a || code === 0x0d) return at;
  }
  return text.length;
}

/** As much of a line as can say what it is; of the text format, a line may be all of the document. */
const longest = 200;

function identifyLine(text: string, start: number, end: number): Identity | undefined {
  const line = text.slice(start, Math.min(end, start + longest));
  const colon = line.indexOf(":");
  if (colon < 0) {
    return line.startsWith("@prefix") ? { kind: "other", what: turtle } : undefined;
  }
  const key = unquoted(line.slice(0, colon));
  const value = unquoted(line.slice(colon + 1));
  switch (key) {
    case "SPDXVersion":
      return sbom("spdx", spdx2Version(value), "tag-value");
    case "spdxVersion":
      return sbom("spdx", spdx2Version(value), "yaml");
    case "bomFormat":
      return {
        kind: "other",
        what: "CycloneDX in YAML, which is no encoding of it; save it as JSON",
      };
    case "version https":
      return value.startsWith("//git-lfs")
        ? {
            kind: "other",
            what: "a pointer of Git LFS, and no SBOM; get the file with git lfs pull",
          }
        : undefined;
    default: {
      if (line.startsWith("@prefix")) return { kind: "other", what: turtle };
      const version = key === "spec_version" ? /^"?([0-9][0-9.]{0,9})/.exec(value)?.[1] : undefined;
      return version === undefined ? undefined : sbom("cyclonedx", version, "textproto");
    }
  }
}

const turtle = "RDF in Turtle, which is not read; convert it to RDF/XML or JSON first";

function sbom(family: SbomFamily, version: string, encoding: SbomEncoding): Identity {
  return { kind: "sbom", format: { family, version, encoding } };
}

function unquoted(text: string): string {
  const trimmed = text.trim();
  const [quote = ""] = trimmed;
  const quoted = (quote === '"' || quote === "'") && trimmed.length > 1 && trimmed.endsWith(quote);
  return quoted ? trimmed.slice(1, -1) : trimmed;
}
