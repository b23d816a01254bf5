import { draftDocument, finishDraft, objectsIn } from "../edit/draft-document.ts";
import type { DraftValue } from "../json/draft.ts";
import type { JsonObject } from "../json/json-value.ts";
import type { SbomLoss } from "../sbom-document.ts";
import { pruneToSchema } from "./prune-to-schema.ts";

const oldTerms = "https://spdx.org/rdf/3.0.0/terms/";

/** The same document in SPDX 3.0.1, which is 3.0.0 with its mistakes mended. */
export async function fitSpdx3(
  native: JsonObject,
): Promise<{ readonly native: JsonObject; readonly losses: readonly SbomLoss[] }> {
  const draft = draftDocument(native);
  const { root } = draft;
  root["@context"] = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld";
  for (const object of objectsIn(root)) {
    if (object["type"] === "CreationInfo") object["specVersion"] = "3.0.1";
    for (const [name, value] of Object.entries(object)) {
      object[name] = Array.isArray(value) ? value.map(renameTerm) : renameTerm(value);
    }
  }
  const format = { family: "spdx", version: "3.0.1", encoding: "json" } as const;
  const reason = "SPDX 3.0.1 has no place for this";
  await pruneToSchema(draft, { format, before: native, reason, defaults: new Map() });
  return { native: finishDraft(draft), losses: draft.losses };
}

/** Individuals, such as that for no licence, are named with the version. */
function renameTerm(value: DraftValue): DraftValue {
  if (typeof value !== "string" || !value.startsWith(oldTerms)) return value;
  return `https://spdx.org/rdf/3.0.1/terms/${value.slice(oldTerms.length)}`;
}
