import type { Bom, Evidence, PackageId } from "@coppice/types";
import type { Models } from "@cyclonedx/cyclonedx-library";
import { packageComponent } from "./package-component.ts";
import { packageUses } from "./package-use.ts";
import { requiredPackages, topPackages } from "./required-packages.ts";

/** A component for each package, by id, connected to those it requires and to `subject`. */
export function packageComponents(
  bom: Bom,
  subject: Models.Component,
  evidence: Evidence | undefined,
): ReadonlyMap<PackageId, Models.Component> {
  const uses = evidence && packageUses(evidence);
  const sorted = [...bom.packages].sort((a, b) => (a.id < b.id ? -1 : 1));
  const components = new Map(
    sorted.map((item) => [item.id, packageComponent(item, uses?.get(item.id))]),
  );
  const connect = (from: Models.Component, to: readonly PackageId[]): void => {
    for (const id of to) {
      const component = components.get(id);
      if (component) from.dependencies.add(component.bomRef);
    }
  };
  const required = requiredPackages(bom);
  for (const [id, component] of components) connect(component, required.get(id) ?? []);
  connect(subject, topPackages(required));
  return components;
}
