import type { SbomComponentField, SbomDifference, SbomMetadataField } from "@coppice/sbom";
import { type Command, InvalidArgumentError, Option } from "commander";
import { deliver } from "../../deliver.ts";
import { exitCodes, type Finish } from "../../exit-codes.ts";
import { inputName, requireOneStdin } from "../../input-name.ts";
import type { Io } from "../../io.ts";
import { addNotes, addOutputOptions, type OutputOptions, sbomHelp } from "../../options.ts";
import { readSbomFile } from "../../read-sbom-file.ts";
import { differenceReport } from "../../reports/difference-report.ts";
import { showProgress } from "../../show-progress.ts";

type ComparedField = SbomComponentField | SbomMetadataField | "version";

interface CompareOptions extends OutputOptions {
  readonly ignore?: readonly ComparedField[];
  readonly absent: "differs" | "unknown";
  readonly failOnDifference?: boolean;
}

/** `coppice sbom compare A B`: what the second document has otherwise than the first. */
export function compareCommand(command: Command, io: Io, finish: Finish): void {
  command
    .summary("say how two SBOMs differ")
    .description(
      "Says what the second SBOM has otherwise than the first, whatever their formats: " +
        "components added, removed, upgraded, downgraded or changed, and relations.",
    )
    .argument("<before>", sbomHelp)
    .argument("<after>", "the other one")
    .option("--ignore <field>", "field in which a difference is none; repeatable", collectField)
    .addOption(
      new Option(
        "--absent <meaning>",
        "what it means that only one SBOM states a field; unknown suits those of two tools",
      )
        .choices(["differs", "unknown"])
        .default("differs"),
    )
    .option(
      "--fail-on-difference",
      "end with 1 when components or relations differ; ids, times and tools of the SBOMs may",
    )
    .action(async (before: string, after: string, options: CompareOptions) => {
      requireOneStdin([before, after]);
      const documents = [await readSbomFile(before, io), await readSbomFile(after, io)] as const;
      showProgress(io, "Comparing …");
      const { compareSboms } = await import("@coppice/sbom");
      const difference = compareSboms(...documents, {
        absent: options.absent,
        ...(options.ignore && { ignore: options.ignore }),
      });
      await deliver(io, options, difference, () =>
        differenceReport(inputName(before), inputName(after), difference),
      );
      if (options.failOnDifference && isDifferent(difference)) finish(exitCodes.refused);
    });
  addOutputOptions(command, "difference");
  addNotes(
    command,
    [
      "sbom compare v1.cdx.json v2.cdx.json",
      "sbom compare release.spdx.json build.spdx.json --ignore hash --fail-on-difference",
      "sbom compare syft.json trivy.cdx.json --absent unknown --json | jq '.added[].purls'",
    ],
    "they differ, and --fail-on-difference was given",
  );
}

/** What the documents say of themselves differs whenever one is made again. */
function isDifferent({ subject, added, removed, changed, relationships }: SbomDifference): boolean {
  const lists = [added, removed, changed, relationships.added, relationships.removed];
  return subject !== undefined || lists.some((list) => list.length > 0);
}

const fields: Readonly<Record<ComparedField, true>> = {
  version: true,
  name: true,
  type: true,
  purl: true,
  cpe: true,
  identifier: true,
  hash: true,
  license: true,
  copyright: true,
  description: true,
  supplier: true,
  originator: true,
  publisher: true,
  reference: true,
  property: true,
  scope: true,
  layer: true,
  location: true,
  format: true,
  id: true,
  revision: true,
  created: true,
  creator: true,
};

function collectField(
  value: string,
  before: readonly ComparedField[] = [],
): readonly ComparedField[] {
  if (isField(value)) return [...before, value];
  throw new InvalidArgumentError(`It is one of ${Object.keys(fields).join(", ")}.`);
}

function isField(text: string): text is ComparedField {
  return Object.hasOwn(fields, text);
}
