import type { JsonObject, JsonValue } from "../../json/json-value.ts";
import type { ProtoField, ProtoMessage } from "./proto-message.ts";

/** An object of JSON while it is read; its names are those of the table. */
export interface OpenObject {
  [member: string]: JsonValue | undefined;
}

/** A message while it is read. */
export interface ProtoFrame {
  readonly message: ProtoMessage;
  readonly object: OpenObject;
  /** The field that it is, and the message around it. */
  readonly field: ProtoField | undefined;
  readonly outer: ProtoFrame | undefined;
  /** What it is read from, and its bounds there. */
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** The value, where that is no object. */
  self: JsonValue | undefined;
  /** Which field of each group it has. */
  groups: Map<string, ProtoField> | undefined;
  /** Fields that are kept as they are. */
  unknown: Uint8Array[] | undefined;
}

/** Whether a member holds an object that was begun. */
export function isOpenObject(value: JsonValue | undefined): value is JsonObject & OpenObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The list that a member holds; begins it where there is none. */
export function listOf(object: OpenObject, member: string): JsonValue[] {
  const known = object[member];
  if (Array.isArray(known)) return known;
  const list: JsonValue[] = [];
  object[member] = list;
  return list;
}
