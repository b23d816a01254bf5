import type { VexFamily } from "../vex-document.ts";
import { writeVexJustification } from "../vex-justification.ts";
import type { VexStatement } from "../vex-statement.ts";
import type { OnLoss } from "./losses.ts";

/** Why a product is not affected, as a format can say it. */
interface Reasons {
  readonly justification: string | undefined;
  readonly impact: string | undefined;
}

/** The justification of a statement in a format's words; where it has none, in prose unless there is prose already. */
export function justify(
  family: VexFamily,
  { justification, impact }: VexStatement,
  pointer: string,
  onLoss: OnLoss,
): Reasons {
  if (justification === undefined) return { justification, impact };
  const place = `${pointer}/justification`;
  const word = writeVexJustification(family, justification);
  if (word === undefined) {
    onLoss(place, `${family} has no justification ${justification}`);
    return { justification: undefined, impact: impact ?? `Justification: ${justification}` };
  }
  if (!word.exact) onLoss(place, `${word.word} says less than ${justification}`);
  return { justification: word.word, impact };
}
