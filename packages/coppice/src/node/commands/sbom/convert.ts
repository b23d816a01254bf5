import type { Command } from "commander";
import { CommandError } from "../../command-error.ts";
import { addSbomOutputOptions, deliverSbom, type SbomOutputOptions } from "../../deliver-sbom.ts";
import type { Io } from "../../io.ts";
import { addNotes, sbomHelp } from "../../options.ts";
import { readSbomFile } from "../../read-sbom-file.ts";
import { problemsSection } from "../../reports/problems-section.ts";
import { sbomFormatExamples, sbomFormatOfPath } from "../../sbom-format-name.ts";

/** `coppice sbom convert FILE`: the document in another format. */
export function convertCommand(command: Command, io: Io): void {
  command
    .summary("write an SBOM in another format")
    .description(
      "Writes an SBOM in another format, version or encoding, and says what that cannot express.",
    )
    .argument("<file>", sbomHelp)
    .action(async (file: string, options: SbomOutputOptions) => {
      const { output = "" } = options;
      const to = options.to ?? sbomFormatOfPath(output);
      if (to === undefined) {
        throw new CommandError(
          "USAGE",
          `the format to write is not clear; name it with --to (${sbomFormatExamples}), or the file *.cdx.json, *.spdx.json, *.spdx, …`,
        );
      }
      const document = await readSbomFile(file, io);
      const { problems } = document;
      await deliverSbom(
        io,
        { ...options, to },
        { document, losses: [], facts: { problems }, sections: [problemsSection(problems)] },
      );
    });
  addSbomOutputOptions(command, "by default what the name of the output tells");
  addNotes(command, [
    "sbom convert shop.cdx.json --to spdx-json@2.3 -o shop.spdx.json",
    "sbom convert shop.spdx -o shop.cdx.xml --losses losses.json",
    "sbom convert - --to cyclonedx-json@1.6 < syft.json",
  ]);
}
