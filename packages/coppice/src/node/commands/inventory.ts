import type { Command } from "commander";
import { deliver } from "../deliver.ts";
import type { Io } from "../io.ts";
import { addNotes, addOutputOptions, imageHelp, type OutputOptions } from "../options.ts";
import { inventoryReport } from "../reports/inventory-report.ts";
import { takeInventory } from "../with-image.ts";

/** `coppice inventory IMAGE`: which packages and files are there, and why. */
export function inventoryCommand(command: Command, io: Io): void {
  command
    .summary("say which packages and files an image holds")
    .description(
      "Says which packages an image holds, what each depends on, and for every file why it is there.",
    )
    .argument("<image>", imageHelp)
    .action(async (image: string, options: OutputOptions) => {
      const bom = await takeInventory(image, io);
      await deliver(io, options, bom, () => inventoryReport(bom));
    });
  addOutputOptions(command, "bill of materials");
  addNotes(command, [
    "inventory image/",
    "inventory image.tar -o bom.json.gz",
    "inventory /srv/root --json | jq '.packages[].name'",
  ]);
}
