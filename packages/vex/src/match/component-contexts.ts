import type { SbomModel } from "@coppice/sbom";
import type { ComponentIndex } from "./component-index.ts";
import { pushValue } from "./push-value.ts";
import type { CountWork } from "./work.ts";

/** Whether one component of an SBOM is inside of another. */
type IsInside = (component: number, container: number) => boolean;

/** Relationships whose right side is inside of the left one. */
const inward: ReadonlySet<string> = new Set(["contains", "dependsOn"]);

/**
 * Tells what is inside of what: everything inside of what the SBOM is about and of the operating system, and what a component
 * contains or depends on, through others too.
 */
export function createIsInside(sbom: SbomModel, index: ComponentIndex, count: CountWork): IsInside {
  const everywhere = new Set<number>();
  for (const ref of sbom.subjects) {
    const subject = index.byRef.get(ref);
    if (subject !== undefined) everywhere.add(subject);
  }
  const parts = new Map<number, number[]>();
  const relate = (from: string, to: string): void => {
    count(1);
    const container = index.byRef.get(from);
    const part = index.byRef.get(to);
    if (container !== undefined && part !== undefined) pushValue(parts, container, part);
  };
  for (const [position, { ref, type, parent }] of sbom.components.entries()) {
    if (type === "operating-system") everywhere.add(position);
    if (parent !== undefined) relate(parent, ref);
  }
  for (const { from, kind, to } of sbom.relationships) if (inward.has(kind)) relate(from, to);

  const known = new Map<number, ReadonlySet<number>>();
  const reach = (container: number): ReadonlySet<number> => {
    const reached = new Set([container]);
    // A set gives what is added while it is gone through.
    for (const position of reached) {
      for (const part of parts.get(position) ?? []) {
        count(1);
        reached.add(part);
      }
    }
    return reached;
  };
  return (component, container) => {
    if (everywhere.has(container)) return true;
    const inside = known.get(container) ?? reach(container);
    known.set(container, inside);
    return inside.has(component);
  };
}
