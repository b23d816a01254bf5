import type { SbomComponent, SbomDocument } from "@coppice/sbom";
import { componentLabel } from "./component-label.ts";
import { count, integer } from "./figures.ts";
import { names } from "./names.ts";
import type { Section } from "./report.ts";

/** What a filter did. */
export interface Filtered {
  readonly removed: readonly SbomComponent[];
  /** Components that stay because nothing tells what became of them. */
  readonly unknown: readonly SbomComponent[];
  /** Package URLs of the command that no component has. */
  readonly unmet: readonly string[];
}

/** What went, and what stays only because nothing is known of it. */
export function filterSections(
  { components }: SbomDocument,
  { removed, unknown, unmet }: Filtered,
): readonly Section[] {
  return [
    [
      `${integer(components.length - removed.length)} of ${count(components.length, "component")} stay`,
      ...(removed.length === 0 ? [] : [`  removed: ${names(removed.map(componentLabel))}`]),
      ...(unknown.length === 0
        ? []
        : [
            `  ${integer(unknown.length)} of them because nothing tells what became of them: ${names(unknown.map(componentLabel))}`,
          ]),
      ...(unmet.length === 0 ? [] : [`  in no component: ${names(unmet)}`]),
    ],
  ];
}
