import {
  cycloneDxProtoEnums,
  cycloneDxProtoMessages,
} from "../../generated/cyclonedx-proto-messages.ts";
import type {
  ProtoEnum,
  ProtoField,
  ProtoKind,
  ProtoMessage,
  ProtoScalar,
} from "./proto-message.ts";

const scalars: ReadonlyMap<string, ProtoScalar> = new Map([
  ["s", "string"],
  ["b", "bool"],
  ["i", "int32"],
  ["l", "int64"],
  ["f", "float"],
  ["d", "double"],
  ["T", "timestamp"],
  ["D", "date"],
]);

const shapes: ReadonlyMap<string, ProtoField["shape"]> = new Map([
  ["*", "list"],
  ["^", "first"],
  ["&", "single"],
  ["|", "either"],
]);

const compiled = new Map<string, ReadonlyMap<string, ProtoMessage>>();

/** The message `Bom` of a version such as `1.6`; the others hang on it. */
export function rootProtoMessage(version: string): ProtoMessage | undefined {
  if (!/^1\.[3-7]$/.test(version)) return undefined;
  let messages = compiled.get(version);
  if (messages === undefined) {
    messages = compileMessages(version.slice(2));
    compiled.set(version, messages);
  }
  return messages.get("Bom");
}

interface OpenMessage extends ProtoMessage {
  readonly byNumber: Map<number, ProtoField>;
  readonly byName: Map<string, ProtoField>;
  readonly byMember: Map<string, readonly ProtoField[]>;
  readonly inline: ProtoField[];
  readonly defaulted: ProtoField[];
  readonly groups: Set<string>;
  self: ProtoField | undefined;
}

function compileMessages(digit: string): ReadonlyMap<string, ProtoMessage> {
  const enums = new Map<string, ProtoEnum>();
  for (const [name, entries] of Object.entries(cycloneDxProtoEnums)) {
    enums.set(name, compileEnum(entriesOf(entries, digit)));
  }
  const messages = new Map<string, OpenMessage>();
  for (const name of Object.keys(cycloneDxProtoMessages)) {
    messages.set(name, {
      name,
      byNumber: new Map(),
      byName: new Map(),
      byMember: new Map(),
      inline: [],
      defaulted: [],
      groups: new Set(),
      self: undefined,
    });
  }
  for (const [name, message] of messages) {
    const entries = entriesOf(cycloneDxProtoMessages[name] ?? "", digit);
    const numberOf = (entry: string): number => Number.parseInt(entry, 10);
    for (const entry of entries.toSorted((a, b) => numberOf(a) - numberOf(b))) {
      addField(message, entry, messages, enums);
    }
  }
  return messages;
}

/** The entries that a version has: after `|` come the first and the last digit of those that do. */
function entriesOf(entries: string, digit: string): readonly string[] {
  return entries.split(" ").flatMap((written) => {
    const at = written.lastIndexOf("|");
    const versions = at < 0 ? "" : written.slice(at + 1);
    if (!/^[0-9]{1,2}$/.test(versions)) return [written];
    const [first = "0", last = "9"] = versions;
    return digit >= first && digit <= last ? [written.slice(0, at)] : [];
  });
}

/**
 * Adds the field that an entry describes: number, `:`, name, `=member` where JSON has another name (`.` for the value
 * itself), one sign: `*` list, `^` first, `&` single, `|` either, `!` a default that is not written but asked for, `?` one
 * that is not written; then `:` with a scalar's letter, `%enumeration` or message, `<` with a message that is unwrapped or
 * `>` with one that is inline; `@group`, with `!` where JSON asks for one of the group.
 */
function addField(
  message: OpenMessage,
  entry: string,
  messages: ReadonlyMap<string, ProtoMessage>,
  enums: ReadonlyMap<string, ProtoEnum>,
): void {
  const [, number = "", name = "", member = name, sign = "", mark = "", type = "", group, asked] =
    /^([0-9]+):([A-Za-z0-9_]+)(?:=([-A-Za-z0-9.]+))?([*^&|!?]?)([:<>])([%A-Za-z0-9.]+)(?:@([a-z_]+)(!?))?$/.exec(
      entry,
    ) ?? [];
  const kind = kindOf(type, mark, messages, enums);
  if (kind === undefined) return;
  const field: ProtoField = {
    number: Number(number),
    name,
    member,
    shape: shapes.get(sign) ?? "one",
    kind,
    group,
    implicit: sign === "!" ? "asked" : sign === "?" ? "lost" : undefined,
  };
  message.byNumber.set(field.number, field);
  message.byName.set(name, field);
  if (asked === "!" && group !== undefined) message.groups.add(group);
  if (sign === "!") message.defaulted.push(field);
  if (member === ".") message.self = field;
  else if (mark === ">") message.inline.push(field);
  else {
    // Of two fields for a member, the later one holds more.
    const others = message.byMember.get(member) ?? [];
    message.byMember.set(member, [field, ...others]);
  }
}

function kindOf(
  type: string,
  mark: string,
  messages: ReadonlyMap<string, ProtoMessage>,
  enums: ReadonlyMap<string, ProtoEnum>,
): ProtoKind | undefined {
  const scalar = scalars.get(type);
  if (scalar !== undefined) return { kind: "scalar", scalar };
  const values = type.startsWith("%") ? enums.get(type.slice(1)) : undefined;
  if (values !== undefined) return { kind: "enum", values };
  const message = messages.get(type);
  if (message === undefined) return undefined;
  const as = mark === "<" ? "unwrapped" : mark === ">" ? "inline" : "object";
  return { kind: "message", message, as };
}

/** Reads `PREFIX_`, then `0-NAME` without word, `1:word` that is spelt like the name, `2:NAME=word`. */
function compileEnum([prefix = "", ...entries]: readonly string[]): ProtoEnum {
  const words = new Map<number, string>();
  const numbers = new Map<string, number>();
  const names = new Map<string, number>();
  for (const entry of entries) {
    const [, digits = "", mark = "", left = "", right] =
      /^([0-9]+)([-:])([^=]+)(?:=(.+))?$/.exec(entry) ?? [];
    const number = Number(digits);
    const word = right ?? left;
    const name =
      right === undefined && mark === ":" ? left.toUpperCase().replace(/[^A-Z0-9]/g, "_") : left;
    names.set(prefix + name, number);
    if (mark === "-") continue;
    words.set(number, word);
    numbers.set(word, number);
  }
  return { words, numbers, names };
}
