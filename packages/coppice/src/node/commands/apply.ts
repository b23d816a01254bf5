import { applyPlan } from "@coppice/harden/node";
import type { Command } from "commander";
import { CommandError } from "../command-error.ts";
import type { Io } from "../io.ts";
import { addNotes, imageHelp } from "../options.ts";
import { readDocument } from "../read-document.ts";
import { applyReport } from "../reports/apply-report.ts";
import { addSbomOptions, requireSbom, type SbomOptions } from "../sbom-options.ts";
import { showProgress } from "../show-progress.ts";
import { withImage } from "../with-image.ts";
import { writeSbomFile } from "../write-sbom-file.ts";

interface ApplyOptions extends SbomOptions {
  readonly plan: string;
  readonly bom: string;
  readonly output: string;
  readonly evidence?: string;
  readonly json?: boolean;
}

/** `coppice apply IMAGE`: writes the hardened image. */
export function applyCommand(command: Command, io: Io): void {
  command
    .summary("write the image that a plan leaves")
    .description("Writes the image that a plan leaves as an OCI layout with one layer.")
    .argument("<image>", imageHelp)
    .requiredOption("--plan <file>", "plan to apply; made for this image")
    .requiredOption("--bom <file>", "bill of materials that the plan was made from")
    .requiredOption("-o, --output <folder>", "new folder for the OCI layout")
    .option("--evidence <file>", "evidence of the plan; the SBOM then says what ran")
    .action(async (path: string, options: ApplyOptions) => {
      requireSbom(options);
      const plan = await readDocument("plan", options.plan);
      const bom = await readDocument("bom", options.bom);
      const evidence =
        options.evidence === undefined
          ? undefined
          : await readDocument("evidence", options.evidence);
      if (evidence !== undefined && evidence.subject.digest !== bom.subject.digest) {
        throw new CommandError(
          "SUBJECT_MISMATCH",
          `the evidence is about ${evidence.subject.digest} and the bill of materials about ${bom.subject.digest}; take evidence of this image`,
        );
      }
      const { output, sbom } = options;
      const { bom: rest, ...written } = await withImage(path, io, (image) => {
        showProgress(io, `Writing ${output} …`);
        return applyPlan({
          image,
          bom,
          plan,
          out: output,
          ...(io.signal && { signal: io.signal }),
        });
      });
      // What was seen of the image holds for what remains of it.
      const losses = await writeSbomFile(
        io,
        options,
        rest,
        evidence && { ...evidence, subject: rest.subject },
      );
      showProgress(io, "");
      const result = { output, ...written, ...(sbom !== undefined && { sbom, losses }) };
      io.stdout.write(options.json ? `${JSON.stringify(result)}\n` : applyReport(result, plan));
    });
  addSbomOptions(command, "what remains");
  command.option("--json", "print what was written as JSON instead of a report");
  addNotes(command, [
    "apply image/ --plan plan.json --bom bom.json -o hardened/",
    "apply image.tar --plan plan.json --bom bom.json.gz -o hardened/ --sbom hardened.cdx.json",
    "apply image/ --plan plan.json --bom bom.json -o hardened/ --sbom hardened.spdx --evidence evidence.json",
  ]);
}
