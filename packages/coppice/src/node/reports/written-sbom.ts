import type { SbomLoss } from "@coppice/sbom";
import { lossesSection } from "./losses-section.ts";
import { printable } from "./printable.ts";
import type { Section } from "./report.ts";

/** An SBOM that was written beside a report. */
export interface WrittenSbom {
  /** Its file; `undefined` where none was asked for. */
  readonly sbom: string | undefined;
  /** What its format has no place for. */
  readonly losses: readonly SbomLoss[];
}

/** Where an SBOM is, and what it does not say. */
export function writtenSbomSections({ sbom, losses }: WrittenSbom): readonly Section[] {
  return sbom === undefined
    ? []
    : [[printable(`The packages are listed in ${sbom}`)], lossesSection(losses)];
}
