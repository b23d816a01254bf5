/** A JSON Schema without its prose: every different subschema once, referred to by its index in `nodes`. */
export interface JsonSchemaTable {
  readonly root: number;
  readonly nodes: readonly JsonSchemaNode[];
}

/** Keywords of a subschema, as JSON Schema names them; where it nests a schema, a node names its index. */
export interface JsonSchemaNode {
  readonly $ref?: number;
  readonly type?: JsonTypeName | readonly JsonTypeName[];
  readonly const?: string | number | boolean | null;
  readonly enum?: readonly (string | number | boolean | null)[];
  /** The identifiers of the SPDX licence list, which versions share and which is kept apart. */
  readonly licenses?: true;
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: true;
  readonly items?: number;
  /** Schemas of the first items, one each. */
  readonly prefixItems?: readonly number[];
  /** Nothing may follow `prefixItems`. */
  readonly additionalItems?: false;
  readonly properties?: { readonly [member: string]: number };
  readonly required?: readonly string[];
  /** Whether other members are allowed; where they are, they count as known (`true` differs from absence in that alone). */
  readonly additionalProperties?: boolean;
  readonly unevaluatedProperties?: boolean;
  readonly allOf?: readonly number[];
  readonly anyOf?: readonly number[];
  readonly oneOf?: readonly number[];
  readonly not?: number;
  readonly if?: number;
  readonly then?: number;
  readonly else?: number;
}

/** A type of JSON Schema. */
export type JsonTypeName =
  | "string"
  | "number"
  | "integer"
  | "boolean"
  | "null"
  | "object"
  | "array";
