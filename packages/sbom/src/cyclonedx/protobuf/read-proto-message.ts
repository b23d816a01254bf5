import { BinaryReader, BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import type { Problem } from "@coppice/types";
import type { JsonObject } from "../../json/json-value.ts";
import { SbomError } from "../../sbom-error.ts";
import type { SbomLimits } from "../../sbom-limits.ts";
import { closeProtoFrame } from "./close-proto-frame.ts";
import { isOpenObject, listOf, type OpenObject, type ProtoFrame } from "./proto-frame.ts";
import type { ProtoField, ProtoMessage } from "./proto-message.ts";
import { readProtoScalar, wireTypeOf } from "./proto-scalar.ts";

/** A message as JSON. */
export interface ReadProtoMessage {
  readonly document: JsonObject;
  readonly problems: readonly Problem[];
}

/** Reads a message and those in it. */
export function readProtoMessage(
  bytes: Uint8Array,
  message: ProtoMessage,
  limits: Pick<SbomLimits, "depth" | "items">,
): ReadProtoMessage {
  const reader = new BinaryReader(bytes);
  const problems: Problem[] = [];
  const document: OpenObject = { bomFormat: "CycloneDX" };
  const open: ProtoFrame[] = [
    openFrame(message, document, undefined, undefined, bytes, 0, bytes.length),
  ];
  let items = 0;
  for (let frame = open[0]; frame !== undefined; frame = open[open.length - 1]) {
    if (reader.pos === frame.end) {
      open.pop();
      closeProtoFrame(frame, problems);
      continue;
    }
    const inner = readField(reader, frame, problems);
    if (reader.pos > frame.end) throw new RangeError("a field ends after its message");
    if (inner === undefined) continue;
    items += 1;
    if (open.length >= limits.depth) {
      throw new SbomError(
        "DOCUMENT_TOO_DEEP",
        `the document has more than ${limits.depth} messages inside one another; raise limits.depth to read it`,
      );
    }
    if (items > limits.items) {
      throw new SbomError(
        "TOO_MANY_ITEMS",
        `the document has more than ${limits.items} messages; raise limits.items to read it`,
      );
    }
    open.push(inner);
  }
  return { document, problems };
}

function openFrame(
  message: ProtoMessage,
  object: OpenObject,
  field: ProtoField | undefined,
  outer: ProtoFrame | undefined,
  bytes: Uint8Array,
  start: number,
  end: number,
): ProtoFrame {
  return {
    message,
    object,
    field,
    outer,
    bytes,
    start,
    end,
    self: undefined,
    groups: undefined,
    unknown: undefined,
  };
}

/** Reads one field; gives the message that it begins. */
function readField(
  reader: BinaryReader,
  frame: ProtoFrame,
  problems: Problem[],
): ProtoFrame | undefined {
  const start = reader.pos;
  const [number, type] = reader.tag();
  if (type === WireType.StartGroup || type === WireType.EndGroup) {
    throw new Error("it has a group, which version 3 of protocol buffers does not know");
  }
  const field = frame.message.byNumber.get(number);
  const wireType = field === undefined ? undefined : wireTypeOf(field.kind);
  const packed =
    field?.shape === "list" &&
    wireType !== WireType.LengthDelimited &&
    type === WireType.LengthDelimited;
  if (field === undefined || (type !== wireType && !packed)) {
    reader.skip(type, number);
    keepUnknown(reader, frame, start);
    return undefined;
  }
  enterGroup(frame, field, problems);
  if (field.kind.kind === "message") {
    const end = reader.uint32() + reader.pos;
    if (end > frame.end) throw new RangeError("a message ends after the one around it");
    return openMessage(reader, frame, field, field.kind.message, start, end, problems);
  }
  const end = packed ? reader.uint32() + reader.pos : start;
  if (end > frame.end) throw new RangeError("a list ends after its message");
  do {
    if (packed && reader.pos === end) break;
    readValue(reader, frame, field, start, problems);
  } while (reader.pos < end);
  if (packed && reader.pos > end) throw new RangeError("a value ends after its list");
  return undefined;
}

function readValue(
  reader: BinaryReader,
  frame: ProtoFrame,
  field: ProtoField,
  start: number,
  problems: Problem[],
): void {
  const { kind, member, shape } = field;
  if (kind.kind === "message") return;
  const at = reader.pos;
  const number = kind.kind === "enum" ? reader.int32() : 0;
  const value =
    kind.kind === "enum" ? kind.values.words.get(number) : readProtoScalar(reader, kind.scalar);
  if (value !== undefined) {
    if (shape === "list") listOf(frame.object, member).push(value);
    else if (frame.message.self === field) frame.self = value;
    else frame.object[member] = value;
    return;
  }
  // A value that stands for no word, such as an unspecified one, says nothing.
  if (kind.kind === "enum" && [...kind.values.names.values()].includes(number)) return;
  problems.push({
    code: "VALUE_UNKNOWN",
    message: `${field.name} of a ${frame.message.name} has a value that JSON has none for; it is kept as it is`,
    offset: at,
  });
  if (kind.kind === "enum") {
    // In a list of numbers it has no tag of its own.
    frame.unknown ??= [];
    frame.unknown.push(
      new BinaryWriter().tag(field.number, WireType.Varint).int32(number).finish(),
    );
  } else keepUnknown(reader, frame, start);
}

/** Begins a message in its place; a second one adds to the first, as protocol buffers have it. */
function openMessage(
  reader: BinaryReader,
  frame: ProtoFrame,
  field: ProtoField,
  message: ProtoMessage,
  start: number,
  end: number,
  problems: Problem[],
): ProtoFrame | undefined {
  const { object } = frame;
  const { kind, member, shape } = field;
  if (kind.kind === "message" && kind.as === "inline") {
    return openFrame(message, object, field, frame, frame.bytes, start, end);
  }
  const before = object[member];
  const addsUp =
    shape === "list" || (shape === "one" && kind.kind === "message" && kind.as === "object");
  if (before !== undefined && !addsUp) {
    reader.pos = end;
    keepUnknown(reader, frame, start);
    problems.push({
      code: "FIELD_REPEATED",
      message: `a ${frame.message.name} has ${field.name} more than once; only the first can be read, the others are kept as they are`,
      offset: start,
    });
    return undefined;
  }
  const again = shape === "one" && isOpenObject(before) ? before : {};
  return openFrame(message, again, field, frame, frame.bytes, start, end);
}

/** Of the fields of a group the last one counts. */
function enterGroup(frame: ProtoFrame, field: ProtoField, problems: Problem[]): void {
  if (field.group === undefined) return;
  frame.groups ??= new Map();
  const before = frame.groups.get(field.group);
  frame.groups.set(field.group, field);
  if (before === undefined || before === field) return;
  problems.push({
    code: "CHOICE_REPEATED",
    message: `a ${frame.message.name} has both ${before.name} and ${field.name}; the first is left out`,
    offset: frame.start,
  });
  frame.self = undefined;
  const inner =
    before.kind.kind === "message" && before.kind.as === "inline" ? before.kind.message : undefined;
  for (const member of inner?.byMember.keys() ?? [before.member]) delete frame.object[member];
}

function keepUnknown(reader: BinaryReader, frame: ProtoFrame, start: number): void {
  frame.unknown ??= [];
  frame.unknown.push(frame.bytes.subarray(start, reader.pos));
}
