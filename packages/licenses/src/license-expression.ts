/**
 * A licence expression as data. See SPDX 2.3, Annex D, and SPDX 3.0.1, Annex "SPDX license expressions". Ids are in
 * the case of the SPDX lists.
 */
export type LicenseExpression =
  | LicenseTerm
  | LicenseReference
  | LicenseCombination
  | NoLicense
  | UnstatedLicense;

/** A licence of the SPDX list. */
export interface LicenseTerm {
  readonly kind: "license";
  readonly id: string;
  /** This version or any later one, written `+`. */
  readonly orLater?: true;
  /** An id of the list of exceptions, or an `AdditionRef-…` with its document, after `WITH`. */
  readonly exception?: string;
}

/** A licence that a document describes itself. */
export interface LicenseReference {
  readonly kind: "reference";
  /** Such as `LicenseRef-23`. */
  readonly reference: string;
  /** The document that describes it, such as `DocumentRef-spdx-tool`; this one where absent. */
  readonly document?: string;
  readonly exception?: string;
}

/** Licences that hold together, or of which one may be chosen; at least two. */
export interface LicenseCombination {
  readonly kind: "and" | "or";
  /** None of them is of the same kind. */
  readonly operands: readonly LicenseExpression[];
}

/** `NONE`: it is known that there is no licence. */
export interface NoLicense {
  readonly kind: "none";
}

/** `NOASSERTION`: nothing is said. */
export interface UnstatedLicense {
  readonly kind: "noassertion";
}
