import type { SbomTarget } from "@coppice/sbom";
import { type Command, InvalidArgumentError } from "commander";
import { parseSbomFormatName, sbomFormatExamples } from "./sbom-format-name.ts";

/** Where the result of a command goes. */
export interface OutputOptions {
  readonly output?: string;
  readonly json?: boolean;
}

/** What the argument IMAGE may be. */
export const imageHelp =
  "OCI layout or docker save archive (folder or tar), folder with a root file system, or docker://REGISTRY/NAME:TAG";

/** What the argument FILE of an SBOM may be. */
export const sbomHelp =
  "SBOM in any format of CycloneDX, SPDX or Syft, also compressed or in an envelope; - for standard input";

/** Adds the options of {@link OutputOptions} for a command that makes `document`. */
export function addOutputOptions(command: Command, document: string): Command {
  return command
    .option("-o, --output <file>", `write the ${document} to a file (gzip'ed when named *.gz)`)
    .option("--json", `print the ${document} instead of a report`);
}

/** Adds examples and the exit codes to the help of a command; `refused` is what its exit code 1 says. */
export function addNotes(command: Command, examples: readonly string[], refused?: string): Command {
  return command.addHelpText(
    "after",
    `
Examples:
${examples.map((example) => `  $ coppice ${example}`).join("\n")}

Exit codes:
    0  done${refused === undefined ? "" : `\n    1  ${refused}`}
    2  wrong usage
    3  input cannot be read or is refused
    4  a fault of coppice
  130  interrupted`,
  );
}

/** Gathers an option that may be given several times. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** Takes an absolute path of the image. */
export function collectPath(value: string, before: readonly string[] = []): readonly string[] {
  if (value.startsWith("/")) return collect(value, before);
  throw new InvalidArgumentError("It is a path in the image and begins with a slash.");
}

/** Takes the name of a format. */
export function readSbomFormat(value: string): SbomTarget {
  const format = parseSbomFormatName(value);
  if (format !== undefined) return format;
  throw new InvalidArgumentError(`Write it like one of ${sbomFormatExamples}.`);
}

/** Takes a whole number above zero. */
export function readCount(value: string): number {
  const number = Number(value);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new InvalidArgumentError("It is a whole number above zero.");
}

/** Takes a point in time as all formats write it. */
export function readTime(value: string): string {
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value);
  if (isTime && !Number.isNaN(Date.parse(value))) return value;
  throw new InvalidArgumentError("Write it in UTC, like 2026-01-31T12:00:00Z.");
}
