import { blankComponent } from "../blank-component.ts";
import { carryRelationship } from "../carried-relationship.ts";
import { nestComponents } from "../cyclonedx/nest-components.ts";
import { canonicalJson } from "../json/canonical-json.ts";
import type { JsonObject } from "../json/json-value.ts";
import { itemsOf } from "../json/members.ts";
import { present } from "../json/present.ts";
import type { SbomComponent } from "../sbom-component.ts";
import type { MergedComponent } from "./merge-components.ts";
import { mergeLists } from "./merge-values.ts";

/** Merged components inside each other. */
export interface NestedComponents {
  /** What stands in nothing, but for the subject. */
  readonly top: readonly { readonly list: string; readonly object: JsonObject }[];
  readonly subject: JsonObject | undefined;
}

/**
 * Puts components into each other as far as they form a tree: a component stands in the first that it stood in. What else contains it
 * says so in a property. What is named so, is one of
 * `referred`, or is like another, gets an id where it has none.
 */
export function nestMerged(
  components: readonly MergedComponent[],
  subject: string | undefined,
  added: readonly (readonly [outer: string, inner: string])[],
  referred: readonly string[],
): NestedComponents {
  const byRef = new Map(components.map((component) => [component.ref, component]));
  const edges = [
    ...components.flatMap(({ ref, parents }) => parents.map((parent) => [parent, ref] as const)),
    ...added,
  ];
  const nesting = nestComponents({
    creators: [],
    subjects: subject === undefined ? [] : [subject],
    components: components.map(({ ref, list, parents }): SbomComponent => {
      const type = list === "services" ? "service" : undefined;
      return { ...blankComponent, ref, name: "", type, parent: parents[0] };
    }),
    relationships: edges.map(([from, to]) => ({ from, kind: "contains", to })),
    leaves: [],
    namedLicenses: [],
  });
  const carried = new Map<string, JsonObject[]>();
  const named = new Set(referred);
  // A list of CycloneDX has no item twice.
  const seen = new Set<string>();
  for (const { ref, object, isUnnamed } of components) {
    if (!isUnnamed) continue;
    const text = canonicalJson(object);
    if (seen.has(text)) named.add(ref);
    seen.add(text);
  }
  for (const [from, to] of edges) {
    if (nesting.parents.get(to) === from) continue;
    const properties = carried.get(from) ?? [];
    properties.push(present({ ...carryRelationship({ from, kind: "contains", to }) }));
    carried.set(from, properties);
    named.add(to);
  }
  // Nesting has a limit, so that this ends.
  const whole = ({ ref, object, list, isUnnamed }: MergedComponent): JsonObject => {
    const inner = (nesting.children.get(ref) ?? []).flatMap((child) => {
      const found = byRef.get(child);
      return found === undefined ? [] : [whole(found)];
    });
    const extra = carried.get(ref) ?? [];
    return {
      ...object,
      ...(isUnnamed && named.has(ref) && { "bom-ref": ref }),
      ...(extra.length > 0 && { properties: mergeLists([itemsOf(object["properties"]), extra]) }),
      ...(inner.length > 0 && { [list]: inner }),
    };
  };
  const main = subject === undefined ? undefined : byRef.get(subject);
  return {
    top: components
      .filter((item) => item !== main && !nesting.parents.has(item.ref))
      .map((item) => ({ list: item.list, object: whole(item) })),
    subject: main && whole(main),
  };
}
