import { compareEffects, effectOf } from "../statement-effect.ts";
import type { VexModel } from "../vex-document.ts";
import type { AppliedStatement, MatchedVulnerability } from "./vex-match.ts";

/** Statements about one vulnerability and one component, as `matchVex` found them, brought into order. */
export function settleStatements(
  found: readonly AppliedStatement[],
  documents: readonly VexModel[],
): MatchedVulnerability {
  const applied = found
    .map((statement) => ({ statement, effect: effectOf(statement.said) }))
    .sort((a, b) => compareEffects(a.effect, b.effect));
  const last = applied.at(-1);
  if (last === undefined) throw new RangeError("a group has at least one statement");
  const { time, status } = last.effect;
  const authorOf = ({ document }: AppliedStatement): string | undefined =>
    documents[document]?.author?.name;
  const conflicts = applied.filter(
    ({ statement, effect }) =>
      effect.status !== status &&
      (effect.time === time || authorOf(statement) !== authorOf(last.statement)),
  );
  return {
    id: last.statement.said.vulnerability.id,
    status,
    applied: applied.map(({ statement }) => statement),
    conflicts: conflicts.map(({ statement }) => statement),
  };
}
