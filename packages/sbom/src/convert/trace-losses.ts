import { jsonPointerSteps } from "../json/json-pointer.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { textOf } from "../json/members.ts";
import type { SbomLoss } from "../sbom-document.ts";

/**
 * Losses in a document that was made from another one, with pointers into that one: to the component that the loss is of,
 * which `pointers` gives by its id in what was made, or to the document. The reason says where it was lost.
 */
export function traceLosses(
  losses: readonly SbomLoss[],
  made: JsonObject,
  pointers: ReadonlyMap<string, string>,
): readonly SbomLoss[] {
  return losses.map(({ pointer, reason }) => {
    let origin = "";
    let value: JsonValue | undefined = made;
    for (const step of jsonPointerSteps(pointer)) {
      value = memberOf(value, step);
      const id = isJsonObject(value)
        ? (textOf(value["bom-ref"]) ?? textOf(value["SPDXID"]))
        : undefined;
      origin = (id === undefined ? undefined : pointers.get(id)) ?? origin;
    }
    return { pointer: origin, reason: `${reason} (at ${pointer} of what was made)` };
  });
}

function memberOf(value: JsonValue | undefined, step: string): JsonValue | undefined {
  if (Array.isArray(value)) return value[Number(step)];
  return isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}
