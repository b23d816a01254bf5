/** The family of specifications that a document follows. */
export type SbomFamily = "cyclonedx" | "spdx" | "syft";

/** How a document is written down. */
export type SbomEncoding = "json" | "xml" | "protobuf" | "textproto" | "tag-value" | "yaml" | "rdf";

/** What a document is written in. */
export interface SbomFormat {
  readonly family: SbomFamily;
  /** Version of the specification, such as `1.6` (CycloneDX), `2.3` (SPDX) or `16.0.0` (Syft's schema). */
  readonly version: string;
  readonly encoding: SbomEncoding;
}
