import type { Check, Report } from "./report.ts";

/** A check with where it belongs: an image, and its state where it is about one. */
export interface PlacedCheck extends Check {
  readonly place: string;
}

/** Every check of a report. */
export function listChecks({ checks, images }: Report): readonly PlacedCheck[] {
  return [
    ...placed("everywhere", checks),
    ...images.flatMap((image) => [
      ...placed(image.image, image.checks),
      ...image.states.flatMap(({ checks, state }) => placed(`${image.image}, ${state}`, checks)),
    ]),
  ];
}

function placed(place: string, checks: readonly Check[]): readonly PlacedCheck[] {
  return checks.map((check) => ({ ...check, place }));
}
