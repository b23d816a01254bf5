import { draftDocument, finishDraft, objectsIn } from "../edit/draft-document.ts";
import type { JsonObject } from "../json/json-value.ts";
import type { SbomLoss } from "../sbom-document.ts";
import type { SbomFormat } from "../sbom-format.ts";
import { nativeCategory } from "../spdx2/encodings/native-category.ts";
import { knownFaults } from "./known-faults.ts";
import { pruneToSchema } from "./prune-to-schema.ts";

/** What SPDX 2.2 requires of packages and files, and 2.3 does not. */
const defaults: ReadonlyMap<string, string> = new Map([
  ["licenseConcluded", "NOASSERTION"],
  ["licenseDeclared", "NOASSERTION"],
  ["copyrightText", "NOASSERTION"],
  ["downloadLocation", "NOASSERTION"],
]);

/** The same document in another version of SPDX 2; what 2.2 does not have goes, and is a loss, but what `from` does not allow either. */
export async function fitSpdx2(
  native: JsonObject,
  version: string,
  from?: SbomFormat,
): Promise<{ readonly native: JsonObject; readonly losses: readonly SbomLoss[] }> {
  const draft = draftDocument(native);
  const isKnown = await knownFaults(draft, from);
  const spdxVersion = `SPDX-${version}`;
  draft.root["spdxVersion"] = spdxVersion;
  for (const object of objectsIn(draft.root)) {
    const { referenceCategory } = object;
    if (typeof referenceCategory !== "string") continue;
    const category = nativeCategory(referenceCategory, spdxVersion);
    // The category came with 2.3; its types remain what they are.
    object["referenceCategory"] = category === "PERSISTENT_ID" ? "OTHER" : category;
  }
  const format = { family: "spdx", version, encoding: "json" } as const;
  const reason = `SPDX ${version} has no place for this`;
  await pruneToSchema(draft, { format, before: native, reason, defaults, isKnown });
  return { native: finishDraft(draft), losses: draft.losses };
}
