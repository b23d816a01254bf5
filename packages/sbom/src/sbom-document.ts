import type { Digest, Problem } from "@coppice/types";
import type { JsonObject } from "./json/json-value.ts";
import type { SbomComponent, SbomParty } from "./sbom-component.ts";
import type { SbomFormat } from "./sbom-format.ts";
import type { SbomRelationship } from "./sbom-relationship.ts";

/** A document as it was read: its native form, from which it is written without loss, and one model over all formats. */
export interface SbomDocument extends SbomModel {
  readonly format: SbomFormat;
  /**
   * The object that the format's official JSON Schema describes, whatever the encoding. Members beginning with `$` hold
   * what an encoding says and the schema has no place for.
   */
  readonly native: JsonObject;
  /** What it was wrapped in, outermost first. */
  readonly envelopes: readonly SbomEnvelope[];
  /** Parts of the input that could not be read. */
  readonly problems: readonly Problem[];
}

/** What a document says, in words that every format shares. */
export interface SbomModel {
  /** Serial number or namespace: what other documents know it by. */
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  /** Which edition of the document it is (CycloneDX `version`). */
  readonly revision?: number | undefined;
  /** When it was made, as written (ISO 8601). */
  readonly created?: string | undefined;
  /** Who and what made it. */
  readonly creators: readonly SbomParty[];
  /** Refs of what the document is about. */
  readonly subjects: readonly string[];
  /** Everything that it lists, subjects first as they stand in the document, each once. */
  readonly components: readonly SbomComponent[];
  /** Without repetition, in the order of the document; nesting of components is `contains`. */
  readonly relationships: readonly SbomRelationship[];
  /** Refs of components of which the document says that they depend on nothing. */
  readonly leaves: readonly string[];
  /** Licences without an SPDX id that expressions name as `LicenseRef-…`. */
  readonly namedLicenses: readonly SbomNamedLicense[];
}

/** A licence that the document itself defines. See SPDX 2.3, section 10. */
export interface SbomNamedLicense {
  /** `LicenseRef-…`, as expressions name it. */
  readonly id: string;
  readonly name?: string | undefined;
  readonly text?: string | undefined;
  readonly urls: readonly string[];
}

/** Something that a document was wrapped in. */
export interface SbomEnvelope {
  readonly kind:
    | "gzip"
    | "xz"
    | "bzip2"
    | "zstd"
    | "dsse"
    | "sigstore-bundle"
    | "in-toto"
    | "github";
  /** What an in-toto statement speaks about. */
  readonly subjects?: readonly { readonly name?: string; readonly digests: readonly Digest[] }[];
  /** Type of the payload or predicate, where the envelope names one. */
  readonly type?: string | undefined;
}

/** Something that a conversion could not carry over. */
export interface SbomLoss {
  /** JSON pointer in the native form of the document that was converted. */
  readonly pointer: string;
  readonly reason: string;
}
