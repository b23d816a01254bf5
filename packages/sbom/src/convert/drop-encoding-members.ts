import { draftDocument, finishDraft, objectsIn } from "../edit/draft-document.ts";
import type { JsonObject } from "../json/json-value.ts";
import type { SbomDocument, SbomLoss } from "../sbom-document.ts";

/** Members that hold what one encoding says and the schema has no place for. */
const members = ["$xml", "$protobuf", "$tagValue"];

/** A document's native form without what only its encoding can say, each of which is a loss. */
export function dropEncodingMembers({ native, format }: SbomDocument): {
  readonly native: JsonObject;
  readonly losses: readonly SbomLoss[];
} {
  if (format.encoding === "json") return { native, losses: [] };
  const draft = draftDocument(native);
  const reason = `only ${format.encoding} has a place for this`;
  for (const object of objectsIn(draft.root)) {
    for (const member of members) {
      if (!Object.hasOwn(object, member)) continue;
      draft.lose(object, member, reason);
      delete object[member];
    }
  }
  return { native: finishDraft(draft), losses: draft.losses };
}
