import type { OnProblem } from "@coppice/types";
import { restoreMembers } from "./carried-members.ts";
import type { SbomComponent } from "./sbom-component.ts";
import type { SbomRelationship } from "./sbom-relationship.ts";

/** Gathers a model's components and relationships, each once. */
export interface ModelBuilder {
  readonly components: readonly SbomComponent[];
  readonly relationships: readonly SbomRelationship[];
  /** Refs of what the document is about. */
  readonly subjects: Set<string>;
  /** Refs of what depends on nothing. */
  readonly leaves: Set<string>;
  /** The ref of the object at `pointer` that calls itself `id`: `id` where it is there and new, otherwise its place. */
  identify(id: string | undefined, pointer: string): string;
  /** Adds a component, with what its properties carried put back. */
  add(component: SbomComponent): void;
  relate(relationship: SbomRelationship): void;
}

/** An empty {@link ModelBuilder}; an id that two objects have is told to `onProblem`. */
export function createModelBuilder(onProblem: OnProblem): ModelBuilder {
  const taken = new Set<string>();
  const related = new Map<string, Set<string>>();
  const components: SbomComponent[] = [];
  const relationships: SbomRelationship[] = [];
  const relate = (relationship: SbomRelationship): void => {
    const { from, kind, to, scope, comment } = relationship;
    let targets = related.get(from);
    if (targets === undefined) {
      targets = new Set();
      related.set(from, targets);
    }
    // The length keeps a kind that the input chose apart from what follows it.
    const plain = `${kind.length} ${kind}${to}`;
    const more = scope !== undefined || comment !== undefined;
    const key = more ? `${JSON.stringify([scope, comment])}${plain}` : plain;
    if (targets.has(key)) return;
    // A relation with a scope or comment says more than one without; the latter, where it comes later, adds nothing.
    targets.add(plain);
    if (more) targets.add(key);
    relationships.push(relationship);
  };
  return {
    components,
    relationships,
    subjects: new Set(),
    leaves: new Set(),
    identify(id, pointer) {
      const repeated = id !== undefined && taken.has(id);
      if (repeated) {
        onProblem({
          code: "REFERENCE_REPEATED",
          message: `${JSON.stringify(id)} at ${pointer} is the id of another object too; relations name the first`,
          path: pointer,
        });
      }
      let ref = id === undefined || repeated ? `#${pointer}` : id;
      while (taken.has(ref)) ref = `#${ref}`;
      taken.add(ref);
      return ref;
    },
    add(component) {
      const restored = restoreMembers(component);
      components.push(restored.component);
      for (const relationship of restored.relationships) relate(relationship);
    },
    relate,
  };
}
