import type { SbomProfile, SbomScore } from "@coppice/sbom";
import { type Command, InvalidArgumentError } from "commander";
import { CommandError } from "../../command-error.ts";
import { deliver } from "../../deliver.ts";
import { exitCodes, type Finish } from "../../exit-codes.ts";
import { inputName } from "../../input-name.ts";
import type { Io } from "../../io.ts";
import {
  addNotes,
  addOutputOptions,
  collect,
  type OutputOptions,
  sbomHelp,
} from "../../options.ts";
import { readSbomFile } from "../../read-sbom-file.ts";
import { scoreReport } from "../../reports/score-report.ts";
import { showProgress } from "../../show-progress.ts";

interface ScoreOptions extends OutputOptions {
  readonly profile?: readonly string[];
  readonly minimum?: number;
}

/** `coppice sbom score FILE`: how well a document does what standards ask. */
export function scoreCommand(command: Command, io: Io, finish: Finish): void {
  command
    .summary("say how well an SBOM does what standards ask")
    .description(
      "Scores an SBOM by what standards ask of one, each from 0 to 100, and names what it " +
        "lacks. Without --profile all that are known are listed.",
    )
    .argument("<file>", sbomHelp)
    .option(
      "--profile <id>",
      "standard to score by in detail, such as ntia-2021; repeatable",
      collect,
    )
    .option("--minimum <score>", "end with 1 below this score by one of --profile", readScore)
    .action(async (file: string, options: ScoreOptions) => {
      const { profile: ids, minimum } = options;
      if (minimum !== undefined && ids === undefined) {
        throw new CommandError("USAGE", "--minimum is of a standard; name it with --profile");
      }
      const { sbomProfiles, scoreSbom } = await import("@coppice/sbom");
      const profiles =
        ids === undefined ? sbomProfiles : ids.map((id) => findProfile(sbomProfiles, id));
      const document = await readSbomFile(file, io);
      showProgress(io, "Scoring …");
      const scored = profiles.map((profile) => ({ profile, score: scoreSbom(document, profile) }));
      const scores = scored.map(({ score }) => score);
      await deliver(io, options, scores, () =>
        scoreReport(inputName(file), document, scored, { detailed: ids !== undefined, minimum }),
      );
      if (scores.some((score) => isBelow(score, minimum))) finish(exitCodes.refused);
    });
  addOutputOptions(command, "scores");
  addNotes(
    command,
    [
      "sbom score shop.cdx.json",
      "sbom score shop.spdx.json --profile bsi-tr-03183-2-2.1",
      "sbom score shop.cdx.json --profile ntia-2021 --profile cisa-2026 --minimum 90",
    ],
    "a score is below --minimum",
  );
}

function findProfile(profiles: readonly SbomProfile[], id: string): SbomProfile {
  const profile = profiles.find((known) => known.id === id);
  if (profile !== undefined) return profile;
  const known = profiles.map((item) => item.id).join(", ");
  throw new CommandError("USAGE", `there is no profile ${id}; take one of ${known}`);
}

/** What could not be scored has not reached anything. */
function isBelow({ score = 0 }: SbomScore, minimum = 0): boolean {
  return score < minimum;
}

function readScore(value: string): number {
  const number = value.trim() === "" ? Number.NaN : Number(value);
  if (number >= 0 && number <= 100) return number;
  throw new InvalidArgumentError("It is a number from 0 to 100.");
}
