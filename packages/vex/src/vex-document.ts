import type { JsonObject } from "@coppice/sbom";
import type { Problem } from "@coppice/types";
import type { VexStatement } from "./vex-statement.ts";

/** A family of formats that state what vulnerabilities mean for products. */
export type VexFamily = "openvex" | "csaf" | "cyclonedx";

/** What a document is written in. */
export interface VexFormat {
  readonly family: VexFamily;
  /** Version of the specification, such as `0.2.0` (OpenVEX), `2.0` (CSAF) or `1.6` (CycloneDX). */
  readonly version: string;
}

/** What a document says, in words that every format shares. */
export interface VexModel {
  /** OpenVEX `@id`, CSAF tracking id, CycloneDX serial number. */
  readonly id?: string | undefined;
  /** CSAF's title; the other formats have none. */
  readonly title?: string | undefined;
  /** Who states it. */
  readonly author?: VexAuthor | undefined;
  /** When the document was first issued, as written (RFC 3339). */
  readonly issued?: string | undefined;
  /** When it was last changed, as written. */
  readonly updated?: string | undefined;
  /** Which edition it is: a number, in CSAF also `1.2.3`. */
  readonly revision?: string | undefined;
  /** In the order of the document. */
  readonly statements: readonly VexStatement[];
}

/** Who makes statements. */
export interface VexAuthor {
  readonly name: string;
  /** CSAF's namespace, or the address of the organisation. */
  readonly url?: string | undefined;
  /** OpenVEX's role, CSAF's category of publisher. */
  readonly role?: string | undefined;
}

/** A document as it was read: its native form, and one model over all formats. */
export interface VexDocument extends VexModel {
  readonly format: VexFormat;
  /** The document itself, out of its envelopes. Pointers of statements and problems lead into it. */
  readonly native: JsonObject;
  /**
   * What could not be read, with its JSON pointer as `path`: `STATEMENT_INVALID`, `STATUS_UNKNOWN`, `JUSTIFICATION_UNKNOWN`,
   * `JUSTIFICATION_MISSING`, `TIME_INVALID`, `PRODUCT_UNKNOWN`, `PRODUCTS_MISSING`, `PRODUCT_REPEATED`, `RELATIONSHIP_TOO_LONG`.
   */
  readonly problems: readonly Problem[];
}
