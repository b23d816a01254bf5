import { jsonPointer } from "../json/json-pointer.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { itemsOf } from "../json/members.ts";
import type { SbomFault } from "./sbom-fault.ts";

/**
 * Finds components with a range of versions that are not external, or have a version too. CycloneDX 1.7 allows neither; its JSON
 * Schema says so, and its XML Schema cannot.
 */
export function checkVersionRanges(native: JsonObject): readonly SbomFault[] {
  const faults: SbomFault[] = [];
  const { metadata } = native;
  const pending: {
    readonly value: JsonValue | undefined;
    readonly path: readonly (string | number)[];
  }[] = itemsOf(native["components"]).map((value, index) => ({
    value,
    path: ["components", index],
  }));
  if (isJsonObject(metadata)) {
    pending.push({ value: metadata["component"], path: ["metadata", "component"] });
  }
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, path } = next;
    if (!isJsonObject(value)) continue;
    itemsOf(value["components"]).forEach((inner, index) => {
      pending.push({ value: inner, path: [...path, "components", index] });
    });
    if (value["versionRange"] === undefined) continue;
    if (value["isExternal"] === true && value["version"] === undefined) continue;
    faults.push({
      code: "VERSION_RANGE_MISPLACED",
      severity: "error",
      message: 'must not be there unless "isExternal" is true and there is no "version"',
      pointer: jsonPointer([...path, "versionRange"]),
    });
  }
  return faults;
}
