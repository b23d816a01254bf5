import type {
  JsonSchemaNode,
  JsonSchemaTable,
} from "../../packages/sbom/src/validation/json-schema-table.ts";
import { safePattern } from "./safe-pattern.ts";

type Schema = { readonly [keyword: string]: unknown } | boolean;

/** Keywords that say nothing about validity. */
const prose = new Set(
  "$schema $id $comment title description default examples deprecated meta:enum definitions $defs".split(
    " ",
  ),
);
/** Keywords whose values are kept as they are. */
const plain = new Set(
  "type const enum format minLength maxLength minimum maximum minItems maxItems required".split(
    " ",
  ),
);
const nested = new Set(["not", "if", "then", "else"]);
const branches = new Set(["allOf", "anyOf", "oneOf"]);
const formats = new Set(["date", "date-time", "idn-email", "iri-reference", "uri"]);

/**
 * A schema as a table: prose dropped, references resolved, each different subschema once. `load` gives the file that a
 * reference names.
 *
 * @throws An error on a keyword, format or pattern that the package would not check.
 */
export function compileJsonSchema(name: string, load: (file: string) => Schema): JsonSchemaTable {
  const nodes: JsonSchemaNode[] = [];
  const indexOfText = new Map<string, number>();
  const indexOfPointer = new Map<string, number>();

  const add = (node: JsonSchemaNode): number => {
    const text = JSON.stringify(node);
    const known = indexOfText.get(text);
    if (known !== undefined) return known;
    indexOfText.set(text, nodes.length);
    return nodes.push(node) - 1;
  };

  const resolve = (reference: string, file: string): number => {
    const [path = "", pointer = ""] = reference.split("#");
    const target = path === "" ? file : path;
    if (target === "spdx.schema.json") return add({ licenses: true });
    const key = `${target}#${pointer}`;
    const known = indexOfPointer.get(key);
    if (known !== undefined) return known;
    const place = nodes.push({}) - 1;
    indexOfPointer.set(key, place);
    const schema = pointer
      .split("/")
      .slice(1)
      .reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], load(target));
    if (schema === undefined) throw new Error(`${name}: ${reference} names nothing`);
    nodes[place] = read(schema as Schema, target);
    return place;
  };

  const read = (schema: Schema, file: string): JsonSchemaNode => {
    if (schema === true) return {};
    if (schema === false) return { not: add({}) };
    const node: Record<string, unknown> = {};
    const compile = (child: unknown): number => add(read(child as Schema, file));
    for (const [keyword, value] of Object.entries(schema)) {
      if (prose.has(keyword)) continue;
      else if (plain.has(keyword)) {
        if (keyword !== "format" || formats.has(String(value))) node[keyword] = value;
        else if (value !== "string") throw new Error(`${name}: unknown format ${value}`);
      } else if (nested.has(keyword)) node[keyword] = compile(value);
      else if (branches.has(keyword)) node[keyword] = (value as unknown[]).map(compile);
      else if (keyword === "$ref") node["$ref"] = resolve(String(value), file);
      else if (keyword === "pattern") node["pattern"] = safePattern(String(value));
      else if (keyword === "properties") {
        node["properties"] = Object.fromEntries(
          Object.entries(value as object).map(([member, child]) => [member, compile(child)]),
        );
      } else if (keyword === "items") {
        if (Array.isArray(value)) node["prefixItems"] = value.map(compile);
        else node["items"] = compile(value);
      } else if (keyword === "uniqueItems") {
        if (value === true) node["uniqueItems"] = true;
      } else if (keyword === "additionalItems") {
        if (Array.isArray(schema["items"])) node["additionalItems"] = value;
      } else if (keyword === "additionalProperties" || keyword === "unevaluatedProperties") {
        if (typeof value !== "boolean") throw new Error(`${name}: ${keyword} has a schema`);
        node[keyword] = value;
      } else throw new Error(`${name}: unknown keyword ${keyword}`);
    }
    return sorted(node);
  };

  const root = resolve("#", name);
  return { root, nodes };
}

/** A node with its keywords in one order, so that equal nodes have equal text. */
function sorted(node: Record<string, unknown>): JsonSchemaNode {
  return Object.fromEntries(
    Object.entries(node).sort(([a], [b]) => (a < b ? -1 : 1)),
  ) as JsonSchemaNode;
}
