import type { BomFile, PackageId } from "@coppice/types";
import { Enums, Models } from "@cyclonedx/cyclonedx-library";
import { componentHashes } from "./component-hashes.ts";

/** Puts a component for each file inside that of the first package that owns it, and gives those that none owns. */
export function fileComponents(
  files: readonly BomFile[],
  packages: ReadonlyMap<PackageId, Models.Component>,
): readonly Models.Component[] {
  const unowned: Models.Component[] = [];
  for (const { path, digest, attribution } of files) {
    const component = new Models.Component(Enums.ComponentType.File, path, {
      bomRef: fileReference(path),
      hashes: componentHashes(digest === undefined ? [] : [digest]),
    });
    const [owner] = attribution.kind === "owned" ? attribution.by : [];
    const home = owner === undefined ? undefined : packages.get(owner);
    if (home) home.components.add(component);
    else unowned.push(component);
  }
  return unowned;
}

/** The reference of the component of the file at `path`. */
export function fileReference(path: string): string {
  return `file:${path}`;
}
