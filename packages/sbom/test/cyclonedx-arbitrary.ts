import fc from "fast-check";
import type {
  ProtoField,
  ProtoKind,
  ProtoMessage,
} from "../src/cyclonedx/protobuf/proto-message.ts";
import { rootProtoMessage } from "../src/cyclonedx/protobuf/proto-messages.ts";
import { shortestFloat } from "../src/cyclonedx/protobuf/proto-scalar.ts";
import type {
  XmlAlternative,
  XmlMember,
  XmlScalar,
  XmlType,
  XmlValue,
} from "../src/cyclonedx/xml/xml-type.ts";
import { rootXmlType } from "../src/cyclonedx/xml/xml-types.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../src/json/json-value.ts";

const character = fc.oneof(
  { weight: 9, arbitrary: fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 1 }) },
  fc.constantFrom("\n", "\r", "\t", "&", "<", "]]>", '"', "é", "\u{1F600}"),
);
const text = fc.string({ unit: character, maxLength: 12 });
const trimmed = text.map((value) => value.trim());

/** Documents that the XML Schema of a version may hold, as far as names and kinds of values go. */
export function xmlDocuments(version: string): fc.Arbitrary<JsonObject> {
  const root = rootXmlType(version);
  if (root === undefined) throw new Error(`no XML of ${version}`);
  return objectOf(root, 3).map((object) => ({
    bomFormat: "CycloneDX",
    specVersion: version,
    ...object,
  }));
}

function objectOf(type: XmlType, depth: number): fc.Arbitrary<JsonObject> {
  const members = [...type.attributes.values(), ...type.order];
  if (type.text !== undefined) members.push(type.text);
  return someOf(members).chain((chosen) =>
    fc
      .tuple(...chosen.map((member) => memberOf(member, depth)))
      .map((parts): JsonObject => Object.assign({}, textOf(type), ...parts)),
  );
}

/** What an element's own text is where it has none. */
function textOf({ text: own }: XmlType): JsonObject {
  return own === undefined || own.optional ? {} : { [own.member]: "" };
}

function memberOf(member: XmlMember, depth: number): fc.Arbitrary<JsonObject> {
  const { member: name, shape, value, alternatives, object } = member;
  const named = (values: fc.Arbitrary<JsonValue>): fc.Arbitrary<JsonObject> =>
    values.map((given) => ({ [name]: given }));
  if (depth === 0 && value.kind !== "scalar") return fc.constant({});
  switch (shape) {
    case "nowhere":
      return fc.constant({});
    case "spread":
      return value.kind === "object" ? objectOf(value.type, depth) : fc.constant({});
    case "many":
      return named(
        fc.array(arbitraryOf(value, depth - 1), { minLength: 1, maxLength: member.single ? 1 : 2 }),
      );
    case "list": {
      const items = fc.array(
        fc.oneof(...alternatives.map((alternative) => alternativeOf(alternative, depth - 1))),
        { maxLength: 2 },
      );
      return named(
        object === undefined
          ? items
          : fc.oneof(items, objectOf(object, depth - 1).filter(isFilled)),
      );
    }
    case "one": {
      const isOptional = member.optional && value.kind === "scalar";
      const values = arbitraryOf(value, depth - 1);
      return named(isOptional ? values.filter((given) => given !== "") : values);
    }
    default:
      return shape satisfies never;
  }
}

function isFilled(object: JsonObject): boolean {
  return Object.keys(object).length > 0;
}

function alternativeOf({ under, value }: XmlAlternative, depth: number): fc.Arbitrary<JsonValue> {
  const values = arbitraryOf(value, depth);
  return under === undefined ? values : values.map((given) => ({ [under]: given }));
}

function arbitraryOf(value: XmlValue, depth: number): fc.Arbitrary<JsonValue> {
  switch (value.kind) {
    case "scalar":
      return scalarOf(value.scalar);
    case "object": {
      const objects = depth < 0 ? fc.constant(textOf(value.type)) : objectOf(value.type, depth);
      return value.mixed
        ? fc.oneof(
            text.filter((given) => given.trim() !== ""),
            objects,
          )
        : objects;
    }
    case "choice":
      return fc.oneof(
        ...value.alternatives.map((alternative) => alternativeOf(alternative, depth)),
      );
    default:
      return value satisfies never;
  }
}

function scalarOf(scalar: XmlScalar): fc.Arbitrary<JsonValue> {
  switch (scalar) {
    case "string":
      return text;
    case "trimmed":
      return trimmed;
    case "boolean":
      return fc.boolean();
    case "integer":
      return fc.maxSafeInteger().map((value) => value + 0);
    case "number":
      return fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
    default:
      return scalar satisfies never;
  }
}

/** Documents that the protocol buffers of a version may hold. */
export function protoDocuments(version: string): fc.Arbitrary<JsonObject> {
  const root = rootProtoMessage(version);
  if (root === undefined) throw new Error(`no protocol buffers of ${version}`);
  return messageOf(root, 3).map((object) => ({
    ...object,
    bomFormat: "CycloneDX",
    specVersion: version,
  }));
}

function messageOf(message: ProtoMessage, depth: number): fc.Arbitrary<JsonObject> {
  const defaulted = new Set(message.defaulted);
  const fields = [...message.byMember.values()].flatMap(([field]) => field ?? []);
  const optional = fields.filter((field) => !defaulted.has(field));
  return fc.tuple(someOf(optional), fc.nat()).chain(([chosen, which]) => {
    const grouped = new Map(chosen.map((field) => [field.group ?? field.name, field]));
    const written = [...message.defaulted, ...grouped.values()];
    const parts = written.map((field) => fieldOf(field, depth));
    const inline = message.inline[which % Math.max(1, message.inline.length)];
    if (inline?.kind.kind === "message") {
      const inner = messageOf(inline.kind.message, depth);
      return message.byMember.size === 0 || which % 2 === 0 ? inner : fc.tuple(...parts).map(merge);
    }
    return fc.tuple(...parts).map(merge);
  });
}

function merge(parts: readonly JsonObject[]): JsonObject {
  return Object.assign({}, ...parts);
}

function fieldOf(
  { member, shape, kind, implicit }: ProtoField,
  depth: number,
): fc.Arbitrary<JsonObject> {
  if (depth === 0 && kind.kind === "message") return fc.constant({});
  const values = kindOf(kind, depth - 1);
  const named = (value: JsonValue): JsonObject => ({ [member]: value });
  switch (shape) {
    case "list":
      return fc.array(values, { minLength: 1, maxLength: 2 }).map(named);
    case "first":
      return values.map((value) => named([value]));
    case "either":
      return values.map((value) => {
        const isObject =
          isJsonObject(value) && ("components" in value || "services" in value || !isFilled(value));
        return named(isObject ? value : [value]);
      });
    case "one":
    case "single":
      return (
        implicit === "lost" ? values.filter((value) => value !== "" && value !== 0) : values
      ).map(named);
    default:
      return shape satisfies never;
  }
}

function kindOf(kind: ProtoKind, depth: number): fc.Arbitrary<JsonValue> {
  switch (kind.kind) {
    case "enum":
      return fc.constantFrom(...kind.values.words.values());
    case "message": {
      const [first] = kind.message.byNumber.values();
      if (kind.as === "unwrapped" && first !== undefined) {
        const values = kindOf(first.kind, depth);
        return first.shape === "list" ? fc.array(values, { minLength: 1, maxLength: 2 }) : values;
      }
      const objects = messageOf(kind.message, Math.max(depth, 0));
      return kind.message.self === undefined ? objects : fc.oneof(text, objects.filter(isFilled));
    }
    case "scalar":
      break;
    default:
      return kind satisfies never;
  }
  switch (kind.scalar) {
    case "string":
      return text;
    case "bool":
      return fc.boolean();
    case "int32":
      return fc.integer();
    case "int64":
      return fc.maxSafeInteger();
    case "float":
      return fc
        .float({ noNaN: true, noDefaultInfinity: true })
        .map((value) => (shortestFloat(value) ?? 0) + 0);
    case "double":
      return fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
    case "timestamp":
    case "date": {
      const instants = fc.date({
        min: new Date("0001-01-01T00:00:00Z"),
        max: new Date("9999-12-31T23:59:59Z"),
        noInvalidDate: true,
      });
      const isDate = kind.scalar === "date";
      return instants.map((instant) => {
        const written = instant.toISOString();
        return isDate ? written.slice(0, 10) : written.replace(".000Z", "Z");
      });
    }
    default:
      return kind.scalar satisfies never;
  }
}

/** Some of the items, in their order. */
function someOf<Item>(items: readonly Item[]): fc.Arbitrary<readonly Item[]> {
  return fc.subarray([...items], { maxLength: Math.min(items.length, 4) });
}
