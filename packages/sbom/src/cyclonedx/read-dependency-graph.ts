import type { JsonObject } from "../json/json-value.ts";
import { objectsOf, textOf } from "../json/members.ts";
import type { SbomRelationship } from "../sbom-relationship.ts";

const namespace = "http://cyclonedx.org/schema/ext/dependency-graph/1.0";

/**
 * Edges of the extension by which CycloneDX 1.1 in XML told dependencies before 1.2 did: what stands inside a dependency, or
 * inside the component `from`, is what that depends on. See the dependency graph extension 1.0.
 */
export function readDependencyGraph(
  object: JsonObject,
  from: string | undefined,
): readonly SbomRelationship[] {
  const edges: SbomRelationship[] = [];
  const pending = objectsOf(object["$xml"]).flatMap(({ nodes }) =>
    objectsOf(nodes)
      .filter((node) => node["name"] === "dependencies" && node["namespace"] === namespace)
      .map((node) => ({ node, from })),
  );
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const child of objectsOf(next.node["children"])) {
      const attributes = objectsOf(child["attributes"]);
      const to = textOf(attributes.find(({ name }) => name === "ref")?.["value"]);
      if (child["name"] !== "dependency" || to === undefined) continue;
      if (next.from !== undefined) edges.push({ from: next.from, kind: "dependsOn", to });
      pending.push({ node: child, from: to });
    }
  }
  return edges;
}
