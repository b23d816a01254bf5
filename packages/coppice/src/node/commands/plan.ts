import { defaultPolicy, planHardening } from "@coppice/harden";
import { grades, type HardeningMode, type HardeningPolicy } from "@coppice/types";
import { type Command, Option } from "commander";
import { deliver } from "../deliver.ts";
import { exitCodes, type Finish } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import {
  addNotes,
  addOutputOptions,
  collect,
  collectPath,
  type OutputOptions,
} from "../options.ts";
import { readDocument } from "../read-document.ts";
import { planReport } from "../reports/plan-report.ts";
import { showProgress } from "../show-progress.ts";

interface PlanOptions extends OutputOptions, Pick<HardeningPolicy, "mode" | "minimumGrade"> {
  readonly bom: string;
  readonly evidence: string;
  readonly keepPackage?: readonly string[];
  readonly keep?: readonly string[];
  readonly keepUnowned: boolean;
}

const modes: readonly HardeningMode[] = ["closure", "executed", "files"];

/** `coppice plan`: what can go, what stays and why. */
export function planCommand(command: Command, io: Io, finish: Finish): void {
  command
    .summary("say what can be removed, what stays and why")
    .description(
      `Says for every package and file of an image whether it stays or goes, and why, and checks the result.

Modes, each removing more than the one before:
  closure   packages that were used and all that they depend on stay
  executed  packages that were used stay; what they lack then is listed
  files     only files that are needed stay`,
    )
    .requiredOption("--bom <file>", "bill of materials of the image")
    .requiredOption("--evidence <file>", "evidence of its runs")
    .addOption(
      new Option("--mode <mode>", "how far to go").choices(modes).default(defaultPolicy.mode),
    )
    .addOption(
      new Option("--minimum-grade <grade>", "weakest use that counts as need")
        .choices(grades)
        .default(defaultPolicy.minimumGrade),
    )
    .option("--keep-package <name>", "package that stays in any case; repeatable", collect)
    .option("--keep <path>", "path that stays with all below it; repeatable", collectPath)
    .option("--no-keep-unowned", "remove files that no package owns and that were not used")
    .action(async (options: PlanOptions) => {
      const bom = await readDocument("bom", options.bom);
      const evidence = await readDocument("evidence", options.evidence);
      showProgress(io, "Planning …");
      const plan = planHardening(bom, evidence, {
        mode: options.mode,
        minimumGrade: options.minimumGrade,
        keepPackages: options.keepPackage ?? [],
        keepPaths: options.keep ?? [],
        keepUnowned: options.keepUnowned,
      });
      await deliver(io, options, plan, () => planReport(plan));
      if (plan.checks.some(({ status }) => status === "failed")) finish(exitCodes.refused);
    });
  addOutputOptions(command, "plan");
  addNotes(
    command,
    [
      "plan --bom bom.json --evidence evidence.json",
      "plan --bom bom.json.gz --evidence evidence.json.gz --mode files -o plan.json",
      "plan --bom bom.json --evidence evidence.json --keep-package tzdata --keep /srv/data",
    ],
    "a check of the plan failed",
  );
}
