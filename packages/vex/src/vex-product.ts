import type { Digest } from "@coppice/types";

/** What identifies a piece of software in a statement. */
export interface VexComponent {
  /**
   * What the document calls it: OpenVEX `@id`, CSAF product id, CycloneDX `bom-ref`, or a BOM-Link into another document
   * (`urn:cdx:serial/version#bom-ref`).
   */
  readonly ref?: string | undefined;
  readonly name?: string | undefined;
  /** Which version it is, where the document says so beside its identifiers. */
  readonly version?: string | undefined;
  readonly supplier?: string | undefined;
  /** Package URLs as written. */
  readonly purls: readonly string[];
  /** Names of the Common Platform Enumeration, 2.2 or 2.3, as written. */
  readonly cpes: readonly string[];
  readonly hashes: readonly Digest[];
  /** Addresses of its SBOMs. */
  readonly sbomUrls: readonly string[];
  /** Where there are versions or ranges, the statement is about those only, whatever version the identifiers name. */
  readonly versions: readonly string[];
  /** Version ranges, in vers; CSAF's fallback notation without `vers:` as written. */
  readonly ranges: readonly string[];
}

/** A product that a statement is about, whole or in some of its parts. */
export interface VexProduct extends VexComponent {
  /** Where there are some, the statement is about these inside the product only. */
  readonly subcomponents: readonly VexComponent[];
  /** What stands between the product and its subcomponents, outermost first; CSAF's relationships can be that long. */
  readonly through: readonly VexComponent[];
}

/** A component of which nothing is known; see {@link blankVexProduct}. */
export const blankVexComponent: VexComponent = {
  purls: [],
  cpes: [],
  hashes: [],
  sbomUrls: [],
  versions: [],
  ranges: [],
};

/**
 * A product of which nothing is known.
 *
 * @example
 * ```ts
 * import { blankVexComponent, blankVexProduct, renderVex } from "@coppice/vex";
 *
 * const image = { ...blankVexProduct, purls: ["pkg:oci/shop@sha256%3A9f86d0"] };
 * const perl = { ...blankVexComponent, purls: ["pkg:deb/debian/perl@5.36.0-7"] };
 * const { native } = renderVex(
 *   {
 *     id: "https://example.com/vex/1",
 *     author: { name: "Example" },
 *     issued: "2025-01-02T03:04:05Z",
 *     statements: [
 *       {
 *         pointer: "",
 *         vulnerability: { id: "CVE-2023-47038", aliases: [], references: [], ratings: [] },
 *         products: [{ ...image, subcomponents: [perl] }],
 *         status: "not_affected",
 *         justification: "component_not_present",
 *         responses: [],
 *       },
 *     ],
 *   },
 *   { family: "openvex" },
 * );
 * native["@context"]; // => "https://openvex.dev/ns/v0.2.0"
 * ```
 */
export const blankVexProduct: VexProduct = {
  ...blankVexComponent,
  subcomponents: [],
  through: [],
};
