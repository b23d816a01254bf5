import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A node of a JSON Schema, as far as the tables of CycloneDX's encodings need it. */
export interface SchemaNode {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly format?: string;
  readonly properties?: { readonly [name: string]: SchemaNode };
  readonly required?: readonly string[];
  readonly items?: SchemaNode | readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
  readonly allOf?: readonly SchemaNode[];
}

/** The official JSON Schema of a version of CycloneDX, with questions about its nodes. */
export interface CycloneDxSchema {
  readonly root: SchemaNode;
  /** The node and all that it refers to or chooses from. */
  alternatives(node: SchemaNode): readonly SchemaNode[];
  properties(node: SchemaNode): ReadonlyMap<string, SchemaNode>;
  required(node: SchemaNode): ReadonlySet<string>;
  /** What the items of a list may be; nothing where the node is no list. */
  items(node: SchemaNode): SchemaNode | undefined;
  /** Type of a scalar: `string`, `boolean`, `integer`, `number`; nothing where the node is none. */
  scalar(node: SchemaNode): string | undefined;
  /** The words of an enumeration. */
  words(node: SchemaNode): readonly string[];
}

/** Reads the schema of `version` and those that it refers to. */
export function readCycloneDxSchema(folder: string, version: string): CycloneDxSchema {
  const files = new Map<string, Record<string, unknown>>();
  const open = (file: string): Record<string, unknown> => {
    const known = files.get(file);
    if (known !== undefined) return known;
    const parsed: Record<string, unknown> = JSON.parse(readFileSync(join(folder, file), "utf8"));
    files.set(file, parsed);
    return parsed;
  };
  const own = `bom-${version}.schema.json`;
  const homes = new WeakMap<object, string>();
  const resolve = (node: SchemaNode, home: string): readonly [SchemaNode, string] => {
    if (node.$ref === undefined) return [node, home];
    const [file = "", path = ""] = node.$ref.split("#");
    let found: unknown = open(file === "" ? home : file);
    for (const part of path.split("/").filter((name) => name !== "")) {
      found = (found as Record<string, unknown>)[part];
    }
    return resolve(found as SchemaNode, file === "" ? home : file);
  };
  const alternatives = (node: SchemaNode): readonly SchemaNode[] => {
    const [target, home] = resolve(node, homes.get(node) ?? own);
    const choices = [...(target.oneOf ?? []), ...(target.anyOf ?? []), ...(target.allOf ?? [])];
    const inner = Object.values(target.properties ?? {}).concat(target.items ?? [], choices);
    for (const child of inner) homes.set(child, home);
    return [target, ...choices.flatMap(alternatives)];
  };
  const items = (node: SchemaNode): SchemaNode | undefined => {
    const lists = alternatives(node).filter(({ type }) => type === "array");
    return lists.length === 0 ? undefined : { anyOf: lists.flatMap((list) => list.items ?? []) };
  };
  return {
    root: open(own),
    alternatives,
    items,
    properties: (node) =>
      new Map(alternatives(node).flatMap((choice) => Object.entries(choice.properties ?? {}))),
    required: (node) => new Set(alternatives(node).flatMap((choice) => choice.required ?? [])),
    scalar: (node) =>
      alternatives(node)
        .map((choice) => choice.type ?? (choice.enum === undefined ? undefined : "string"))
        .find((type) => type !== undefined && type !== "object" && type !== "array"),
    words: (node) => alternatives(node).flatMap((choice) => choice.enum ?? []),
  };
}
