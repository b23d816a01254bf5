import { SbomError } from "../sbom-error.ts";
import { defaultSbomLimits, type SbomLimits } from "../sbom-limits.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "./json-value.ts";
import { createLineCounter } from "./line-counter.ts";
import { scanJson } from "./scan-json.ts";
import { tooDeep } from "./too-deep.ts";

/**
 * The value of JSON text. A byte order mark before it is ignored; a member `__proto__` is a member like others. Of a
 * member that is there twice the last one counts; {@link validateSbom} finds such members.
 *
 * @throws An {@link SbomError} with code `JSON_INVALID` where the text is not JSON, `DOCUMENT_TOO_DEEP` past the limit.
 */
export function parseJsonText(
  text: string,
  limits: Pick<SbomLimits, "depth"> = defaultSbomLimits,
): JsonValue {
  let value: JsonValue;
  try {
    value = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (cause) {
    throw new SbomError("JSON_INVALID", invalidMessage(text), { cause });
  }
  if (isDeeper(value, limits.depth)) throw tooDeep(limits.depth);
  return value;
}

function invalidMessage(text: string): string {
  const fault = scanJson(text, {}, true);
  if (fault === undefined) return "the document is not JSON that this machine can read";
  const { line, column } = createLineCounter(text)(fault.offset);
  const what =
    text.length === 0 ? "the document is empty" : `line ${line}, column ${column} is not JSON`;
  return `${what}; expected ${fault.expected}, mend it or make the document again`;
}

/** Whether more than `limit` containers are inside one another. Goes level by level, so any depth is fine. */
function isDeeper(root: JsonValue, limit: number): boolean {
  let level = isContainer(root) ? [root] : [];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth === limit) return true;
    const next: JsonContainer[] = [];
    for (const container of level) {
      if (isJsonObject(container)) {
        for (const member in container) {
          const value = container[member];
          if (isContainer(value)) next.push(value);
        }
      } else for (const value of container) if (isContainer(value)) next.push(value);
    }
    level = next;
  }
  return false;
}

type JsonContainer = JsonObject | readonly JsonValue[];

function isContainer(value: JsonValue | undefined): value is JsonContainer {
  return typeof value === "object" && value !== null;
}
