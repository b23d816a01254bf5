import type { SbomComponent } from "@coppice/sbom";

/** What people call a component: `@babel/core 7.26.0`. */
export function componentLabel({
  group,
  name,
  version,
}: Pick<SbomComponent, "group" | "name" | "version">): string {
  return [[group, name].filter(Boolean).join("/"), version].filter(Boolean).join(" ");
}
