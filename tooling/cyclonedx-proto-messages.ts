import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readCycloneDxSchema, type SchemaNode } from "./cyclonedx-json-schema.ts";
import { type ProtoField, parseProtoFile } from "./cyclonedx-proto-file.ts";

/** Entries of each message and enumeration of one version. */
export interface ProtoTables {
  readonly messages: ReadonlyMap<string, readonly string[]>;
  readonly enums: ReadonlyMap<string, readonly string[]>;
}

/** Members of JSON that a field has another name for, by message and field. */
const renamed: ReadonlyMap<string, string> = new Map([
  ["AttachedText.value", "content"],
  ["Hash.value", "content"],
  ["Dependency.dependencies", "dependsOn"],
  ["DataClassification.value", "classification"],
  ["DataFlow.value", "classification"],
  ["GraphicsCollection.graphic", "collection"],
  ["PostalAddressType.postalCodeue", "postalCode"],
  ["LicenseExpressionDetailed.details", "expressionDetails"],
  ["CertificateState.predefined_state", "state"],
  ["CommonExtension.name", "commonExtensionName"],
  ["CommonExtension.value", "commonExtensionValue"],
  ["CustomExtension.name", "customExtensionName"],
  ["CustomExtension.value", "customExtensionValue"],
  ["ProtocolProperties.cryptoRef", "cryptoRefArray"],
  ["ProtocolProperties.ikev2TransformTypesDetailed", "ikev2TransformTypes"],
]);

/** Messages whose content is the value itself: one of several objects, or a text. */
const choices: ReadonlySet<string> = new Set([
  "PatentOrFamily",
  "Asserter",
  "EnvironmentVars",
  "Datasets",
  "Extension",
]);

/** In JSON it is an object with one of two members, or that member itself. */
const entityOrContact = "OrganizationalEntityOrContact";

/** What a field holds. */
type Kind = "scalar" | "enum" | "timestamp" | "message";

/** Values of enumerations that do not end in a word of JSON. */
const words: ReadonlyMap<string, string> = new Map([
  ["MODEL_PARAMETER_APPROACH_TYPE_REINFORCED_LEARNING", "reinforcement-learning"],
  ["CRYPTO_IMPLEMENTATION_PLATFORM_X390X", "s390x"],
  ["VULNERABILITY_AFFECTED_STATUS_NOT_AFFECTED", "unaffected"],
  ["ENERGY_MEASURE_UNIT_TYPE_KILOWATT_HOURS", "kWh"],
  ["CO2_MEASURE_UNIT_TYPE_TONNES_CO2_EQUIVALENT", "tCO2eq"],
]);

const scalars: ReadonlyMap<string, string> = new Map([
  ["string", "s"],
  ["bool", "b"],
  ["int32", "i"],
  ["int64", "l"],
  ["float", "f"],
  ["double", "d"],
]);

/** How the messages of a version of CycloneDX's protocol buffers are objects of its JSON. */
export function protoTablesOf(folder: string, version: string): ProtoTables {
  const file = parseProtoFile(readFileSync(join(folder, `bom-${version}.proto`), "utf8"));
  const json = readCycloneDxSchema(folder, version);
  const messages = new Map<string, readonly string[]>();
  const enums = new Map<string, readonly string[]>();

  /** Adds a message; one that is an object in one place and a choice of several in another has two names. */
  function visit(name: string, node: SchemaNode): string {
    const fields = file.messages.get(name)?.fields ?? [];
    const either = name === entityOrContact && !json.properties(node).has("organization");
    const key = either ? `${name}.Either` : name;
    if (messages.has(key)) return key;
    messages.set(key, []);
    messages.set(
      key,
      fields.map((field) => entryOf(name, field, node)),
    );
    return key;
  }

  function entryOf(message: string, field: ProtoField, node: SchemaNode): string {
    const members = json.properties(node);
    const { kind, name: type } = kindOf(message, field.type);
    const known = renamed.get(`${short(message)}.${field.name}`) ?? "";
    const spellings = [known, field.name, camel(field.name), field.name.replaceAll("_", "-")];
    const member = spellings.find((name) => members.has(name));
    const entry = (member: string, sign: string, mark: string, type: string): string => {
      const { oneof, name, number } = field;
      const asked = oneof !== undefined && isRequired(message, oneof, node) ? "!" : "";
      const group = oneof === undefined ? "" : `@${oneof}${asked}`;
      return `${number}:${name}${member === name ? "" : `=${member}`}${sign}${mark}${type}${group}`;
    };
    const isChoice =
      choices.has(short(message)) || (message === entityOrContact && member === undefined);
    if (kind === "message" && (member === undefined || (isChoice && member !== "ref"))) {
      return entry(field.name, "", ">", visit(type, node));
    }
    // Where JSON has an object of its own for a reference, the member is its.
    if (isChoice && (member !== "ref" || message === "Asserter")) return entry(".", "", ":", "s");
    const target = members.get(member ?? "");
    if (member === undefined || target === undefined) {
      throw new Error(`${version}: ${message} has no member ${field.name}`);
    }
    const items = json.items(target);
    const value = items ?? target;
    const isRepeated = field.label === "repeated";
    const [first, ...others] = file.messages.get(type)?.fields ?? [];
    const hasObject = json.properties(target).size > 0;
    if (items !== undefined && !isRepeated && !hasObject && first && others.length === 0) {
      const list = { properties: { [first.name]: target } };
      return entry(member, "", "<", visit(type, list));
    }
    const sign = signOf(field, kind, items !== undefined, json.required(node).has(member));
    switch (kind) {
      case "scalar":
        return entry(member, sign, ":", type);
      case "enum":
        addEnum(type, json.words(value));
        return entry(member, sign, ":", `%${short(type)}`);
      case "timestamp": {
        const isDate = json.alternatives(value).some(({ format }) => format === "date");
        return entry(member, sign, ":", isDate ? "D" : "T");
      }
      case "message":
        break;
      default:
        return kind satisfies never;
    }
    if (items !== undefined && !isRepeated && hasObject) {
      return entry(member, "|", ":", visit(type, { anyOf: [target, items] }));
    }
    const mark = json.properties(value).size === 0 ? "<" : ":";
    return entry(member, sign, mark, visit(type, value));
  }

  /** Whether JSON Schema asks for one of the group. */
  function isRequired(message: string, oneof: string, node: SchemaNode): boolean {
    const fields = (file.messages.get(message)?.fields ?? []).filter(
      (field) => field.oneof === oneof,
    );
    const names = new Set(
      fields.flatMap((field) => [
        field.name,
        camel(field.name),
        renamed.get(`${short(message)}.${field.name}`) ?? "",
      ]),
    );
    return json
      .alternatives(node)
      .some(
        ({ oneOf = [], anyOf = oneOf }) =>
          anyOf.length > 0 &&
          anyOf.every((option) => [...json.required(option)].some((name) => names.has(name))),
      );
  }

  /** The kind of a type, and its full name or the letter of a scalar. */
  function kindOf(message: string, type: string): { readonly kind: Kind; readonly name: string } {
    const scalar = scalars.get(type);
    if (scalar !== undefined) return { kind: "scalar", name: scalar };
    const around = message.split(".");
    for (let length = around.length; length >= 0; length -= 1) {
      const name = [...around.slice(0, length), type].join(".");
      if (file.messages.has(name)) return { kind: "message", name };
      if (file.enums.has(name)) return { kind: "enum", name };
    }
    if (type !== "google.protobuf.Timestamp") throw new Error(`${version}: there is no ${type}`);
    return { kind: "timestamp", name: type };
  }

  function addEnum(name: string, known: readonly string[]): void {
    const values = file.enums.get(name) ?? [];
    const prefix = commonPrefix(values);
    const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, "");
    const entries = values.map((value, number) => {
      const rest = value.slice(prefix.length);
      const word =
        words.get(value) ?? known.find((candidate) => plain(candidate) === plain(rest)) ?? "";
      if (word === "" && !/_(NULL|UNSPECIFIED)$/.test(value)) {
        throw new Error(`${version}: ${value} is no word of ${known.join()}`);
      }
      if (word === "") return `${number}-${rest}`;
      return word.toUpperCase().replace(/[^A-Z0-9]/g, "_") === rest
        ? `${number}:${word}`
        : `${number}:${rest}=${word}`;
    });
    enums.set(short(name), [prefix, ...entries]);
  }

  visit("Bom", json.root);
  return { messages, enums };
}

/** `*` a list in both, `^` a list in JSON alone, `&` in protobuf alone, `!` and `?` a value whose default is not written. */
function signOf(field: ProtoField, kind: Kind, isList: boolean, isRequired: boolean): string {
  if (field.label === "repeated") return isList ? "*" : "&";
  if (isList) return "^";
  const isSeen = field.label === "optional" || field.oneof !== undefined;
  if (isSeen || kind === "message" || kind === "timestamp") return "";
  return isRequired ? "!" : "?";
}

/** The message's own name. */
function short(message: string): string {
  return message.slice(message.lastIndexOf(".") + 1);
}

function camel(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** What all names begin with, up to an underscore. */
function commonPrefix(names: readonly string[]): string {
  const [first = ""] = names;
  let prefix = "";
  for (let at = first.indexOf("_"); at >= 0; at = first.indexOf("_", at + 1)) {
    const next = first.slice(0, at + 1);
    if (names.every((name) => name.startsWith(next))) prefix = next;
  }
  return prefix;
}
