import { isJsonObject, type JsonObject, type JsonValue } from "../../json/json-value.ts";
import type { ProtoField, ProtoMessage } from "./proto-message.ts";

/**
 * The field whose message takes the members of an object that the message itself has no place for: the first that has one
 * for all members, else the one that has one for most. None where the message itself has a place for all.
 */
export function chooseInlineField(
  message: ProtoMessage,
  object: JsonObject,
): ProtoField | undefined {
  const names = Object.keys(object).filter((name) => !name.startsWith("$"));
  const isOwn = message.byMember.size > 0 && names.every((name) => message.byMember.has(name));
  if (isOwn) return undefined;
  let best: ProtoField | undefined;
  let most = -1;
  for (const field of message.inline) {
    const known = names.filter((name) => hasMember(field, name)).length;
    if (known > most) {
      best = field;
      most = known;
    }
  }
  return best;
}

/** Whether the field's message has a place for a member. */
export function hasMember({ kind }: ProtoField, name: string): boolean {
  return kind.kind === "message" && kind.message.byMember.has(name);
}

/** The field that a value is written as, of those that the member can be. */
export function chooseField(
  fields: readonly ProtoField[],
  value: JsonValue,
): ProtoField | undefined {
  return fields.length === 1
    ? fields[0]
    : (fields.find((field) => suits(field, value)) ?? fields[0]);
}

function suits({ kind }: ProtoField, value: JsonValue): boolean {
  if (Array.isArray(value)) {
    return value.every((item) => isJsonObject(item) === (kind.kind === "message"));
  }
  if (kind.kind !== "message") return !isJsonObject(value);
  return (
    isJsonObject(value) &&
    Object.entries(value).every(([name, inner]) => {
      const [field] = kind.message.byMember.get(name) ?? [];
      return field !== undefined && inner !== undefined && suits(field, inner);
    })
  );
}
