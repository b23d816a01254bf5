import type {
  SbomDocument,
  SbomFailure,
  SbomProfile,
  SbomRuleScore,
  SbomScore,
} from "@coppice/sbom";
import { componentLabel } from "./component-label.ts";
import { integer } from "./figures.ts";
import { names } from "./names.ts";
import { printable } from "./printable.ts";
import { report, type Section, titled } from "./report.ts";
import { table } from "./table.ts";

/** A score with what it was scored by. */
export interface Scored {
  readonly profile: SbomProfile;
  readonly score: SbomScore;
}

/** Options of {@link scoreReport}. */
export interface ScoreReportOptions {
  /** Whether each rule that is not met is shown. */
  readonly detailed: boolean;
  readonly minimum: number | undefined;
}

const conformances: Readonly<Record<SbomScore["conformance"], string>> = {
  met: "all that is required",
  "not-met": "NOT all that is required",
  undecided: "cannot be told",
};

/** How well an SBOM does what each standard asks, and what it lacks. */
export function scoreReport(
  name: string,
  document: SbomDocument,
  scored: readonly Scored[],
  { detailed, minimum }: ScoreReportOptions,
): string {
  const below = scored.filter(({ score: { score = 0 } }) => score < (minimum ?? 0));
  return report([
    [
      printable(name),
      ...(below.length === 0
        ? []
        : [`BELOW ${minimum} by ${names(below.map(({ profile }) => profile.id))}`]),
    ],
    table(
      [
        { title: "profile" },
        { title: "score", align: "right" },
        { title: "" },
        { title: "says" },
        { title: "standard" },
      ],
      scored.map(({ profile, score }) => [
        profile.id,
        score.score === undefined ? "none" : score.score.toFixed(1),
        score.grade ?? "",
        conformances[score.conformance],
        profile.title,
      ]),
    ),
    ...(detailed ? scored.flatMap((item) => rulesSections(item, document)) : []),
  ]);
}

function rulesSections({ profile, score }: Scored, document: SbomDocument): readonly Section[] {
  const failed = score.rules.filter(({ status }) => status === "failed");
  const untold = score.rules.filter(({ status }) => status === "unknown");
  const labels = new Map(document.components.map((item) => [item.ref, componentLabel(item)]));
  return [
    titled(
      `What ${profile.id} asks and the SBOM lacks (${profile.url})`,
      failed.flatMap((rule) => ruleLines(rule, labels)),
    ),
    titled(
      `What ${profile.id} asks and cannot be told (not counted)`,
      untold.map(({ title }) => printable(`  ${title}`)),
    ),
  ];
}

function ruleLines(rule: SbomRuleScore, labels: ReadonlyMap<string, string>): Section {
  const { title, severity, passed, total, about, failures } = rule;
  const missing = total - passed;
  const extent = about === "document" ? "" : `: ${integer(missing)} of ${integer(total)} lack it`;
  const lacking = about === "document" ? [] : [`    ${firstNames(failures, missing, labels)}`];
  return [printable(`  ${severity}: ${title}${extent}`), ...lacking];
}

/** Only the first failures of a rule are named in a score. */
function firstNames(
  failures: readonly SbomFailure[],
  missing: number,
  labels: ReadonlyMap<string, string>,
): string {
  const shown = failures.slice(0, 5);
  const listed = names(shown.map(({ ref = "", pointer }) => labels.get(ref) ?? pointer));
  return missing > shown.length ? `${listed} and ${integer(missing - shown.length)} more` : listed;
}
