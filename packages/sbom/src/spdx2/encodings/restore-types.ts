import { type Draft, type DraftValue, setMember } from "../../json/draft.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../json/json-value.ts";
import { isArrayShape, itemShape, type Spdx2Shape, shapeOfMember } from "./spdx2-shape.ts";

/** A value that waits to be copied, and where its copy goes. */
interface Waiting {
  readonly value: JsonValue;
  readonly shape: Spdx2Shape;
  put(copy: DraftValue): void;
}

/** Options of {@link restoreTypes}. */
export interface RestoreTypesOptions {
  /**
   * Whether every member is a list of all its values, as repeated elements give them. It stays one where the shape wants
   * an array, and where there is more than one value. Default: false.
   */
  readonly lists?: boolean;
}

/** A copy of `root` in which text is a boolean or an integer where `shape` wants one. An object stays one. */
export function restoreTypes(
  root: JsonObject,
  shape: Spdx2Shape,
  options?: RestoreTypesOptions,
): JsonObject;
export function restoreTypes(
  root: JsonValue,
  shape: Spdx2Shape,
  options?: RestoreTypesOptions,
): JsonValue;
export function restoreTypes(
  root: JsonValue,
  shape: Spdx2Shape,
  { lists = false }: RestoreTypesOptions = {},
): JsonValue {
  let result: DraftValue = null;
  const pending: Waiting[] = [
    {
      value: root,
      shape,
      put(copy) {
        result = copy;
      },
    },
  ];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, shape, put } = next;
    if (isJsonObject(value)) {
      const copy: Draft = {};
      put(copy);
      for (const [name, member] of Object.entries(value)) {
        if (member === undefined) continue;
        const inner = shapeOfMember(shape, name);
        const only = lists && Array.isArray(member) && member.length === 1 && !isArrayShape(inner);
        // Says the place now: members are copied in another order.
        setMember(copy, name, null);
        pending.push({
          value: only ? member[0] : member,
          shape: inner,
          put: (found) => setMember(copy, name, found),
        });
      }
    } else if (typeof value === "object" && value !== null) {
      const copy: DraftValue[] = new Array(value.length).fill(null);
      put(copy);
      for (const [index, item] of value.entries()) {
        pending.push({
          value: item,
          shape: itemShape(shape),
          put(found) {
            copy[index] = found;
          },
        });
      }
    } else put(typeof value === "string" ? restoreScalar(value, shape) : value);
  }
  return result;
}

function restoreScalar(value: string, shape: Spdx2Shape): DraftValue {
  const text = value.trim();
  if (shape === "boolean" && (text === "true" || text === "false")) return text === "true";
  if (shape === "integer" && /^-?\d{1,15}$/.test(text)) return Number(text);
  return value;
}
