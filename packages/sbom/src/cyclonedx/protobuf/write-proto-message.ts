import { BinaryReader, BinaryWriter, base64Decode, WireType } from "@bufbuild/protobuf/wire";
import { isJsonObject, type JsonObject, type JsonValue } from "../../json/json-value.ts";
import type { SbomLoss } from "../../sbom-document.ts";
import { type JsonPlace, renderPlace } from "../xml/json-place.ts";
import { chooseField, chooseInlineField, hasMember } from "./choose-inline-field.ts";
import type { ProtoField, ProtoMessage } from "./proto-message.ts";
import { protoScalarWriter, shortestFloat, wireTypeOf } from "./proto-scalar.ts";

/** A document while it is written. */
interface Writing {
  readonly writer: BinaryWriter;
  readonly version: string;
  readonly losses: SbomLoss[];
}

/** Steps of writing a message: those that it gives are taken before it goes on, so that none calls another. */
type Steps = Generator<Steps, void, undefined>;

/** Writes an object as a message. */
export function writeProtoMessage(
  object: JsonObject,
  message: ProtoMessage,
  version: string,
  losses: SbomLoss[],
): Uint8Array {
  const writing: Writing = { writer: new BinaryWriter(), version, losses };
  const open: Steps[] = [writeObject(writing, message, object, undefined)];
  for (let steps = open[0]; steps !== undefined; steps = open[open.length - 1]) {
    const { done, value } = steps.next();
    if (done === true) open.pop();
    else open.push(value);
  }
  return writing.writer.finish();
}

function* writeObject(
  writing: Writing,
  message: ProtoMessage,
  object: JsonObject,
  place: JsonPlace | undefined,
): Steps {
  const rest = restOf(writing, object, place);
  const inline =
    message.inline.find(({ name }) => name === rest.as) ?? chooseInlineField(message, object);
  const fields = fieldsOf(writing, message, object, place, inline);
  for (const [member, field] of fields) {
    const value = object[member];
    const at = { outer: place, key: member };
    if (value !== undefined) yield writeMember(writing, field, value, at);
  }
  if (inline?.kind.kind === "message") {
    const { message: inner } = inline.kind;
    const known = Object.entries(object).filter(([name]) => inner.byMember.has(name));
    writing.writer.tag(inline.number, WireType.LengthDelimited).fork();
    yield writeObject(writing, inner, Object.fromEntries(known), place);
    if (rest.inner !== undefined) writing.writer.raw(rest.inner);
    writing.writer.join();
  }
  if (rest.unknown !== undefined) writing.writer.raw(rest.unknown);
}

/** The fields to write; says which members have none, and which absent ones come back as empty. */
function fieldsOf(
  writing: Writing,
  message: ProtoMessage,
  object: JsonObject,
  place: JsonPlace | undefined,
  inline: ProtoField | undefined,
): ReadonlyMap<string, ProtoField> {
  const fields = new Map<string, ProtoField>();
  const groups = new Map<string, string>();
  for (const [member, candidates] of message.byMember) {
    const value = object[member];
    const field = value === undefined ? undefined : chooseField(candidates, value);
    if (field === undefined || (inline !== undefined && hasMember(inline, member))) continue;
    fields.set(member, field);
    if (field.group === undefined) continue;
    const other = groups.get(field.group);
    groups.set(field.group, member);
    if (other === undefined) continue;
    fields.delete(other);
    lose(writing, { outer: place, key: other }, `${member} takes its place`);
  }
  for (const [key, value] of Object.entries(object)) {
    const known = message.byMember.has(key) || (inline !== undefined && hasMember(inline, key));
    if (value === undefined || known || key === "$protobuf") continue;
    const what = `CycloneDX ${writing.version} in protocol buffers has no place for it`;
    lose(writing, { outer: place, key }, what);
  }
  for (const { member } of message.defaulted) {
    if (object[member] !== undefined) continue;
    lose(writing, { outer: place, key: member }, "an absent value comes back as an empty one");
  }
  return fields;
}

function* writeMember(
  writing: Writing,
  field: ProtoField,
  value: JsonValue,
  place: JsonPlace,
): Steps {
  const { kind, shape } = field;
  const unwrapped = kind.kind === "message" && kind.as === "unwrapped";
  if (!Array.isArray(value) || (shape === "one" && unwrapped)) {
    if (!Array.isArray(value) || value.length > 0) yield writeValue(writing, field, value, place);
    return;
  }
  if (shape === "one" || shape === "single") {
    lose(writing, place, "it is a list where one value belongs; it is left out");
    return;
  }
  if (wireTypeOf(kind) !== WireType.LengthDelimited && value.length > 0) {
    writing.writer.tag(field.number, WireType.LengthDelimited).fork();
    value.forEach((item: JsonValue, index) => {
      scalarWriter(writing, field, item, { outer: place, key: index })?.(writing.writer);
    });
    writing.writer.join();
    return;
  }
  for (const [index, item] of value.entries()) {
    const at = { outer: place, key: index };
    if (index > 0 && shape !== "list") lose(writing, at, "only the first one has a place");
    else yield writeValue(writing, field, item, at);
  }
}

/** Writes a tag and a value. */
function* writeValue(
  writing: Writing,
  field: ProtoField,
  value: JsonValue,
  place: JsonPlace,
): Steps {
  const { writer } = writing;
  const { kind } = field;
  if (kind.kind !== "message") {
    const write = scalarWriter(writing, field, value, place);
    write?.(writer.tag(field.number, wireTypeOf(kind)));
    return;
  }
  const { message } = kind;
  const [first] = message.byNumber.values();
  const inner = kind.as === "unwrapped" ? first : isJsonObject(value) ? undefined : message.self;
  if (inner === undefined && !isJsonObject(value)) {
    lose(writing, place, "it is no object; it is left out");
    return;
  }
  writer.tag(field.number, WireType.LengthDelimited).fork();
  if (inner !== undefined) yield writeMember(writing, inner, value, place);
  else if (isJsonObject(value)) yield writeObject(writing, message, value, place);
  writer.join();
}

/** What writes a value without its tag; nothing where there is nothing to write. */
function scalarWriter(
  writing: Writing,
  { kind, implicit, name }: ProtoField,
  value: JsonValue,
  place: JsonPlace,
): ((writer: BinaryWriter) => void) | undefined {
  if (kind.kind === "message") return undefined;
  const isEnum = kind.kind === "enum";
  const number = isEnum && typeof value === "string" ? kind.values.numbers.get(value) : undefined;
  if (implicit !== undefined && (value === "" || value === 0 || value === false || number === 0)) {
    if (implicit === "lost") lose(writing, place, "an empty value comes back as an absent one");
    return undefined;
  }
  if (isEnum) {
    if (number !== undefined) return (writer) => writer.int32(number);
    lose(writing, place, `it is no word for ${name}; it is left out`);
    return undefined;
  }
  const write = protoScalarWriter(kind.scalar, value);
  if (write === undefined) lose(writing, place, `it is no ${kind.scalar}; it is left out`);
  else if (kind.scalar === "float" && shortestFloat(Math.fround(Number(value))) !== value) {
    lose(writing, place, "a number of 32 bits holds less of it");
  } else if (typeof value === "string" && /[\uD800-\uDFFF]/u.test(value)) {
    lose(writing, place, "half a character becomes U+FFFD");
  }
  return write;
}

/** What `$protobuf` of an object says. */
interface Rest {
  readonly as: JsonValue | undefined;
  readonly unknown: Uint8Array | undefined;
  readonly inner: Uint8Array | undefined;
}

function restOf(writing: Writing, object: JsonObject, place: JsonPlace | undefined): Rest {
  const rest = object["$protobuf"];
  if (rest === undefined) return { as: undefined, unknown: undefined, inner: undefined };
  const at = { outer: place, key: "$protobuf" };
  if (!isJsonObject(rest)) lose(writing, at, "it does not say what the message held besides");
  const { as, unknown, inner } = isJsonObject(rest) ? rest : {};
  return { as, unknown: fieldsIn(writing, unknown, at), inner: fieldsIn(writing, inner, at) };
}

/** The fields that base64 holds, where they are whole. */
function fieldsIn(
  writing: Writing,
  text: JsonValue | undefined,
  place: JsonPlace,
): Uint8Array | undefined {
  if (text === undefined) return undefined;
  try {
    const bytes = base64Decode(typeof text === "string" ? text : "?");
    const reader = new BinaryReader(bytes);
    while (reader.pos < reader.len) {
      const [number, type] = reader.tag();
      reader.skip(type, number);
    }
    return bytes;
  } catch {
    lose(writing, place, "it holds no fields of protocol buffers; it is left out");
    return undefined;
  }
}

function lose(writing: Writing, place: JsonPlace | undefined, reason: string): void {
  writing.losses.push({ pointer: renderPlace(place), reason });
}
