import type { JsonObject } from "@coppice/sbom";
import type { Problem } from "@coppice/types";
import { readCsaf } from "./csaf/read-csaf.ts";
import { readCycloneDx } from "./cyclonedx/read-cyclone-dx.ts";
import { detectVex } from "./detect-vex.ts";
import { readValue } from "./input/read-value.ts";
import { unwrap } from "./input/unwrap.ts";
import { readOpenVex } from "./openvex/read-open-vex.ts";
import type { VexDocument, VexFamily } from "./vex-document.ts";
import { defaultVexLimits, type VexLimits } from "./vex-limits.ts";
import { createReading, type VexReader } from "./vex-reader.ts";

/** Options of {@link parseVex}. */
export interface ParseVexOptions {
  readonly limits?: Partial<VexLimits>;
}

const readers: Readonly<Record<VexFamily, VexReader>> = {
  openvex: readOpenVex,
  csaf: readCsaf,
  cyclonedx: readCycloneDx,
};

/**
 * The statements of an OpenVEX (0.0.1, 0.0.2, 0.2.0), CSAF (2.0, 2.1) or CycloneDX (1.4 to 1.7) document, given as JSON text, as
 * its bytes or as its value; also out of DSSE, in-toto and Sigstore envelopes, whose signatures are not verified. CycloneDX in XML
 * or protobuf is read by `parseSbom` of `@coppice/sbom`, whose `native` form is such a value. What cannot be read is in
 * `problems`; what the model has no place for is in `native`.
 *
 * @example
 * ```ts
 * import { parseVex } from "@coppice/vex";
 *
 * const { format, statements } = parseVex(`{
 *   "@context": "https://openvex.dev/ns/v0.2.0",
 *   "@id": "https://example.com/vex/1",
 *   "author": "Example", "timestamp": "2025-01-02T03:04:05Z", "version": 1,
 *   "statements": [{
 *     "vulnerability": { "name": "CVE-2024-3094" },
 *     "products": [{ "@id": "pkg:deb/debian/xz-utils@5.4.1-0.2" }],
 *     "status": "not_affected", "justification": "vulnerable_code_not_present"
 *   }]
 * }`);
 * format; // => { family: "openvex", version: "0.2.0" }
 * statements[0]?.products[0]?.purls; // => ["pkg:deb/debian/xz-utils@5.4.1-0.2"]
 * statements[0]?.issued; // => "2025-01-02T03:04:05Z"
 * ```
 * @throws A {@link VexError}: `FORMAT_UNKNOWN`, `VERSION_UNSUPPORTED`, `TEXT_INVALID`, `JSON_INVALID`, `ENVELOPE_INVALID`, or a
 * limit that is passed: `DOCUMENT_TOO_LARGE`, `DOCUMENT_TOO_DEEP`, `TOO_MANY_ITEMS`.
 */
export function parseVex(
  input: string | Uint8Array | JsonObject,
  options: ParseVexOptions = {},
): VexDocument {
  const limits = { ...defaultVexLimits, ...options.limits };
  const native = unwrap(readValue(input, limits), limits);
  const format = detectVex(native);
  const problems: Problem[] = [];
  const model = readers[format.family](native, createReading(problems, limits.items));
  return { ...model, format, native, problems };
}
