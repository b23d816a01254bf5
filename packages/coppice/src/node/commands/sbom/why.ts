import type { SbomDocument } from "@coppice/sbom";
import type { Command } from "commander";
import { CommandError } from "../../command-error.ts";
import { deliver } from "../../deliver.ts";
import { explainComponent } from "../../explain-component.ts";
import { findComponents } from "../../find-components.ts";
import { inputName } from "../../input-name.ts";
import type { Io } from "../../io.ts";
import {
  addNotes,
  addOutputOptions,
  type OutputOptions,
  readCount,
  sbomHelp,
} from "../../options.ts";
import { readSbomFile } from "../../read-sbom-file.ts";
import { names } from "../../reports/names.ts";
import { whyReport } from "../../reports/why-report.ts";
import { showProgress } from "../../show-progress.ts";

interface WhyOptions extends OutputOptions {
  readonly limit: number;
}

/** Each takes the time of a walk through the document. */
const mostExplained = 50;

/** `coppice sbom why FILE NAME`: how something comes to be in a document. */
export function whyCommand(command: Command, io: Io): void {
  command
    .summary("say how something comes to be in an SBOM")
    .description(
      "Says how that which an SBOM is about comes to depend on a component: the shortest ways to it, and what depends on it.",
    )
    .argument("<file>", sbomHelp)
    .argument("<component>", "name, name@version, package URL (without version, any) or ref")
    .option("--limit <number>", "how many ways to show", readCount, 10)
    .action(async (file: string, wanted: string, options: WhyOptions) => {
      const document = await readSbomFile(file, io);
      showProgress(io, "Searching …");
      const found = await findComponents(document, wanted);
      if (found.length === 0) throw unknownComponent(inputName(file), wanted, document);
      if (found.length > mostExplained) {
        throw new CommandError(
          "COMPONENT_AMBIGUOUS",
          `${inputName(file)} lists ${found.length} components that ${wanted} means; name one by version or ref`,
        );
      }
      const reasons = await explainComponent(document, found, options.limit);
      await deliver(io, options, reasons, () => whyReport(reasons));
    });
  addOutputOptions(command, "answer");
  addNotes(command, [
    "sbom why shop.cdx.json left-pad",
    "sbom why image.spdx.json pkg:deb/debian/perl-base",
    "sbom why shop.cdx.json qs@6.5.2 --limit 3 --json",
  ]);
}

function unknownComponent(
  file: string,
  wanted: string,
  { components }: SbomDocument,
): CommandError {
  const part = wanted.toLowerCase();
  const similar = components.filter(({ name }) => name.toLowerCase().includes(part));
  const near = [...new Set(similar.map(({ name }) => name))].sort();
  const advice =
    near.length > 0 ? `take one of ${names(near)}` : "coppice sbom show tells what it lists";
  return new CommandError("COMPONENT_UNKNOWN", `${file} lists no ${wanted}; ${advice}`);
}
