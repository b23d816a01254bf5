import type { JsonObject } from "@coppice/sbom";
import { renderCsaf } from "../csaf/render-csaf.ts";
import { renderCycloneDx } from "../cyclonedx/render-cyclone-dx.ts";
import { renderOpenVex } from "../openvex/render-open-vex.ts";
import type { VexFamily, VexModel } from "../vex-document.ts";
import { VexError } from "../vex-error.ts";
import type { OnLoss, VexLoss } from "./losses.ts";

/** What {@link renderVex} writes. */
export interface VexTarget {
  readonly family: VexFamily;
  /** `0.2.0` (OpenVEX), `2.0` (CSAF, profile VEX), `1.6` or `1.7` (CycloneDX). Default: the first of these. */
  readonly version?: string;
}

/** Options of {@link renderVex}: what stands in place of what the model says of itself. */
export interface RenderVexOptions extends Partial<Omit<VexModel, "statements">> {
  /** Spaces by which the text is indented; 0 for one line. Default: 2. */
  readonly indent?: number;
}

/** A document as it is written down. */
export interface RenderedVex {
  readonly text: string;
  /** The same as a value, which {@link parseVex} takes too. */
  readonly native: JsonObject;
  /** What the format cannot say, in the order of the model. */
  readonly losses: readonly VexLoss[];
}

/** Makes the documents of one family. */
type VexRenderer = (model: VexModel, version: string, onLoss: OnLoss) => JsonObject;

const targets: Readonly<
  Record<VexFamily, { readonly versions: readonly string[]; readonly render: VexRenderer }>
> = {
  openvex: { versions: ["0.2.0"], render: renderOpenVex },
  csaf: { versions: ["2.0"], render: renderCsaf },
  cyclonedx: { versions: ["1.6", "1.7"], render: renderCycloneDx },
};

/**
 * Writes statements as OpenVEX, as CSAF of the profile VEX or as CycloneDX, and says what of them the format has no place for.
 * The same input gives the same text: ids and times are those of the model and the options, and none is made up. A product
 * that a format could only name too widely, such as a range of versions in OpenVEX, is left out, as a statement that says
 * too much is worse than none. Where a format demands a text and there is none, it gets one that says so, and that
 * {@link parseVex} takes for none.
 *
 * @example
 * ```ts
 * import { parseVex, renderVex } from "@coppice/vex";
 *
 * const document = parseVex(`{
 *   "@context": "https://openvex.dev/ns/v0.2.0", "@id": "https://example.com/vex/1",
 *   "author": "Example", "timestamp": "2025-01-02T03:04:05Z", "version": 1,
 *   "statements": [{
 *     "vulnerability": { "name": "CVE-2024-3094" }, "products": [{ "@id": "pkg:deb/debian/xz-utils" }],
 *     "status": "not_affected", "justification": "vulnerable_code_cannot_be_controlled_by_adversary"
 *   }]
 * }`);
 * const { losses } = renderVex(document, { family: "cyclonedx" });
 * losses.map(({ pointer }) => pointer); // => ["/id", "/statements/0/justification"]
 * const author = { name: "Example", url: "https://example.com" };
 * const { native } = renderVex(document, { family: "csaf" }, { id: "EX-1", author });
 * parseVex(native).statements[0]?.status; // => "not_affected"
 * ```
 * @throws A {@link VexError} with code `VERSION_UNSUPPORTED` where the version is not written, and where the format demands
 * what is neither in the model nor in the options: `ID_MISSING`, `AUTHOR_MISSING` (CSAF wants its `url` too),
 * `TIMESTAMP_MISSING`, `STATEMENTS_MISSING`.
 */
export function renderVex(
  model: VexModel,
  target: VexTarget,
  options: RenderVexOptions = {},
): RenderedVex {
  const { versions, render } = targets[target.family];
  const version = target.version ?? versions[0] ?? "";
  if (!versions.includes(version)) {
    throw new VexError(
      "VERSION_UNSUPPORTED",
      `${target.family} ${version} is not written; take one of ${versions.join(", ")}`,
    );
  }
  const { indent = 2, ...said } = options;
  const losses: VexLoss[] = [];
  const native = render({ ...model, ...said }, version, (pointer, reason) => {
    losses.push({ pointer, reason });
  });
  return { text: `${JSON.stringify(native, null, indent)}\n`, native, losses };
}
