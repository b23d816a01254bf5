import type { OnProblem } from "@coppice/types";
import { SbomError } from "../sbom-error.ts";
import { defaultSbomLimits, type SbomLimits } from "../sbom-limits.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "./json-value.ts";
import { createLineCounter } from "./line-counter.ts";
import { scanJson } from "./scan-json.ts";
import { tooDeep } from "./too-deep.ts";

/**
 * The value of JSON text. A byte order mark before it is ignored; a member `__proto__` is a member like others. Of a
 * member that is there twice the last one counts; {@link validateSbom} finds such members. A whole number that
 * JavaScript cannot hold exactly is a problem `NUMBER_INEXACT`, and comes out as the nearest one.
 *
 * @throws An {@link SbomError} with code `JSON_INVALID` where the text is not JSON, `DOCUMENT_TOO_DEEP` past the limit.
 */
export function parseJsonText(
  text: string,
  limits: Pick<SbomLimits, "depth"> = defaultSbomLimits,
  onProblem?: OnProblem,
): JsonValue {
  let value: JsonValue;
  try {
    value = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (cause) {
    throw new SbomError("JSON_INVALID", invalidMessage(text), { cause });
  }
  const { deeper, inexact } = survey(value, limits.depth);
  if (deeper) throw tooDeep(limits.depth);
  if (inexact && onProblem !== undefined) reportInexactNumbers(text, onProblem);
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

/**
 * Whether more than `limit` containers are inside one another, and whether a number is not what was written. Goes level by
 * level, so any depth is fine.
 */
function survey(root: JsonValue, limit: number): { deeper: boolean; inexact: boolean } {
  let level = isContainer(root) ? [root] : [];
  let inexact = false;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth === limit) return { deeper: true, inexact };
    const next: JsonContainer[] = [];
    const look = (value: JsonValue | undefined): void => {
      if (isContainer(value)) next.push(value);
      else if (typeof value === "number" && isInexact(value)) inexact = true;
    };
    for (const container of level) {
      if (isJsonObject(container)) for (const member in container) look(container[member]);
      else for (const value of container) look(value);
    }
    level = next;
  }
  return { deeper: false, inexact };
}

/** Whether a number may stand for several that were written: it is beyond 2^53, or beyond all numbers. */
function isInexact(value: number): boolean {
  return Math.abs(value) > Number.MAX_SAFE_INTEGER;
}

function reportInexactNumbers(text: string, onProblem: OnProblem): void {
  const placeOf = createLineCounter(text);
  scanJson(text, {
    onValue(start) {
      const [word = ""] = /^[-+.0-9eE]{0,400}/.exec(text.slice(start, start + 400)) ?? [];
      if (word === "" || !isInexact(Number(word))) return;
      const { line, column } = placeOf(start);
      onProblem({
        code: "NUMBER_INEXACT",
        message: `the number at line ${line}, column ${column} is larger than can be kept exactly; it becomes ${Number(word)}`,
      });
    },
  });
}

type JsonContainer = JsonObject | readonly JsonValue[];

function isContainer(value: JsonValue | undefined): value is JsonContainer {
  return typeof value === "object" && value !== null;
}
