import type { SbomLoss } from "@coppice/sbom";
import type { HardeningPlan } from "@coppice/types";
import { count, megabytes, percent } from "./figures.ts";
import { lossesSection } from "./losses-section.ts";
import { printable } from "./printable.ts";
import { report } from "./report.ts";

/** What `apply` wrote. */
export interface Applied {
  readonly output: string;
  readonly digest: string;
  readonly bytes: number;
  readonly sbom?: string;
  /** What the format of the SBOM has no place for. */
  readonly losses?: readonly SbomLoss[];
}

/** Where the hardened image is, and how much smaller it became. */
export function applyReport(
  { output, digest, bytes, sbom, losses = [] }: Applied,
  plan: HardeningPlan,
): string {
  const { packages, bytes: size } = plan.summary;
  return report([
    [
      printable(`${output}  ${digest}`),
      `${count(packages.after, "package")} of ${packages.before} stay, ` +
        `${megabytes(size.after)} of ${megabytes(size.before)} ` +
        `(${percent(size.before - size.after, size.before)} less), ${megabytes(bytes)} packed`,
      ...(sbom === undefined ? [] : [printable(`What remains is listed in ${sbom}`)]),
    ],
    lossesSection(losses),
  ]);
}
