import type { Command } from "commander";
import { deliver } from "../deliver.ts";
import type { Io } from "../io.ts";
import { addNotes, addOutputOptions, imageHelp, type OutputOptions } from "../options.ts";
import { inventoryReport } from "../reports/inventory-report.ts";
import { addSbomOptions, requireSbom, type SbomOptions } from "../sbom-options.ts";
import { takeInventory } from "../with-image.ts";
import { writeSbomFile } from "../write-sbom-file.ts";

interface InventoryOptions extends OutputOptions, SbomOptions {
  readonly platform?: string;
  readonly reference?: string;
}

/** `coppice inventory IMAGE`: which packages and files are there, and why. */
export function inventoryCommand(command: Command, io: Io): void {
  command
    .summary("say which packages and files an image holds")
    .description(
      "Says which packages an image holds, what each depends on, and for every file why it is there.",
    )
    .argument("<image>", imageHelp)
    .option("--platform <platform>", "image of several to take, such as linux/arm64")
    .option("--reference <name>", "image of several in one archive, by its name or tag")
    .action(async (image: string, options: InventoryOptions) => {
      requireSbom(options);
      const { platform, reference } = options;
      const bom = await takeInventory(image, io, {
        ...(platform !== undefined && { platform }),
        ...(reference !== undefined && { reference }),
      });
      const losses = await writeSbomFile(io, options, bom);
      const { sbom } = options;
      await deliver(io, options, bom, () => inventoryReport(bom, { sbom, losses }));
    });
  addSbomOptions(command, "the packages");
  addOutputOptions(command, "bill of materials");
  addNotes(command, [
    "inventory image/",
    "inventory image.tar -o bom.json.gz --sbom image.spdx.json",
    "inventory docker://ghcr.io/owner/name:1.2 --platform linux/arm64",
    "inventory /srv/root --json | jq '.packages[].name'",
  ]);
}
