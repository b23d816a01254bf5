import type { SbomModel } from "@coppice/sbom";
import type { VexComponent, VexProduct } from "../vex-product.ts";
import { createIsInside } from "./component-contexts.ts";
import {
  type FoundComponents,
  findComponents,
  type Search,
  type VexIdentity,
} from "./find-components.ts";

/** Gives the positions of the components that a statement about a product is about. */
type FindProduct = (product: VexProduct) => Iterable<readonly [number, VexIdentity]>;

/** Makes finders for the documents that are matched to one SBOM: `refOf` is what tells documents apart. */
export function createProductFinders(
  sbom: SbomModel,
  { index, count }: Omit<Search, "refOf">,
): (refOf: Search["refOf"]) => FindProduct {
  const isInside = createIsInside(sbom, index, count);
  const isInsideAny = (position: number, containers: FoundComponents): boolean => {
    for (const container of containers.keys()) {
      count(1);
      if (isInside(position, container)) return true;
    }
    return false;
  };
  return (refOf) => {
    // Documents name the same product in many statements.
    const known = new Map<VexComponent, FoundComponents>();
    const find = (named: VexComponent): FoundComponents => {
      const found = known.get(named) ?? findComponents(named, { index, refOf, count });
      known.set(named, found);
      return found;
    };
    return function* findProduct(product) {
      if (product.subcomponents.length === 0) {
        yield* find(product);
        return;
      }
      const containers = [product, ...product.through].map(find);
      if (containers.some(({ size }) => size === 0)) return;
      for (const subcomponent of product.subcomponents) {
        for (const [position, by] of find(subcomponent)) {
          if (containers.every((all) => isInsideAny(position, all))) yield [position, by];
        }
      }
    };
  };
}
