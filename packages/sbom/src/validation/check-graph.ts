import type { JsonObject } from "../json/json-value.ts";
import { itemsOf, objectsOf, textOf, textsOf } from "../json/members.ts";
import type { MeaningContext } from "./check-meaning.ts";
import { type Edge, findCycles } from "./find-cycles.ts";
import type { JsonPath } from "./walk-places.ts";

/** An edge with the place that says it. */
interface PlacedEdge {
  readonly kind: "dependency" | "containment";
  readonly edge: Edge;
  readonly path: JsonPath;
}

/** Finds dependencies on oneself, and circles of dependencies or of containment. */
export function checkGraph({ format, native, add }: MeaningContext): void {
  const edges =
    format === "cyclonedx"
      ? cycloneDxEdges(native)
      : format === "spdx-2"
        ? spdx2Edges(native)
        : spdx3Edges(native);
  for (const { kind, edge, path } of edges) {
    if (kind !== "dependency" || edge[0] !== edge[1]) continue;
    add("DEPENDENCY_ON_ITSELF", "warning", path, `says that "${edge[0]}" depends on itself`);
  }
  addCycles(edges, "dependency", (path, message) =>
    add("DEPENDENCY_CYCLE", "information", path, message),
  );
  addCycles(edges, "containment", (path, message) =>
    add("CONTAINMENT_CYCLE", "warning", path, message),
  );
}

/** Tells of each circle at the first edge that is in it. */
function addCycles(
  all: readonly PlacedEdge[],
  kind: PlacedEdge["kind"],
  tell: (path: JsonPath, message: string) => void,
): void {
  const edges = all.filter((one) => one.kind === kind);
  const cycles = findCycles(edges.map(({ edge }) => edge));
  const cycleOf = new Map(cycles.flatMap((cycle) => cycle.map((member) => [member, cycle])));
  const told = new Set<readonly string[]>();
  for (const { edge, path } of edges) {
    const cycle = cycleOf.get(edge[0]);
    if (cycle === undefined || cycle !== cycleOf.get(edge[1]) || told.has(cycle)) continue;
    told.add(cycle);
    const shown = cycle.length > 5 ? [...cycle.slice(0, 5), "…"] : cycle;
    tell(path, `is in a circle of ${cycle.length}: ${shown.join(", ")}`);
  }
}

function cycloneDxEdges(native: JsonObject): readonly PlacedEdge[] {
  const edges: PlacedEdge[] = [];
  for (const [position, dependency] of objectsOf(native["dependencies"]).entries()) {
    const from = textOf(dependency["ref"]);
    if (from === undefined) continue;
    const targets = itemsOf(dependency["dependsOn"]);
    for (const [index, to] of targets.entries()) {
      if (typeof to !== "string") continue;
      const path = ["dependencies", position, "dependsOn", index];
      edges.push({ kind: "dependency", edge: [from, to], path });
    }
  }
  return edges;
}

/** SPDX 2.3 §11: each relationship has a form in the other direction. */
const spdx2Kinds: ReadonlyMap<string, readonly [PlacedEdge["kind"], reverse: boolean]> = new Map([
  ["DEPENDS_ON", ["dependency", false]],
  ["DEPENDENCY_OF", ["dependency", true]],
  ["CONTAINS", ["containment", false]],
  ["CONTAINED_BY", ["containment", true]],
]);

function spdx2Edges(native: JsonObject): readonly PlacedEdge[] {
  return objectsOf(native["relationships"]).flatMap((relationship, position) => {
    const [kind, reverse] = spdx2Kinds.get(textOf(relationship["relationshipType"]) ?? "") ?? [];
    const element = textOf(relationship["spdxElementId"]);
    const related = textOf(relationship["relatedSpdxElement"]);
    if (kind === undefined || element === undefined || related === undefined) return [];
    const edge: Edge = reverse ? [related, element] : [element, related];
    return [{ kind, edge, path: ["relationships", position] }];
  });
}

const spdx3Kinds: ReadonlyMap<string, PlacedEdge["kind"]> = new Map([
  ["dependsOn", "dependency"],
  ["contains", "containment"],
]);

function spdx3Edges(native: JsonObject): readonly PlacedEdge[] {
  return objectsOf(native["@graph"]).flatMap((element, position) => {
    const kind = spdx3Kinds.get(textOf(element["relationshipType"]) ?? "");
    const from = textOf(element["from"]);
    if (kind === undefined || from === undefined) return [];
    const path = ["@graph", position, "to"];
    return textsOf(element["to"]).map((to): PlacedEdge => ({ kind, edge: [from, to], path }));
  });
}
