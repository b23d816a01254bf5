import { base64Encode } from "@bufbuild/protobuf/wire";
import type { Problem } from "@coppice/types";
import type { JsonValue } from "../../json/json-value.ts";
import { chooseInlineField } from "./choose-inline-field.ts";
import { isOpenObject, listOf, type OpenObject, type ProtoFrame } from "./proto-frame.ts";
import type { ProtoField } from "./proto-message.ts";

/** Finishes the value of a message that ends: what it lacks, what has no place, and where it goes. */
export function closeProtoFrame(frame: ProtoFrame, problems: Problem[]): void {
  const { message, object, field, outer } = frame;
  for (const missing of message.defaulted) {
    if (object[missing.member] !== undefined) continue;
    const value = defaultOf(missing);
    if (value !== undefined) object[missing.member] = value;
    if (value === undefined || value === "") reportMissing(frame, missing.name, problems);
  }
  for (const group of message.groups) {
    if (frame.groups?.has(group) !== true) reportMissing(frame, group, problems);
  }
  keepRest(frame);
  if (field === undefined || outer === undefined || field.kind.kind !== "message") return;
  if (field.kind.as === "inline") return;
  const value = field.kind.as === "unwrapped" ? unwrap(frame, problems) : (frame.self ?? object);
  place(outer.object, field, value);
}

function place(object: OpenObject, { member, shape }: ProtoField, value: JsonValue): void {
  switch (shape) {
    case "list":
    case "first":
      listOf(object, member).push(value);
      return;
    case "one":
    case "single":
      object[member] = value;
      return;
    case "either": {
      const isList = isOpenObject(value) && !("components" in value || "services" in value);
      object[member] = isList && Object.keys(value).length > 0 ? [value] : value;
      return;
    }
    default:
      shape satisfies never;
  }
}

/** What the one field of a message holds. */
function unwrap({ message, object, start }: ProtoFrame, problems: Problem[]): JsonValue {
  const [first] = message.byNumber.values();
  if (Object.keys(object).length > 1) {
    problems.push({
      code: "FIELD_DROPPED",
      message: `a ${message.name} inside another one has more than its ${first?.name}; JSON has no place for that`,
      offset: start,
    });
  }
  return (
    (first === undefined ? undefined : object[first.member]) ?? (first?.shape === "list" ? [] : "")
  );
}

/** What a field that is not written stands for. */
function defaultOf({ kind }: ProtoField): JsonValue | undefined {
  if (kind.kind === "enum") return kind.values.words.get(0);
  if (kind.kind === "message") return undefined;
  if (kind.scalar === "string") return "";
  return kind.scalar === "bool" ? false : 0;
}

function reportMissing(frame: ProtoFrame, name: string, problems: Problem[]): void {
  problems.push({
    code: "FIELD_MISSING",
    message: `a ${frame.message.name} has no ${name}, or an empty one`,
    offset: frame.start,
  });
}

/** Puts what JSON has no place for under `$protobuf`. */
function keepRest(frame: ProtoFrame): void {
  const { message, object, unknown, field } = frame;
  const isInline = field?.kind.kind === "message" && field.kind.as === "inline";
  const rest: OpenObject = {};
  for (const inline of message.inline) {
    const chosen = inline.group === undefined ? undefined : frame.groups?.get(inline.group);
    const other = chosen === inline ? chooseInlineField(message, object) : undefined;
    if (other !== undefined && other !== inline) rest["as"] = inline.name;
  }
  const name = isInline ? "inner" : "unknown";
  if (unknown !== undefined) rest[name] = base64Encode(joinBytes(unknown));
  if (Object.keys(rest).length === 0) return;
  const before = object["$protobuf"];
  object["$protobuf"] = isOpenObject(before) ? { ...before, ...rest } : rest;
}

function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
