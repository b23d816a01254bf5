import { canonicalJson } from "../json/canonical-json.ts";
import { findValue } from "../json/find-value.ts";
import { jsonPointer } from "../json/json-pointer.ts";
import type { JsonObject } from "../json/json-value.ts";
import { mapReferences } from "../validation/map-references.ts";
import { visitReferences } from "../validation/visit-references.ts";

/**
 * CycloneDX documents in which an id that is no component's never means two things: where it is taken, the later document has
 * another.
 *
 * @param components - Refs of each document's components, which keep them.
 */
export function tellIdsApart(
  natives: readonly JsonObject[],
  components: readonly ReadonlySet<string>[],
): readonly JsonObject[] {
  const taken = new Set(components.flatMap((refs) => [...refs]));
  const meanings = new Map<string, string>();
  return natives.map((native, index) => {
    const own = components[index];
    const names = new Map<string, string>();
    visitReferences("cyclonedx", native, (kind, text, path) => {
      if (kind !== "id" || own?.has(text)) return;
      const meaning = canonicalJson(findValue(native, jsonPointer(path.slice(0, -1))) ?? null);
      let name = text;
      for (let count = 2; taken.has(name) || (meanings.get(name) ?? meaning) !== meaning; ) {
        name = `${text}-${count}`;
        count += 1;
      }
      meanings.set(name, meaning);
      if (name !== text) names.set(text, name);
    });
    if (names.size === 0) return native;
    return mapReferences("cyclonedx", native, (kind, text) =>
      kind === "link" ? text : (names.get(text) ?? text),
    );
  });
}
