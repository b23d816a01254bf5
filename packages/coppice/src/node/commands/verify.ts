import { verifyHardened } from "@coppice/harden";
import type { Command } from "commander";
import { exitCodes, type Finish } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { addNotes, imageHelp } from "../options.ts";
import { readDocument } from "../read-document.ts";
import { verifyReport } from "../reports/verify-report.ts";
import { showProgress } from "../show-progress.ts";
import { takeInventory } from "../with-image.ts";

interface VerifyOptions {
  readonly plan: string;
  readonly bom: string;
  readonly evidence?: string;
  readonly json?: boolean;
}

/** `coppice verify IMAGE`: whether a hardened image is what its plan says. */
export function verifyCommand(command: Command, io: Io, finish: Finish): void {
  command
    .summary("say whether a hardened image is what its plan says")
    .description(
      "Takes the inventory of a hardened image afresh and compares it with the plan that made it.",
    )
    .argument("<image>", imageHelp)
    .requiredOption("--plan <file>", "plan that was applied")
    .requiredOption("--bom <file>", "bill of materials that the plan was made from")
    .option("--evidence <file>", "evidence to replay against the image")
    .option("--json", "print the checks as JSON instead of a report")
    .action(async (image: string, options: VerifyOptions) => {
      const plan = await readDocument("plan", options.plan);
      const bom = await readDocument("bom", options.bom);
      const evidence = options.evidence && (await readDocument("evidence", options.evidence));
      const hardened = await takeInventory(image, io);
      const checks = verifyHardened({
        plan,
        original: bom,
        hardened,
        ...(evidence && { evidence }),
      });
      showProgress(io, "");
      io.stdout.write(options.json ? `${JSON.stringify(checks)}\n` : verifyReport(checks));
      if (checks.some(({ status }) => status === "failed")) finish(exitCodes.refused);
    });
  addNotes(
    command,
    [
      "verify hardened/ --plan plan.json --bom bom.json",
      "verify hardened/ --plan plan.json --bom bom.json.gz --evidence evidence.json.gz --json",
    ],
    "the image is not what its plan says",
  );
}
