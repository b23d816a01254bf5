import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compareSboms } from "../../../packages/sbom/src/compare/compare-sboms.ts";
import type { SbomDifference } from "../../../packages/sbom/src/compare/sbom-difference.ts";
import { convertSbom } from "../../../packages/sbom/src/convert/convert-sbom.ts";
import { parseSbom } from "../../../packages/sbom/src/parse-sbom.ts";
import type { SbomDocument } from "../../../packages/sbom/src/sbom-document.ts";
import type { Row } from "../evaluation.ts";
import { readManifest } from "../manifest.ts";

/** What was counted of the documents of one format. */
interface Tally {
  documents: number;
  /** Those that are not read, such as drafts. */
  unread: number;
  components: number;
  /** Documents that are not what they are: in order and out of it, from the other side, in the other family's format. */
  readonly unlikeSelf: string[];
  readonly unlikeReordered: string[];
  readonly unmirrored: string[];
  readonly unmatched: string[];
}

/**
 * Compares every valid document of the corpus with itself, with itself in another order, with the one before it in both
 * directions, and with what it is converted to: CycloneDX as SPDX, anything else as CycloneDX.
 */
export async function* compare(corpus: string): AsyncIterable<Row> {
  const folder = join(corpus, "sbom");
  const tallies = new Map<string, Tally>();
  let previous: SbomDocument | undefined;
  for (const row of readManifest(folder)) {
    const [path = "", format = ""] = [row.get("path"), row.get("format")];
    if (row.get("expected") === "invalid" || row.get("schema_check") === "invalid") continue;
    const tally = tallies.get(format) ?? {
      documents: 0,
      unread: 0,
      components: 0,
      unlikeSelf: [],
      unlikeReordered: [],
      unmirrored: [],
      unmatched: [],
    };
    tallies.set(format, tally);
    const document = parse(readFileSync(join(folder, path)));
    if (document === undefined) {
      tally.unread += 1;
      continue;
    }
    tally.documents += 1;
    tally.components += document.components.length;
    if (!isEmpty(compareSboms(document, document))) tally.unlikeSelf.push(path);
    if (!isEmpty(compareSboms(document, reorder(document)))) tally.unlikeReordered.push(path);
    if (previous !== undefined && !isMirrored(previous, document)) tally.unmirrored.push(path);
    if (!(await isMatchedConverted(document))) tally.unmatched.push(path);
    previous = document;
  }
  for (const [name, tally] of tallies) {
    const { documents, unread, components, unlikeSelf, unlikeReordered, unmirrored, unmatched } =
      tally;
    if (documents === 0) continue;
    const missed = [...unlikeSelf, ...unlikeReordered, ...unmirrored, ...unmatched];
    yield {
      name,
      values: {
        documents,
        "not read": unread,
        components,
        "like itself": documents - unlikeSelf.length,
        "like itself reordered": documents - unlikeReordered.length,
        mirrored: documents - unmirrored.length,
        "matched in the other format": documents - unmatched.length,
        missed: [...new Set(missed)].slice(0, 3).join(" "),
      },
      passed: missed.length === 0,
    };
  }
}

function parse(bytes: Uint8Array): SbomDocument | undefined {
  try {
    return parseSbom(bytes);
  } catch {
    return undefined;
  }
}

function isEmpty({
  metadata,
  subject,
  added,
  removed,
  changed,
  relationships,
}: SbomDifference): boolean {
  const lists = [metadata, added, removed, changed, relationships.added, relationships.removed];
  return subject === undefined && lists.every(({ length }) => length === 0);
}

function isMirrored(before: SbomDocument, after: SbomDocument): boolean {
  const there = compareSboms(before, after);
  const back = compareSboms(after, before);
  const ends = ({ changed, subject }: SbomDifference, side: "before" | "after"): string =>
    [...changed, ...(subject === undefined ? [] : [subject])]
      .map((change) => `${change[side].ref} ${change.fields.length}`)
      .sort()
      .join("\n");
  return (
    JSON.stringify([there.added, there.removed, there.relationships.added]) ===
      JSON.stringify([back.removed, back.added, back.relationships.removed]) &&
    ends(there, "before") === ends(back, "after")
  );
}

/** Whether every component is found again in the other family's format. */
async function isMatchedConverted(document: SbomDocument): Promise<boolean> {
  const family = document.format.family === "cyclonedx" ? "spdx" : "cyclonedx";
  const converted = await convertSbom(document, { family });
  const { added, removed } = compareSboms(document, converted.document, { absent: "unknown" });
  return added.length === 0 && removed.length === 0;
}

/** The document with its arrays in another order: as it is read from reordered JSON, or where it is no JSON, as a model. */
function reorder(document: SbomDocument): SbomDocument {
  const { encoding } = document.format;
  if (encoding !== "json") return reverseArrays(document);
  return (
    parse(new TextEncoder().encode(JSON.stringify(reverseArrays(document.native)))) ?? document
  );
}

/** A value whose arrays are the other way round, inside too. */
function reverseArrays<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value), (_, item) =>
    Array.isArray(item) ? item.reverse() : item,
  );
}
