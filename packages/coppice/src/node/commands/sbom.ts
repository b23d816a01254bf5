import type { Command } from "commander";
import type { Finish } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { compareCommand } from "./sbom/compare.ts";
import { convertCommand } from "./sbom/convert.ts";
import { filterCommand } from "./sbom/filter.ts";
import { mergeCommand } from "./sbom/merge.ts";
import { scoreCommand } from "./sbom/score.ts";
import { showCommand } from "./sbom/show.ts";
import { validateCommand } from "./sbom/validate.ts";
import { whyCommand } from "./sbom/why.ts";

/** `coppice sbom`: what can be done with an SBOM, whoever wrote it. */
export function sbomCommand(command: Command, io: Io, finish: Finish): void {
  command
    .summary("read, convert, merge, filter, compare and check SBOMs")
    .description(
      "Works with SBOMs of CycloneDX, SPDX and Syft in every encoding, whoever wrote them, also compressed or in an envelope.",
    );
  showCommand(command.command("show"), io);
  convertCommand(command.command("convert"), io);
  mergeCommand(command.command("merge"), io);
  filterCommand(command.command("filter"), io);
  compareCommand(command.command("compare"), io, finish);
  validateCommand(command.command("validate"), io, finish);
  scoreCommand(command.command("score"), io, finish);
  whyCommand(command.command("why"), io);
}
