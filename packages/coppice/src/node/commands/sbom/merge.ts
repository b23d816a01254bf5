import type { MergeSubject } from "@coppice/sbom";
import { type Command, Option } from "commander";
import { CommandError } from "../../command-error.ts";
import { addSbomOutputOptions, deliverSbom, type SbomOutputOptions } from "../../deliver-sbom.ts";
import { requireOneStdin } from "../../input-name.ts";
import type { Io } from "../../io.ts";
import { addNotes, sbomHelp } from "../../options.ts";
import { readSbomFile } from "../../read-sbom-file.ts";
import { mergeSections } from "../../reports/merge-sections.ts";
import { showProgress } from "../../show-progress.ts";

const modes = ["flat", "hierarchical", "augment"] as const;

interface MergeOptions extends SbomOutputOptions {
  readonly mode: (typeof modes)[number];
  readonly name?: string;
  readonly version?: string;
  readonly purl?: string;
}

/** `coppice sbom merge FILE FILE…`: one document of several. */
export function mergeCommand(command: Command, io: Io): void {
  command
    .summary("make one SBOM of several")
    .description(
      `Makes one SBOM of several. What is one thing by purl, CPE, hash or name becomes one component.

Modes:
  flat          one list of components
  hierarchical  the components of each SBOM stand in what that one is about
  augment       the components of the first SBOM, with what the others know of them`,
    )
    .argument("<file...>", sbomHelp)
    .addOption(
      new Option("--mode <mode>", "how to put them together").choices(modes).default("flat"),
    )
    .option("--name <name>", "name of what the merged SBOM is about")
    .option("--version <version>", "its version")
    .option("--purl <purl>", "its package URL")
    .action(async (files: readonly string[], options: MergeOptions) => {
      requireOneStdin(files);
      const subject = subjectOf(options);
      const documents = [];
      for (const file of files) documents.push(await readSbomFile(file, io));
      showProgress(io, "Merging …");
      const { mergeSboms } = await import("@coppice/sbom");
      const { document, losses, sources, conflicts } = await mergeSboms(documents, {
        mode: options.mode,
        ...(subject && { subject }),
      });
      const { problems } = document;
      await deliverSbom(io, options, {
        document,
        losses,
        facts: { sources, conflicts, problems },
        sections: mergeSections(documents, { document, sources, conflicts }),
      });
    });
  addSbomOutputOptions(command, "by default that of the files, or CycloneDX where they differ");
  addNotes(command, [
    "sbom merge image.cdx.json app.cdx.json -o shop.cdx.json",
    "sbom merge a.json b.json --mode hierarchical --name shop --version 2.1.0 -o shop.cdx.json",
    "sbom merge syft.json trivy.json --mode augment --to spdx-json@2.3 -o shop.spdx.json",
  ]);
}

function subjectOf({ mode, name, version, purl }: MergeOptions): MergeSubject | undefined {
  if (name !== undefined) return { name, ...(version && { version }), ...(purl && { purl }) };
  if (mode === "hierarchical") {
    throw new CommandError("USAGE", "a hierarchical SBOM is about something; name it with --name");
  }
  if (version === undefined && purl === undefined) return undefined;
  throw new CommandError("USAGE", "--version and --purl are of what --name names; give that too");
}
