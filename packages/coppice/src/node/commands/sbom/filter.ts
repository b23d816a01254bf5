import type { SbomComponent, SbomDocument } from "@coppice/sbom";
import type { Command } from "commander";
import { CommandError } from "../../command-error.ts";
import { addSbomOutputOptions, deliverSbom, type SbomOutputOptions } from "../../deliver-sbom.ts";
import type { Io } from "../../io.ts";
import { judgeByPurls } from "../../judge-by-purls.ts";
import { type JudgeComponent, judgeByBom, judgeByPlan } from "../../judge-component.ts";
import { addNotes, collect, readTime, sbomHelp } from "../../options.ts";
import { readDocument } from "../../read-document.ts";
import { readSbomFile } from "../../read-sbom-file.ts";
import { filterSections } from "../../reports/filter-sections.ts";

interface FilterOptions extends SbomOutputOptions {
  readonly bom?: string;
  readonly plan?: string;
  readonly keep?: readonly string[];
  readonly remove?: readonly string[];
  readonly created?: string;
}

/** `coppice sbom filter FILE`: the document without what is no longer there. */
export function filterCommand(command: Command, io: Io): void {
  command
    .summary("write an SBOM without what was removed")
    .description(
      "Writes an SBOM without the components that are no longer there; all that stays is as " +
        "it was. Packages are matched by package URL, files by path. What cannot be matched " +
        "stays, and is counted.",
    )
    .argument("<file>", sbomHelp)
    .option("--bom <file>", "keep what this bill of materials of the hardened image lists")
    .option("--plan <file>", "remove what this plan removes")
    .option(
      "--keep <purl>",
      "keep only this package; repeatable; without version, all of them",
      collect,
    )
    .option(
      "--remove <purl>",
      "remove this package; repeatable; without version, all of them",
      collect,
    )
    .option("--created <time>", "when the new SBOM is made, in UTC; by default as before", readTime)
    .action(async (file: string, options: FilterOptions) => {
      const { judge, unmet } = await chooseJudge(options);
      const document = await readSbomFile(file, io);
      const { kept, unknown } = divide(document, judge);
      const { filterSbom } = await import("@coppice/sbom");
      const made = filterSbom(document, (component) => kept.has(component), {
        ...(options.created && { created: options.created }),
      });
      const gone = new Set(made.removed);
      const removed = document.components.filter(({ ref }) => gone.has(ref));
      await deliverSbom(io, options, {
        document: made.document,
        losses: made.losses,
        facts: { removed: made.removed, unknown: unknown.map(({ ref }) => ref), unmet: unmet() },
        sections: filterSections(document, { removed, unknown, unmet: unmet() }),
      });
    });
  addSbomOutputOptions(command, "by default that of the file");
  addNotes(command, [
    "sbom filter image.cdx.json --plan plan.json -o hardened.cdx.json",
    "sbom filter syft.json --bom hardened-bom.json.gz --to spdx-json@2.3 -o hardened.spdx.json",
    "sbom filter image.spdx --remove pkg:deb/debian/perl --remove pkg:npm/left-pad@1.3.0",
  ]);
}

async function chooseJudge({
  bom,
  plan,
  keep = [],
  remove = [],
}: FilterOptions): Promise<{ judge: JudgeComponent; unmet: () => readonly string[] }> {
  const byPurls = keep.length + remove.length > 0;
  if ([bom !== undefined, plan !== undefined, byPurls].filter(Boolean).length !== 1) {
    throw new CommandError(
      "USAGE",
      "what to leave out is told in one way; give --bom, --plan, or any of --keep and --remove",
    );
  }
  if (byPurls) return judgeByPurls({ keep, remove });
  const judge =
    bom === undefined
      ? await judgeByPlan(await readDocument("plan", plan ?? ""))
      : await judgeByBom(await readDocument("bom", bom));
  return { judge, unmet: () => [] };
}

function divide(
  { components, subjects }: SbomDocument,
  judge: JudgeComponent,
): { kept: ReadonlySet<SbomComponent>; unknown: readonly SbomComponent[] } {
  const about = new Set(subjects);
  const kept = new Set<SbomComponent>();
  const unknown: SbomComponent[] = [];
  for (const component of components) {
    const fate = judge(component);
    if (fate !== "remove") kept.add(component);
    if (fate === "unknown" && !about.has(component.ref)) unknown.push(component);
  }
  return { kept, unknown };
}
