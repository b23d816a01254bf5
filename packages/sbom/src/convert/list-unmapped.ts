import { joinPointer } from "../json/join-pointer.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import type { SbomLoss } from "../sbom-document.ts";
import type { Shape, ShapeRule } from "./shape.ts";

/** A value that is still to be looked at. */
interface Place {
  readonly value: JsonValue;
  readonly pointer: string;
  readonly rule: ShapeRule;
  /** What `"self"` means here. */
  readonly around: Shape;
}

/**
 * What of a native form no rule of `shape` carries over. Values that say nothing (`NOASSERTION`, an empty text, array or
 * object) are no loss. The input's depth costs no stack.
 */
export function listUnmapped(
  native: JsonObject,
  shape: Shape,
  reason: string,
  start = "",
): readonly SbomLoss[] {
  const losses: SbomLoss[] = [];
  const pending: Place[] = [{ value: native, pointer: start, rule: shape, around: shape }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, pointer } = next;
    if (Array.isArray(value)) {
      for (let index = value.length - 1; index >= 0; index -= 1) {
        pending.push({ ...next, value: value[index] ?? null, pointer: `${pointer}/${index}` });
      }
      continue;
    }
    const rule = resolve(next);
    if (typeof rule === "boolean") {
      if (!rule && !saysNothing(value)) losses.push({ pointer, reason });
    } else if (isJsonObject(value)) {
      for (const [name, member] of Object.entries(value).reverse()) {
        if (member === undefined || saysNothing(member)) continue;
        const inner = Object.hasOwn(rule, name) ? rule[name] : undefined;
        const place = joinPointer(pointer, name);
        if (inner === undefined) losses.push({ pointer: place, reason });
        else pending.push({ value: member, pointer: place, rule: inner, around: rule });
      }
    } else if (!saysNothing(value)) losses.push({ pointer, reason });
  }
  return losses;
}

/** What is carried of the value at a place: all of it, nothing, or these members. */
function resolve({ value, rule, around }: Place): boolean | Shape {
  if (rule === true) return typeof value !== "object";
  if (rule === "self") return around;
  return typeof rule === "function" ? rule(value) : rule;
}

function saysNothing(value: JsonValue): boolean {
  if (value === "" || value === null || value === "NOASSERTION") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
