import type { SbomFault, SbomFaultSeverity, SbomVerdict } from "@coppice/sbom";
import { type Command, Option } from "commander";
import { deliver } from "../../deliver.ts";
import { exitCodes, type Finish } from "../../exit-codes.ts";
import { contentError } from "../../input-error.ts";
import { inputName } from "../../input-name.ts";
import type { Io } from "../../io.ts";
import { addNotes, addOutputOptions, type OutputOptions, sbomHelp } from "../../options.ts";
import { readBytes } from "../../read-bytes.ts";
import { verdictReport } from "../../reports/verdict-report.ts";
import { sbomFormatName } from "../../sbom-format-name.ts";
import { showProgress } from "../../show-progress.ts";

/** From the worst to the least. */
const severities: readonly SbomFaultSeverity[] = ["error", "warning", "information"];

interface ValidateOptions extends OutputOptions {
  readonly failOn?: SbomFaultSeverity;
}

/** `coppice sbom validate FILE`: what is wrong with a document. */
export function validateCommand(command: Command, io: Io, finish: Finish): void {
  command
    .summary("check an SBOM against its specification")
    .description(
      "Checks an SBOM against the official schema of its format and version, and against " +
        "what no schema says: repeated ids, references that name nothing, circles, package " +
        "URLs, licences, times and hashes.",
    )
    .argument("<file>", sbomHelp)
    .addOption(
      new Option(
        "--fail-on <severity>",
        "end with 1 also for faults that no schema finds, at least this severe",
      ).choices(severities),
    )
    .action(async (file: string, options: ValidateOptions) => {
      const name = inputName(file);
      showProgress(io, `Reading ${name} …`);
      const bytes = await readBytes(file, io);
      showProgress(io, `Checking ${name} …`);
      const verdict = await validate(bytes).catch((cause: unknown) => {
        throw contentError(name, cause);
      });
      await deliver(io, options, verdict, () => verdictReport(name, verdict));
      if (!verdict.valid || verdict.faults.some((fault) => isSevere(fault, options.failOn))) {
        finish(exitCodes.refused);
      }
    });
  addOutputOptions(command, "verdict");
  addNotes(
    command,
    [
      "sbom validate shop.cdx.json",
      "sbom validate shop.spdx --fail-on warning",
      "sbom validate shop.cdx.xml --json | jq '.faults[].line'",
    ],
    "the SBOM is not valid, or --fail-on found a fault",
  );
}

async function validate(bytes: Uint8Array): Promise<SbomVerdict & { readonly format: string }> {
  const { readSbom, validateSbom } = await import("@coppice/sbom");
  const { format, native, envelopes } = await readSbom(bytes);
  // Lines are those of the file, so that a document out of an envelope has none.
  const text = envelopes.length === 0 ? textOf(bytes) : undefined;
  const verdict = await validateSbom({ format, native, ...(text !== undefined && { text }) });
  return { format: sbomFormatName(format), ...verdict };
}

/** The text of bytes; `undefined` where they are no UTF-8. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function isSevere({ severity }: SbomFault, least: SbomFaultSeverity | undefined): boolean {
  return least !== undefined && severities.indexOf(severity) <= severities.indexOf(least);
}
