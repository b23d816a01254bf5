import { jsonPointerSteps } from "../json/json-pointer.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { textOf } from "../json/members.ts";
import type { SbomLoss } from "../sbom-document.ts";

/** What a document says of tools that another one has only as names. */
const added = /^\/metadata\/tools\/components\/\d+\/type$/;

/**
 * Losses in a document that was made from another one, with pointers into that one: to the component that the loss is of,
 * which `pointers` gives by its id in what was made, or to the document. The reason says in which members it was lost. What
 * the conversion had only added is no loss.
 */
export function traceLosses(
  losses: readonly SbomLoss[],
  made: JsonObject,
  pointers: ReadonlyMap<string, string>,
): readonly SbomLoss[] {
  return losses
    .filter(({ pointer }) => !added.test(pointer))
    .map(({ pointer, reason }) => {
      let origin = "";
      let members: string[] = [];
      let value: JsonValue | undefined = made;
      for (const step of jsonPointerSteps(pointer)) {
        if (!Array.isArray(value)) members.push(step);
        value = memberOf(value, step);
        const id = isJsonObject(value)
          ? (textOf(value["bom-ref"]) ?? textOf(value["SPDXID"]))
          : undefined;
        const found = id === undefined ? undefined : pointers.get(id);
        if (found === undefined) continue;
        origin = found;
        members = [];
      }
      const place = members.length === 0 ? "" : ` (${members.join("/")})`;
      return { pointer: origin, reason: reason + place };
    });
}

function memberOf(value: JsonValue | undefined, step: string): JsonValue | undefined {
  if (Array.isArray(value)) return value[Number(step)];
  return isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}
