import type { Digest, Grade } from "@coppice/types";

/** What a component may be: CycloneDX's words, and those that SPDX and services need besides. */
export const sbomComponentTypes = [
  "application",
  "framework",
  "library",
  "container",
  "platform",
  "operating-system",
  "device",
  "device-driver",
  "firmware",
  "file",
  "machine-learning-model",
  "data",
  "cryptographic-asset",
  "service",
  "snippet",
  "source",
  "archive",
  "install",
  "other",
] as const;

/** What a component is. */
export type SbomComponentType = (typeof sbomComponentTypes)[number];

const types: ReadonlySet<unknown> = new Set(sbomComponentTypes);

/** Whether `value` names a type of component. */
export function isComponentType(value: unknown): value is SbomComponentType {
  return types.has(value);
}

/** A package, file, service or other part that a document lists, whatever the format. */
export interface SbomComponent {
  /**
   * Unique in its document: the `bom-ref`, `SPDXID`, `spdxId` or Syft id; where it has none, `#` and its JSON pointer.
   * Relationships name it so.
   */
  readonly ref: string;
  /** JSON pointer (RFC 6901) of its object in the document's native form. */
  readonly pointer: string;
  /** `undefined` where the document does not say. */
  readonly type?: SbomComponentType | undefined;
  readonly name: string;
  /** Namespace of the name: npm's scope, Maven's group, a vendor. */
  readonly group?: string | undefined;
  readonly version?: string | undefined;
  /** Package URLs as written; the first is the one that CycloneDX has a place for. */
  readonly purls: readonly string[];
  /** Names of the Common Platform Enumeration, 2.2 or 2.3, as written. */
  readonly cpes: readonly string[];
  /** Other identifiers: SWID, OmniBOR, Software Heritage, … */
  readonly identifiers: readonly SbomIdentifier[];
  readonly hashes: readonly Digest[];
  /** Every licence stated; all of them apply. */
  readonly licenses: readonly SbomLicense[];
  readonly copyright?: string | undefined;
  readonly description?: string | undefined;
  /** Who distributes it. */
  readonly supplier?: SbomParty | undefined;
  /** Who made it: CycloneDX's manufacturer and authors, SPDX's originator. */
  readonly originators: readonly SbomParty[];
  readonly publisher?: string | undefined;
  readonly externalReferences: readonly SbomExternalReference[];
  readonly properties: readonly SbomProperty[];
  /** CycloneDX: `required`, `optional` (not installed or not reachable) or `excluded`. */
  readonly scope?: string | undefined;
  /** The component in whose object this one stands. */
  readonly parent?: string | undefined;
  /** Digest of the image layer that brought it, as Syft, Trivy and Coppice note it. */
  readonly layer?: string | undefined;
  readonly evidence?: SbomEvidence | undefined;
}

/** An identifier of another kind than purl and CPE. */
export interface SbomIdentifier {
  readonly kind: "swid" | "omnibor" | "swhid" | "gitoid" | (string & {});
  readonly value: string;
}

/** One statement of a licence. */
export interface SbomLicense {
  /** An SPDX licence expression, of which an id is the simplest; `NONE` and `NOASSERTION` are SPDX's. */
  readonly expression?: string | undefined;
  /** Name of a licence that has no SPDX id. */
  readonly name?: string | undefined;
  /** Who says so: the authors (`declared`) or an analysis (`concluded`). */
  readonly acknowledgement?: "declared" | "concluded" | undefined;
  readonly url?: string | undefined;
  /** Text of the licence, where it is plain text. */
  readonly text?: string | undefined;
}

/** A person, an organisation or a tool. */
export interface SbomParty {
  readonly kind?: "person" | "organization" | "tool" | undefined;
  readonly name?: string | undefined;
  readonly version?: string | undefined;
  readonly emails: readonly string[];
  readonly urls: readonly string[];
}

/** A document or place elsewhere that tells more. */
export interface SbomExternalReference {
  /** CycloneDX's words where there is one, such as `vcs`, `website`, `distribution`. */
  readonly type: string;
  readonly url: string;
  readonly comment?: string | undefined;
  readonly hashes: readonly Digest[];
}

/** A name and a value that a tool adds. */
export interface SbomProperty {
  readonly name: string;
  readonly value?: string | undefined;
}

/** How a component was found and what was seen of it. */
export interface SbomEvidence {
  /** Places where it was found. */
  readonly occurrences: readonly SbomOccurrence[];
  /** What its identity was concluded from. */
  readonly identities: readonly SbomIdentity[];
  /** The strongest use that Coppice saw in each role, such as `workload`. */
  readonly uses: readonly SbomUse[];
}

/** A place where a component was found. */
export interface SbomOccurrence {
  readonly location: string;
  readonly line?: number | undefined;
  readonly offset?: number | undefined;
  readonly symbol?: string | undefined;
}

/** A field of a component with how sure its value is. */
export interface SbomIdentity {
  /** Such as `purl`, `name`, `hash`. */
  readonly field: string;
  /** From 0 to 1. */
  readonly confidence?: number | undefined;
  readonly value?: string | undefined;
  readonly methods: readonly SbomIdentityMethod[];
}

/** A way by which a field's value was concluded. */
export interface SbomIdentityMethod {
  /** Such as `manifest-analysis`. */
  readonly technique: string;
  /** From 0 to 1. */
  readonly confidence?: number | undefined;
  /** What it found. */
  readonly value?: string | undefined;
}

/** The strongest use of a component in one role. */
export interface SbomUse {
  readonly role: "workload" | "client" | (string & {});
  readonly grade: Grade;
}
