/** What is wrong with a document, for programs; stable across versions. */
export type SbomFaultCode =
  /** The official schema does not allow it. */
  | "SCHEMA_VIOLATED"
  /** An object has a member twice, so that readers disagree on which counts. */
  | "KEY_REPEATED"
  /** An identifier names two things. */
  | "ID_REPEATED"
  /** An identifier is not written as the specification asks. */
  | "ID_INVALID"
  /** A reference names nothing in the document. */
  | "REFERENCE_DANGLING"
  /** Something depends on itself. */
  | "DEPENDENCY_ON_ITSELF"
  /** Things depend on each other in a circle. */
  | "DEPENDENCY_CYCLE"
  /** Things contain each other in a circle. */
  | "CONTAINMENT_CYCLE"
  | "PURL_INVALID"
  | "LICENSE_INVALID"
  | "TIMESTAMP_INVALID"
  /** A range of versions stands where CycloneDX allows none. */
  | "VERSION_RANGE_MISPLACED"
  /** A hash has not the length or the digits of its algorithm. */
  | "HASH_INVALID";

/**
 * How bad a fault is: an `error` breaks a rule of the specification, a `warning` is very likely a mistake, `information` is
 * allowed and worth knowing.
 */
export type SbomFaultSeverity = "error" | "warning" | "information";

/** One thing that is wrong with a document. */
export interface SbomFault {
  readonly code: SbomFaultCode;
  readonly severity: SbomFaultSeverity;
  /** What is wrong with the value at the place, for people. */
  readonly message: string;
  /** JSON pointer (RFC 6901) into the document's JSON form; absent for a fault of XML. */
  readonly pointer?: string;
  /** XPath into the document, for a fault of XML. */
  readonly xpath?: string;
  /** Keyword of JSON Schema that does not hold. */
  readonly keyword?: string;
  /** From 1; where the text is known. For XML, of the end of a start tag. */
  readonly line?: number;
  /** From 1, in UTF-16 units. */
  readonly column?: number;
  /** From the start of the text, in UTF-16 units. */
  readonly offset?: number;
}
