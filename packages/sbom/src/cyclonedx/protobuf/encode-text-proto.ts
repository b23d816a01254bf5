import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { SbomError } from "../../sbom-error.ts";
import type { SbomLimits } from "../../sbom-limits.ts";
import type { ProtoField, ProtoMessage, ProtoScalar } from "./proto-message.ts";
import { wireTypeOf } from "./proto-scalar.ts";
import { failTextProto, type TextProtoToken, textProtoTokens } from "./text-proto-tokens.ts";

/** A message while it is read. */
interface OpenMessage {
  readonly message: ProtoMessage;
  /** The sign that ends it. */
  readonly close: string;
  /** The field whose list it stands in. */
  readonly listed: ProtoField | undefined;
  /** Fields that it has and cannot have again, and groups of which it has one. */
  readonly seen: Set<string>;
}

/** The words of a message, and the next one of them. */
interface Source {
  readonly tokens: Iterator<TextProtoToken, void, undefined>;
  next: TextProtoToken | undefined;
  line: number;
}

const timestamp = messageOf([
  ["seconds", 1, "int64"],
  ["nanos", 2, "int32"],
]);

/**
 * A message in the text format of protocol buffers as bytes. See Text Format Language Specification.
 *
 * @throws An {@link SbomError} with code `PROTOBUF_INVALID` where the text is no such message, `DOCUMENT_TOO_DEEP` or
 * `TOO_MANY_ITEMS` past a limit.
 */
export function encodeTextProto(
  text: string,
  root: ProtoMessage,
  limits: Pick<SbomLimits, "depth" | "items">,
): Uint8Array {
  const writer = new BinaryWriter();
  const source: Source = { tokens: textProtoTokens(text), next: undefined, line: 1 };
  advance(source);
  const open: OpenMessage[] = [openMessage(root, "", undefined)];
  let items = 0;
  const begin = (field: ProtoField, listed: boolean): void => {
    const close = take(source, "{") ? "}" : take(source, "<") ? ">" : fail(source, "{ is missing");
    items += 1;
    if (open.length >= limits.depth) {
      throw new SbomError(
        "DOCUMENT_TOO_DEEP",
        `line ${source.line} has more than ${limits.depth} messages inside one another; raise limits.depth to read it`,
      );
    }
    if (items > limits.items) {
      throw new SbomError(
        "TOO_MANY_ITEMS",
        `the document has more than ${limits.items} messages; raise limits.items to read it`,
      );
    }
    writer.tag(field.number, WireType.LengthDelimited).fork();
    const message = field.kind.kind === "message" ? field.kind.message : timestamp;
    open.push(openMessage(message, close, listed ? field : undefined));
  };
  for (let innermost = open[0]; innermost !== undefined; innermost = open[open.length - 1]) {
    if (source.next === undefined) {
      if (innermost.close !== "") fail(source, "a message is not closed");
      break;
    }
    if (innermost.close !== "" && take(source, innermost.close)) {
      writer.join();
      open.pop();
      const { listed } = innermost;
      if (listed === undefined) takeSeparator(source);
      else if (take(source, ",")) begin(listed, true);
      else endList(source);
      continue;
    }
    const field = readFieldName(source, innermost);
    const colon = take(source, ":");
    const list = take(source, "[");
    if (list && field.shape !== "list" && field.shape !== "single") {
      fail(source, `${field.name} is no list`);
    }
    if (isMessage(field)) {
      if (!list) begin(field, false);
      else if (take(source, "]")) takeSeparator(source);
      else begin(field, true);
    } else {
      if (!colon) fail(source, ": is missing");
      readScalars(source, writer, field, list);
    }
  }
  return writer.finish();
}

function openMessage(
  message: ProtoMessage,
  close: string,
  listed: ProtoField | undefined,
): OpenMessage {
  return { message, close, listed, seen: new Set() };
}

function isMessage({ kind }: ProtoField): boolean {
  return (
    kind.kind === "message" ||
    (kind.kind === "scalar" && (kind.scalar === "timestamp" || kind.scalar === "date"))
  );
}

function advance(source: Source): TextProtoToken | undefined {
  const { next } = source;
  const { value, done } = source.tokens.next();
  source.next = done === true || value === undefined ? undefined : value;
  if (source.next !== undefined) source.line = source.next.line;
  return next;
}

/** Takes a sign where it comes next. */
function take(source: Source, sign: string): boolean {
  if (source.next?.kind !== "sign" || source.next.text !== sign) return false;
  advance(source);
  return true;
}

function takeSeparator(source: Source): void {
  if (!take(source, ",")) take(source, ";");
}

function endList(source: Source): void {
  if (!take(source, "]")) fail(source, "a list is not closed");
  takeSeparator(source);
}

function fail(source: Source, what: string): never {
  return failTextProto(source.line, what);
}

function readFieldName(source: Source, { message, seen }: OpenMessage): ProtoField {
  const token = advance(source);
  const field = token?.kind === "word" ? message.byName.get(token.text) : undefined;
  if (field === undefined) {
    return fail(source, `a ${message.name} has no field ${token?.text.slice(0, 64) ?? ""}`);
  }
  if (field.shape === "list" || field.shape === "single") return field;
  const key = field.group === undefined ? field.name : `one of ${field.group}`;
  if (seen.has(key)) fail(source, `a ${message.name} has ${key} twice`);
  seen.add(key);
  return field;
}

function readScalars(source: Source, writer: BinaryWriter, field: ProtoField, list: boolean): void {
  if (list && take(source, "]")) {
    takeSeparator(source);
    return;
  }
  do {
    writer.tag(field.number, wireTypeOf(field.kind));
    if (field.kind.kind === "enum") writer.int32(readEnum(source, field.kind.values.names));
    else if (field.kind.kind === "scalar") readScalar(source, writer, field.kind.scalar);
  } while (list && take(source, ","));
  if (list) endList(source);
  else takeSeparator(source);
}

function readEnum(source: Source, names: ReadonlyMap<string, number>): number {
  const minus = take(source, "-") ? "-" : "";
  const { text = "" } = advance(source) ?? {};
  const value = names.get(minus + text) ?? Number(integerOf(source, minus + text, 32));
  return value;
}

function readScalar(source: Source, writer: BinaryWriter, scalar: ProtoScalar): void {
  if (scalar === "string") {
    writer.bytes(readText(source));
    return;
  }
  const minus = take(source, "-") ? "-" : "";
  const word = advance(source);
  if (word?.kind !== "word") fail(source, "a value is missing");
  const text = minus + word.text;
  switch (scalar) {
    case "bool":
      if (!/^(true|True|t|1|false|False|f|0)$/.test(text)) fail(source, `${text} is no bool`);
      writer.bool(/^(true|True|t|1)$/.test(text));
      return;
    case "int32":
      writer.int32(Number(integerOf(source, text, 32)));
      return;
    case "int64":
      writer.int64(integerOf(source, text, 64));
      return;
    case "float":
      writer.float(Math.fround(decimalOf(source, text)));
      return;
    case "double":
      writer.double(decimalOf(source, text));
      return;
    case "timestamp":
    case "date":
      return;
    default:
      scalar satisfies never;
  }
}

/** The bytes of a text, which may be written in several. */
function readText(source: Source): Uint8Array {
  const bytes: number[] = [];
  if (source.next?.kind !== "text") fail(source, "a text is missing");
  while (source.next?.kind === "text") {
    const piece = advance(source)?.bytes ?? new Uint8Array();
    if (source.next?.kind !== "text" && bytes.length === 0) return piece;
    for (const byte of piece) bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}

function integerOf(source: Source, text: string, bits: 32 | 64): bigint {
  const [, minus = "", digits = ""] = /^(-?)(0[xX][0-9A-Fa-f]{1,16}|[0-9]{1,22})$/.exec(text) ?? [];
  if (digits === "" || /^0[0-9]*[89]/.test(digits))
    fail(source, `${text.slice(0, 64)} is no number`);
  const value = BigInt(/^0[0-9]/.test(digits) ? `0o${digits.slice(1)}` : digits.toLowerCase());
  const signed = minus === "" ? value : -value;
  if (BigInt.asIntN(bits, signed) !== signed) fail(source, `${text} is too large`);
  return signed;
}

function decimalOf(source: Source, text: string): number {
  if (/^-?(inf|infinity)$/i.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
  if (/^-?nan$/i.test(text)) return Number.NaN;
  const number = text.replace(/[fF]$/, "");
  if (!/^-?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?$/.test(number)) {
    fail(source, `${text.slice(0, 64)} is no number`);
  }
  return Number(number);
}

function messageOf(fields: readonly (readonly [string, number, ProtoScalar])[]): ProtoMessage {
  const made = fields.map(
    ([name, number, scalar]): ProtoField => ({
      name,
      number,
      member: name,
      shape: "one",
      kind: { kind: "scalar", scalar },
      group: undefined,
      implicit: undefined,
    }),
  );
  return {
    name: "Timestamp",
    byNumber: new Map(made.map((field) => [field.number, field])),
    byName: new Map(made.map((field) => [field.name, field])),
    byMember: new Map(),
    inline: [],
    defaulted: [],
    groups: new Set(),
    self: undefined,
  };
}
