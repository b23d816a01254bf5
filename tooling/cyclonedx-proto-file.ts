/** A message of a protocol buffer definition. */
interface ProtoMessage {
  /** With the names of the messages around it, such as `Declarations.Evidence`. */
  readonly name: string;
  readonly fields: readonly ProtoField[];
}

export interface ProtoField {
  readonly name: string;
  readonly number: number;
  /** As it is written. */
  readonly type: string;
  /** `optional`, `repeated` or empty. */
  readonly label: string;
  readonly oneof: string | undefined;
}

export interface ProtoFile {
  readonly messages: ReadonlyMap<string, ProtoMessage>;
  /** Names of the values of each enumeration, by number. */
  readonly enums: ReadonlyMap<string, readonly string[]>;
}

/** Reads a protocol buffer definition as far as CycloneDX's go: messages, enumerations, oneofs, plain fields. */
export function parseProtoFile(text: string): ProtoFile {
  const plain = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/.*$/gm, "");
  const messages = new Map<string, ProtoMessage & { fields: ProtoField[] }>();
  const enums = new Map<string, string[]>();
  const open: { kind: string; name: string }[] = [];
  const pathOf = (name: string): string =>
    [...open.filter(({ kind }) => kind === "message").map((outer) => outer.name), name].join(".");
  for (const [, statement = "", end] of plain.matchAll(/([^;{}]*)([;{}])/g)) {
    const words = statement
      .replace(/\[[^\]]*\]/g, "")
      .trim()
      .split(/[\s=]+/);
    const innermost = open.at(-1);
    if (end === "{") {
      const [kind = "", name = ""] = words;
      if (kind === "message") messages.set(pathOf(name), { name: pathOf(name), fields: [] });
      if (kind === "enum") enums.set(pathOf(name), []);
      open.push({ kind, name: kind === "enum" ? pathOf(name) : name });
    } else if (end === "}") open.pop();
    else if (innermost?.kind === "enum") {
      const list = enums.get(innermost.name);
      if (list !== undefined) list[Number(words[1])] = words[0] ?? "";
    } else if (innermost !== undefined) {
      const label = words[0] === "optional" || words[0] === "repeated" ? words[0] : "";
      const [type = "", name = "", number] = label === "" ? words : words.slice(1);
      if (number === undefined || type === "reserved") continue;
      const oneof = innermost.kind === "oneof" ? innermost.name : undefined;
      const path = open
        .filter(({ kind }) => kind === "message")
        .map((outer) => outer.name)
        .join(".");
      messages.get(path)?.fields.push({ name, number: Number(number), type, label, oneof });
    }
  }
  return { messages, enums };
}
