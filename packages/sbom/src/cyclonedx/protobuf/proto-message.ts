/** How a message of CycloneDX's protocol buffers is an object of its JSON. */
export interface ProtoMessage {
  readonly name: string;
  readonly byNumber: ReadonlyMap<number, ProtoField>;
  /** By the name in the definition, as text format has it. */
  readonly byName: ReadonlyMap<string, ProtoField>;
  /** Fields that a member of JSON can be; by the numbers of their first. */
  readonly byMember: ReadonlyMap<string, readonly ProtoField[]>;
  /** Fields whose messages' members are those of this object. */
  readonly inline: readonly ProtoField[];
  /** Fields whose default value is not written, though JSON asks for them. */
  readonly defaulted: readonly ProtoField[];
  /** Groups of fields of which JSON asks for one. */
  readonly groups: ReadonlySet<string>;
  /** The field that is the value itself, where that is no object. */
  readonly self: ProtoField | undefined;
}

export interface ProtoField {
  readonly number: number;
  readonly name: string;
  readonly member: string;
  /**
   * `one` value; a `list` of them; a list in JSON of which protobuf holds the `first`; a list in protobuf of which JSON
   * holds a `single` one; an object or a list of one, `either`.
   */
  readonly shape: "one" | "list" | "first" | "single" | "either";
  readonly kind: ProtoKind;
  /** Name of the `oneof` that it belongs to. */
  readonly group: string | undefined;
  /** The default value is not written; it comes back where JSON has `asked` for one, else it is `lost`. */
  readonly implicit: "asked" | "lost" | undefined;
}

/** What a field holds. */
export type ProtoKind =
  | { readonly kind: "scalar"; readonly scalar: ProtoScalar }
  | { readonly kind: "enum"; readonly values: ProtoEnum }
  | {
      readonly kind: "message";
      readonly message: ProtoMessage;
      /** An `object`; its first field's value `unwrapped`; members of the object around it, `inline`. */
      readonly as: "object" | "unwrapped" | "inline";
    };

export type ProtoScalar =
  | "string"
  | "bool"
  | "int32"
  | "int64"
  | "float"
  | "double"
  | "timestamp"
  | "date";

/** An enumeration. Values that stand for no word of JSON, such as `…_UNSPECIFIED`, have none. */
export interface ProtoEnum {
  readonly words: ReadonlyMap<number, string>;
  readonly numbers: ReadonlyMap<string, number>;
  /** Numbers by the names in the definition. */
  readonly names: ReadonlyMap<string, number>;
}
