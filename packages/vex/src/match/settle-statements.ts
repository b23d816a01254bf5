import { statementTime } from "../statement-time.ts";
import type { VexModel } from "../vex-document.ts";
import type { AppliedStatement, MatchedVulnerability } from "./vex-match.ts";

/** Statements about one vulnerability and one component, as `matchVex` found them, brought into order. */
export function settleStatements(
  found: readonly AppliedStatement[],
  documents: readonly VexModel[],
): MatchedVulnerability {
  const applied = found
    .map((statement) => ({ statement, time: statementTime(statement.said) }))
    .sort((a, b) => (a.time === b.time ? 0 : a.time - b.time));
  const last = applied.at(-1);
  if (last === undefined) throw new RangeError("a group has at least one statement");
  const { said } = last.statement;
  const authorOf = ({ document }: AppliedStatement): string | undefined =>
    documents[document]?.author?.name;
  const conflicts = applied.filter(
    ({ statement, time }) =>
      statement.said.status !== said.status &&
      (time === last.time || authorOf(statement) !== authorOf(last.statement)),
  );
  return {
    id: said.vulnerability.id,
    status: said.status,
    applied: applied.map(({ statement }) => statement),
    conflicts: conflicts.map(({ statement }) => statement),
  };
}
