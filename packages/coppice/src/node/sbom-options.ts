import type { SbomTarget } from "@coppice/sbom";
import type { Command } from "commander";
import { CommandError } from "./command-error.ts";
import { readSbomFormat, readTime } from "./options.ts";

/** The SBOM that a command writes beside what it makes. */
export interface SbomOptions {
  readonly sbom?: string;
  readonly sbomFormat?: SbomTarget;
  readonly sbomCreated?: string;
}

/** Adds the options of {@link SbomOptions}; `what` is what the SBOM lists. */
export function addSbomOptions(command: Command, what: string): Command {
  return command
    .option("--sbom <file>", `write ${what} as an SBOM`)
    .option(
      "--sbom-format <format>",
      "its format; by default what its name tells, or cyclonedx-json@1.6",
      readSbomFormat,
    )
    .option("--sbom-created <time>", "when it is made, in UTC; by default not said", readTime);
}

/**
 * Checks that what is said of the SBOM is said of one that is written.
 *
 * @throws A {@link CommandError} with code `USAGE`.
 */
export function requireSbom({ sbom, ...more }: SbomOptions & { readonly evidence?: string }): void {
  const { sbomFormat, sbomCreated, evidence } = more;
  if (sbom === undefined && (sbomFormat ?? sbomCreated ?? evidence) !== undefined) {
    throw new CommandError(
      "USAGE",
      "--sbom-format, --sbom-created and --evidence are for the SBOM; give --sbom too",
    );
  }
}
