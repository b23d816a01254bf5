import type { JsonObject } from "@coppice/sbom";
import { objectOf, textOf } from "./json/members.ts";
import type { VexFamily, VexFormat } from "./vex-document.ts";
import { VexError } from "./vex-error.ts";

/** What is read. */
const versions: Readonly<Record<VexFamily, readonly string[]>> = {
  openvex: ["0.0.1", "0.0.2", "0.2.0"],
  csaf: ["2.0", "2.1"],
  cyclonedx: ["1.4", "1.5", "1.6", "1.7"],
};

const openVexContext = "https://openvex.dev/ns";

/** What a document is written in. Throws a {@link VexError} where that is not read. */
export function detectVex(native: JsonObject): VexFormat {
  const format = formatOf(native);
  if (format === undefined) {
    throw new VexError(
      "FORMAT_UNKNOWN",
      "the document is none of OpenVEX, CSAF and CycloneDX; give one of them",
    );
  }
  const known = versions[format.family];
  if (known.includes(format.version)) return format;
  throw new VexError(
    "VERSION_UNSUPPORTED",
    `${format.family} ${JSON.stringify(format.version)} is not read; take one of ${known.join(", ")}`,
  );
}

function formatOf(native: JsonObject): VexFormat | undefined {
  const context = textOf(native["@context"]);
  if (context?.startsWith(openVexContext)) {
    return { family: "openvex", version: openVexVersion(context.slice(openVexContext.length)) };
  }
  if (native["bomFormat"] === "CycloneDX") {
    return { family: "cyclonedx", version: textOf(native["specVersion"]) ?? "" };
  }
  const version = textOf(objectOf(native["document"])["csaf_version"]);
  return version === undefined ? undefined : { family: "csaf", version };
}

/** The first version had none in its context. */
function openVexVersion(rest: string): string {
  return rest === "" || rest === "/" ? "0.0.1" : rest.replace(/^\/v/, "").replace(/\/$/, "");
}
