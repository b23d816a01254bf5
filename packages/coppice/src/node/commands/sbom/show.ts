import type { Command } from "commander";
import { deliver } from "../../deliver.ts";
import type { Io } from "../../io.ts";
import { addNotes, sbomHelp } from "../../options.ts";
import { readSbomFile } from "../../read-sbom-file.ts";
import { sbomReport } from "../../reports/sbom-report.ts";
import { summarizeSbom } from "../../summarize-sbom.ts";

/** `coppice sbom show FILE`: what a document is and what it lists. */
export function showCommand(command: Command, io: Io): void {
  command
    .summary("say what an SBOM is and what it lists")
    .description(
      "Says what an SBOM is, what it is about, who made it and when, and counts what it lists.",
    )
    .argument("<file>", sbomHelp)
    .option("--json", "print the summary as JSON instead of a report")
    .action(async (file: string, options: { readonly json?: boolean }) => {
      const summary = summarizeSbom(await readSbomFile(file, io));
      await deliver(io, options, summary, () => sbomReport(summary));
    });
  addNotes(command, [
    "sbom show shop.cdx.json",
    "sbom show attestation.json --json | jq .licenses",
    "curl -s https://example.com/shop.spdx.xz | coppice sbom show -",
  ]);
}
