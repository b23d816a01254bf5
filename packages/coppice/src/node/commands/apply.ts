import { applyPlan } from "@coppice/harden/node";
import type { Command } from "commander";
import type { Io } from "../io.ts";
import { addNotes, imageHelp } from "../options.ts";
import { readDocument } from "../read-document.ts";
import { applyReport } from "../reports/apply-report.ts";
import { showProgress } from "../show-progress.ts";
import { withImage } from "../with-image.ts";
import { writeDocument } from "../write-document.ts";

interface ApplyOptions {
  readonly plan: string;
  readonly bom: string;
  readonly output: string;
  readonly sbom?: string;
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
    .option("--sbom <file>", "write what remains as a CycloneDX document")
    .option("--json", "print what was written as JSON instead of a report")
    .action(async (path: string, options: ApplyOptions) => {
      const plan = await readDocument("plan", options.plan);
      const bom = await readDocument("bom", options.bom);
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
      if (sbom !== undefined) {
        // Loading the library of CycloneDX takes longer than starting all the rest.
        const { renderCycloneDx } = await import("@coppice/sbom");
        await writeDocument(sbom, renderCycloneDx(rest));
      }
      showProgress(io, "");
      const result = { output, ...written, ...(sbom !== undefined && { sbom }) };
      io.stdout.write(options.json ? `${JSON.stringify(result)}\n` : applyReport(result, plan));
    });
  addNotes(command, [
    "apply image/ --plan plan.json --bom bom.json -o hardened/",
    "apply image.tar --plan plan.json --bom bom.json.gz -o hardened/ --sbom hardened.cdx.json",
  ]);
}
