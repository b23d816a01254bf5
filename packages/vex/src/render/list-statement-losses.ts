import type { VexStatement } from "../vex-statement.ts";
import type { OnLoss } from "./losses.ts";

/** Members that a format may have no place for. */
type Member =
  | "id"
  | "notes"
  | "responses"
  | `vulnerability/${"source" | "url" | "references" | "ratings"}`;

/** Tells those of `members` that a statement has. */
export function listStatementLosses(
  statement: VexStatement,
  pointer: string,
  members: readonly Member[],
  onLoss: OnLoss,
): void {
  const { id, notes, responses, vulnerability } = statement;
  const values: Readonly<Record<Member, string | readonly unknown[] | undefined>> = {
    id,
    notes,
    responses,
    "vulnerability/source": vulnerability.source,
    "vulnerability/url": vulnerability.url,
    "vulnerability/references": vulnerability.references,
    "vulnerability/ratings": vulnerability.ratings,
  };
  for (const member of members) {
    const value = values[member];
    if (value !== undefined && value.length > 0) {
      onLoss(`${pointer}/${member}`, "the format has no place for it");
    }
  }
}
