import { BinaryReader, type BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import type { JsonValue } from "../../json/json-value.ts";
import type { ProtoKind, ProtoScalar } from "./proto-message.ts";
import { parseProtoTimestamp, renderProtoTimestamp } from "./proto-timestamp.ts";

const wireTypes: { readonly [scalar in ProtoScalar]: WireType } = {
  string: WireType.LengthDelimited,
  timestamp: WireType.LengthDelimited,
  date: WireType.LengthDelimited,
  bool: WireType.Varint,
  int32: WireType.Varint,
  int64: WireType.Varint,
  float: WireType.Bit32,
  double: WireType.Bit64,
};

/** How a field of that kind is written. */
export function wireTypeOf(kind: ProtoKind): WireType {
  if (kind.kind === "scalar") return wireTypes[kind.scalar];
  return kind.kind === "enum" ? WireType.Varint : WireType.LengthDelimited;
}

/** The value at the reader's place in JSON; nothing where JSON has none for it. */
export function readProtoScalar(
  reader: BinaryReader,
  scalar: ProtoScalar,
): string | number | boolean | undefined {
  switch (scalar) {
    case "string":
      return reader.string(true);
    case "bool":
      return reader.bool();
    case "int32":
      return reader.int32();
    case "int64":
      return safeInteger(reader.int64());
    case "float":
      return shortestFloat(reader.float());
    case "double":
      return finite(reader.double());
    case "timestamp":
    case "date":
      return readTimestamp(reader.bytes(), scalar === "date");
    default:
      return scalar satisfies never;
  }
}

/** What writes a value; nothing where there is no way to. */
export function protoScalarWriter(
  scalar: ProtoScalar,
  value: JsonValue,
): ((writer: BinaryWriter) => void) | undefined {
  switch (scalar) {
    case "string":
      return typeof value === "string" ? (writer) => writer.string(value) : undefined;
    case "bool":
      return typeof value === "boolean" ? (writer) => writer.bool(value) : undefined;
    case "int32":
      return typeof value === "number" && (value | 0) === value
        ? (writer) => writer.int32(value)
        : undefined;
    case "int64":
      return typeof value === "number" && Number.isSafeInteger(value)
        ? (writer) => writer.int64(value)
        : undefined;
    case "float":
      return typeof value === "number" && Number.isFinite(Math.fround(value))
        ? (writer) => writer.float(value)
        : undefined;
    case "double":
      return typeof value === "number" ? (writer) => writer.double(value) : undefined;
    case "timestamp":
    case "date":
      return timestampWriter(value, scalar === "date");
    default:
      return scalar satisfies never;
  }
}

function safeInteger(value: bigint | string): number | undefined {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : undefined;
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

/** The shortest number that is the same in 32 bits: 0.8 is not 0.800000011920929. */
export function shortestFloat(value: number): number | undefined {
  if (!Number.isFinite(value)) return undefined;
  for (let digits = 6; digits < 9; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}

function readTimestamp(bytes: Uint8Array, isDate: boolean): string | undefined {
  const reader = new BinaryReader(bytes);
  let seconds = 0;
  let nanos = 0;
  while (reader.pos < reader.len) {
    const [number, type] = reader.tag();
    if (number === 1 && type === WireType.Varint) seconds = Number(reader.int64());
    else if (number === 2 && type === WireType.Varint) nanos = reader.int32();
    else reader.skip(type, number);
  }
  const text = renderProtoTimestamp({ seconds, nanos });
  if (!isDate) return text;
  return text?.endsWith("T00:00:00Z") === true ? text.slice(0, 10) : undefined;
}

function timestampWriter(
  value: JsonValue,
  isDate: boolean,
): ((writer: BinaryWriter) => void) | undefined {
  if (typeof value !== "string" || (value.length === 10) !== isDate) return undefined;
  const timestamp = parseProtoTimestamp(value);
  if (timestamp === undefined) return undefined;
  return (writer) => {
    writer.fork();
    if (timestamp.seconds !== 0) writer.tag(1, WireType.Varint).int64(timestamp.seconds);
    if (timestamp.nanos !== 0) writer.tag(2, WireType.Varint).int32(timestamp.nanos);
    writer.join();
  };
}
