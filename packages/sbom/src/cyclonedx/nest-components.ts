import type { SbomModel } from "../sbom-document.ts";

/** How deep components are nested; what a model contains deeper stands at the top. */
const maximumDepth = 64;

/** Which components stand inside which, as CycloneDX can nest them. */
export interface Nesting {
  /** Refs of the components inside each ref, in the order of the model. */
  readonly children: ReadonlyMap<string, readonly string[]>;
  /** The ref that each nested component stands in. */
  readonly parents: ReadonlyMap<string, string>;
}

/**
 * A tree made of the model's `contains`: a component stands in the first one that contains it, unless that closes a circle or
 * crosses from components to services. What a subject contains stands beside it at the top, where readers of CycloneDX look
 * for components, except where it was inside the subject in the first place.
 */
export function nestComponents(model: SbomModel): Nesting {
  const byRef = new Map(model.components.map((component) => [component.ref, component]));
  const subjects = new Set(model.subjects);
  const wanted = new Map<string, string>();
  for (const { from, kind, to } of model.relationships) {
    const [outer, inner] = [byRef.get(from), byRef.get(to)];
    if (kind !== "contains" || outer === undefined || inner === undefined) continue;
    if (wanted.has(to) || subjects.has(to)) continue;
    if ((outer.type === "service") !== (inner.type === "service")) continue;
    if (subjects.has(from) && inner.parent !== from) continue;
    wanted.set(to, from);
  }
  const parents = placed(wanted);
  const children = new Map<string, string[]>();
  for (const { ref } of model.components) {
    const parent = parents.get(ref);
    if (parent === undefined) continue;
    const siblings = children.get(parent) ?? [];
    siblings.push(ref);
    children.set(parent, siblings);
  }
  return { children, parents };
}

/** The wished parents without circles and without those that stand too deep. */
function placed(wanted: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const parents = new Map<string, string>();
  const depths = new Map<string, number>();
  for (const ref of wanted.keys()) {
    const chain: string[] = [];
    const onChain = new Set<string>();
    let next: string | undefined = ref;
    while (next !== undefined && !depths.has(next) && !onChain.has(next)) {
      chain.push(next);
      onChain.add(next);
      next = wanted.get(next);
    }
    // What a circle comes back to, and what would stand too deep, begins anew at the top.
    for (const item of chain.reverse()) {
      const parent = wanted.get(item);
      const above = parent === undefined ? undefined : depths.get(parent);
      if (parent === undefined || above === undefined || above >= maximumDepth) depths.set(item, 0);
      else {
        depths.set(item, above + 1);
        parents.set(item, parent);
      }
    }
  }
  return parents;
}
