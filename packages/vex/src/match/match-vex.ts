import type { SbomDocument } from "@coppice/sbom";
import type { VexDocument } from "../vex-document.ts";
import { indexComponents } from "./component-index.ts";
import { findSuperseded } from "./find-superseded.ts";
import { createProductFinders } from "./product-finder.ts";
import { pushValue } from "./push-value.ts";
import { createRefFinder } from "./ref-finder.ts";
import { settleStatements } from "./settle-statements.ts";
import type { AppliedStatement, VexMatch, VexPlace } from "./vex-match.ts";
import { createVulnerabilityNames } from "./vulnerability-names.ts";
import { createWorkCounter } from "./work.ts";

/** Options of {@link matchVex}. */
export interface MatchVexOptions {
  /** Comparisons of identifiers and versions, and steps along relationships. Default: 20 million. */
  readonly limits?: { readonly comparisons?: number };
}

const defaultComparisons = 20_000_000;

/**
 * The statements that apply to each component of an SBOM, in the order in which they take effect: by time, and at the same time
 * by caution: `affected` over `under_investigation` over `fixed` over `not_affected`. A component is recognised
 *
 * - by purl: the same package in whatever spelling, with its version, if any, and with every qualifier that the statement names,
 *   but for those that tell where a package is found or what it was made from (`download_url`, `upstream`, …): a component
 *   without a `distro` is not meant by a statement with one, while `debian-12` and `debian-12.5` are taken as one;
 * - by a version or range beside the identifier, ordered as the ecosystem orders versions;
 * - by hash, which the digest in the purl of an OCI artifact is too;
 * - by CPE name, as NISTIR 7696 matches them;
 * - by BOM-Link, or by `bom-ref` where the statements stand in the SBOM itself.
 *
 * A statement about subcomponents of a product applies to those that are inside of that product: everything is inside of what the
 * SBOM is about and of its operating system, otherwise what a component contains or depends on. One about a product as a whole
 * applies to that component alone, not to what is in it. Names alone are never compared. Time and memory grow with the input and
 * the answer; what would not is refused.
 *
 * @example
 * ```ts
 * import { parseSbom } from "@coppice/sbom";
 * import { matchVex, parseVex } from "@coppice/vex";
 *
 * const sbom = parseSbom(`{
 *   "bomFormat": "CycloneDX", "specVersion": "1.6",
 *   "components": [{ "type": "library", "name": "core", "bom-ref": "a", "purl": "pkg:npm/%40babel/core@7.26.0" }]
 * }`);
 * const vex = parseVex(`{
 *   "@context": "https://openvex.dev/ns/v0.2.0", "@id": "https://example.com/vex/1",
 *   "author": "Example", "timestamp": "2025-01-02T03:04:05Z", "version": 1,
 *   "statements": [
 *     { "vulnerability": { "name": "CVE-1" }, "products": [{ "@id": "pkg:npm/@babel/core" }], "status": "fixed" }
 *   ]
 * }`);
 * const [component] = matchVex([vex], sbom).components;
 * component?.ref; // => "a"
 * component?.vulnerabilities.map(({ id, status }) => [id, status]); // => [["CVE-1", "fixed"]]
 * ```
 * @throws A {@link VexError} with code `TOO_MANY_COMPARISONS`.
 */
export function matchVex(
  documents: readonly VexDocument[],
  sbom: SbomDocument,
  options: MatchVexOptions = {},
): VexMatch {
  const count = createWorkCounter(options.limits?.comparisons ?? defaultComparisons);
  const index = indexComponents(sbom, count);
  const finderOf = createProductFinders(sbom, { index, count });
  const names = createVulnerabilityNames();
  const superseded = findSuperseded(documents);
  const applied = new Map<number, AppliedStatement[]>();
  const unmatched: VexPlace[] = [];
  for (const [document, vex] of documents.entries()) {
    if (superseded.has(document)) continue;
    const find = finderOf(createRefFinder(vex, sbom, index));
    for (const [statement, said] of vex.statements.entries()) {
      names.add(said.vulnerability);
      const positions = new Set<number>();
      for (const product of said.products) {
        for (const [position, by] of find(product)) {
          count(1);
          if (positions.has(position)) continue;
          positions.add(position);
          pushValue(applied, position, { document, statement, said, product, by });
        }
      }
      if (positions.size === 0) unmatched.push({ document, statement });
    }
  }
  const components = [...applied]
    .sort(([a], [b]) => a - b)
    .map(([position, statements]) => {
      const groups = new Map<string, AppliedStatement[]>();
      for (const one of statements) pushValue(groups, names.keyOf(one.said.vulnerability), one);
      return {
        ref: sbom.components[position]?.ref ?? "",
        vulnerabilities: [...groups.values()].map((group) => settleStatements(group, documents)),
      };
    });
  return { components, unmatched, superseded: [...superseded] };
}
