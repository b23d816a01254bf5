import type { JsonObject, JsonValue } from "../json/json-value.ts";
import type { SbomFormat } from "../sbom-format.ts";

/** One part of a document that is read as a stream. */
export type SbomStreamItem =
  /** What the document is written in: once, as soon as what was read by then tells. */
  | { readonly kind: "format"; readonly format: SbomFormat }
  | SbomStreamPart<"component" | "dependency", JsonObject>
  /** Anything else of the top level: a member as a whole, or an item of one that is an array. */
  | SbomStreamPart<"member", JsonValue>;

/** A value of the document with its place. */
export interface SbomStreamPart<Kind extends string, Value extends JsonValue> {
  readonly kind: Kind;
  /** The top-level member that it is in, such as `components` or `files`. */
  readonly member: string;
  /** JSON pointer (RFC 6901) of it in the document. */
  readonly pointer: string;
  /** As the document has it: what is inside, such as components of components, is still inside. */
  readonly value: Value;
}

/** Lists of what documents are about: of CycloneDX, SPDX 2, Syft. */
const kinds: ReadonlyMap<string, "component" | "dependency"> = new Map([
  ["components", "component"],
  ["services", "component"],
  ["dependencies", "dependency"],
  ["packages", "component"],
  ["files", "component"],
  ["snippets", "component"],
  ["relationships", "dependency"],
  ["artifacts", "component"],
  ["artifactRelationships", "dependency"],
]);

/** What the items of a top-level list are. */
export function kindOfItems(member: string): "component" | "dependency" | "member" {
  return kinds.get(member) ?? "member";
}
