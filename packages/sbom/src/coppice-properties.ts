import { type Digest, grades } from "@coppice/types";
import type { SbomProperty, SbomUse } from "./sbom-component.ts";

const evidencePrefix = "coppice:evidence:";
const layerName = "coppice:layer";

/** What Coppice, Trivy and Syft call the property that names a component's image layer. */
const layerNames: ReadonlySet<string> = new Set([
  layerName,
  "aquasecurity:trivy:LayerDiffID",
  "syft:location:0:layerID",
]);

/** Uses of a component that Coppice noted in its properties, such as `coppice:evidence:workload` = `executed`. */
export function readUses(properties: readonly SbomProperty[]): readonly SbomUse[] {
  const uses: SbomUse[] = [];
  for (const { name, value } of properties) {
    if (!name.startsWith(evidencePrefix)) continue;
    const grade = grades.find((known) => known === value);
    if (grade !== undefined) uses.push({ role: name.slice(evidencePrefix.length), grade });
  }
  return uses;
}

/** Digest of the image layer that a tool noted in a component's properties. */
export function readLayer(properties: readonly SbomProperty[]): Digest | undefined {
  return properties.find(({ name }) => layerNames.has(name))?.value;
}

/** The property that notes a layer. */
export function renderLayer(layer: Digest): SbomProperty {
  return { name: layerName, value: layer };
}
