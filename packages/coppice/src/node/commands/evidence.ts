import { mergeEvidence } from "@coppice/trace";
import type { Evidence } from "@coppice/types";
import type { Command } from "commander";
import { deliver } from "../deliver.ts";
import type { Io } from "../io.ts";
import { addNotes, addOutputOptions, type OutputOptions } from "../options.ts";
import { readDocument } from "../read-document.ts";
import { evidenceReport } from "../reports/evidence-report.ts";
import { showProgress } from "../show-progress.ts";

interface EvidenceOptions extends OutputOptions {
  readonly bom: string;
}

/** `coppice evidence FILE`: what evidence of many runs and hosts says together. */
export function evidenceCommand(command: Command, io: Io): void {
  command
    .summary("merge evidence of many runs and say what it shows")
    .description(
      "Merges evidence of one image, from any number of runs and hosts in any order, and says what was used, what was not, " +
        "and whether it is enough to act on.",
    )
    .argument("<file...>", "evidence of `coppice trace` or `coppice record`, may be gzip'ed")
    .requiredOption("--bom <file>", "bill of materials of the image that ran")
    .action(
      async ([first, ...others]: readonly [string, ...string[]], options: EvidenceOptions) => {
        const read = (path: string): Promise<Evidence> => {
          showProgress(io, `Reading ${path} …`);
          return readDocument("evidence", path);
        };
        const bom = await readDocument("bom", options.bom);
        const one = await read(first);
        const rest: Evidence[] = [];
        for (const path of others) rest.push(await read(path));
        const evidence = mergeEvidence(one, ...rest);
        await deliver(io, options, evidence, () => evidenceReport(evidence, bom));
      },
    );
  addOutputOptions(command, "merged evidence");
  addNotes(command, [
    "evidence monday.json.gz tuesday.json.gz --bom bom.json.gz",
    "evidence hosts/*.json.gz --bom bom.json.gz -o all.json.gz",
  ]);
}
