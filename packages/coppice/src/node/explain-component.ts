import type { SbomComponent, SbomDocument } from "@coppice/sbom";
import { componentLabel } from "./reports/component-label.ts";

/** How a component comes to be in a document. */
export interface ComponentReasons {
  readonly component: ComponentName;
  /**
   * What relations the ways follow: `dependencies`, or `contents` too where nothing depends on the component and something
   * contains it.
   */
  readonly by: "dependencies" | "contents";
  /** The shortest ways first, each from its beginning to the component. */
  readonly paths: readonly (readonly ComponentName[])[];
  /** Whether these are all ways. */
  readonly complete: boolean;
  /** What depends on it directly. */
  readonly dependents: readonly ComponentName[];
  /** How many depend on it, directly or through others. */
  readonly allDependents: number;
  /** How many it depends on, directly or through others. */
  readonly allDependencies: number;
}

/** A component by its ref and what people call it. */
interface ComponentName {
  readonly ref: string;
  readonly label: string;
  readonly purl?: string;
}

/** How each of `components` comes to be in `document`, by `limit` ways at most. */
export async function explainComponent(
  document: SbomDocument,
  components: readonly SbomComponent[],
  limit: number,
): Promise<readonly ComponentReasons[]> {
  const { createSbomGraph, dependencyKinds, dependentsOf, pathsTo, reachableFrom } = await import(
    "@coppice/sbom"
  );
  const graph = createSbomGraph(document);
  const nested = createSbomGraph(document, { kinds: [...dependencyKinds, "contains"] });
  const nameOf = namer(document);
  const subjects = document.subjects.filter((ref) => graph.numbers.has(ref));
  const reached = reachableFrom(graph, subjects);
  return components.map((component) => {
    const { ref } = component;
    const dependents = dependentsOf(graph, ref);
    // Without dependents only nesting tells: where each package stands in the image, that would hide who needs it.
    const by = dependents.length > 0 || subjects.includes(ref) ? "dependencies" : "contents";
    const ways = by === "dependencies" ? graph : nested;
    const from = by === "dependencies" && reached.has(ref) ? { from: subjects } : {};
    const { paths, complete } = pathsTo(ways, ref, { limit, ...from });
    return {
      component: nameOf(ref),
      by,
      paths: paths.filter((path) => path.length > 1).map((path) => path.map(nameOf)),
      complete,
      dependents: dependents.map(nameOf),
      allDependents: reachableFrom(graph, [ref], { direction: "dependents" }).size - 1,
      allDependencies: reachableFrom(graph, [ref]).size - 1,
    };
  });
}

function namer({ components }: SbomDocument): (ref: string) => ComponentName {
  const byRef = new Map(components.map((component) => [component.ref, component]));
  return (ref) => {
    const component = byRef.get(ref);
    if (component === undefined) return { ref, label: ref };
    const [purl] = component.purls;
    return { ref, label: componentLabel(component), ...(purl !== undefined && { purl }) };
  };
}
