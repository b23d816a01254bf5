import { jsonPointerSteps } from "./json-pointer.ts";
import { isJsonObject, type JsonValue } from "./json-value.ts";

/** What a JSON pointer points to; `undefined` where there is nothing. See RFC 6901, section 4. */
export function findValue(root: JsonValue, pointer: string): JsonValue | undefined {
  let value: JsonValue | undefined = root;
  for (const step of jsonPointerSteps(pointer)) {
    if (Array.isArray(value)) value = value[Number(step)];
    else if (isJsonObject(value) && Object.hasOwn(value, step)) value = value[step];
    else return undefined;
  }
  return value;
}
