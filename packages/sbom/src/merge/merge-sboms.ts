import { type ConvertedSbom, convertSbom, type SbomTarget } from "../convert/convert-sbom.ts";
import { demoteExpressions } from "../convert/demote-expressions.ts";
import { deriveId } from "../convert/derive-id.ts";
import { draftDocument, finishDraft, objectsIn } from "../edit/draft-document.ts";
import { removeFromDocument } from "../filter/remove-from-document.ts";
import type { JsonObject } from "../json/json-value.ts";
import { readModel } from "../read-model.ts";
import type { SbomComponent } from "../sbom-component.ts";
import type { SbomDocument, SbomLoss } from "../sbom-document.ts";
import { SbomError } from "../sbom-error.ts";
import type { SbomFormat } from "../sbom-format.ts";
import { assembleCycloneDx } from "./assemble-cyclone-dx.ts";
import { assembleSpdx2 } from "./assemble-spdx2.ts";
import { groupComponents } from "./group-components.ts";
import { mergeComponents } from "./merge-components.ts";
import type { MergeConflict, MergeRules } from "./merge-values.ts";
import { tellNamesApart } from "./tell-names-apart.ts";

/** What a merged document is about. */
export interface MergeSubject {
  readonly name: string;
  readonly version?: string;
  /** A purl, where it has one. */
  readonly purl?: string;
}

/** Options of {@link mergeSboms}. */
export interface MergeSbomsOptions {
  /**
   * `flat` (default): one list of components. `hierarchical`: the components of each document stand in what that document is
   * about. `augment`: the components of the first document, with what the others know of them.
   */
  readonly mode?: "flat" | "hierarchical" | "augment";
  /** What the merged document is about. Default: what all documents are about, where that is one thing. */
  readonly subject?: MergeSubject;
  /** Serial number or namespace. Default: that of the documents where they share it, otherwise one made of the content. */
  readonly id?: string;
}

/** Which documents a merged component comes from. */
export interface MergeSource {
  /** Ref in the merged document. */
  readonly ref: string;
  /** Positions of the documents that list it. */
  readonly documents: readonly number[];
  /** Positions of the documents that say each of its members. */
  readonly members: Readonly<Record<string, readonly number[]>>;
}

/** A document made of several. */
export interface MergedSbom {
  readonly document: SbomDocument;
  /** Where each component comes from, in the order of the document. */
  readonly sources: readonly MergeSource[];
  /** Members about which the documents do not agree. */
  readonly conflicts: readonly MergeConflict[];
  /** What of each document could not be carried into the common format. */
  readonly losses: readonly (SbomLoss & { readonly input: number })[];
}

/**
 * One document of several. Components that are one thing by purl, CPE, hash, or name and version become one, with all that any
 * document says of it; every edge of every document is there, between the merged components. CycloneDX is merged as CycloneDX, of the
 * newest version among the documents, 1.4 at least; SPDX 2 as SPDX 2.3; anything else (SPDX 3, Syft) and a mix of them as
 * CycloneDX, with what that cannot say in `losses`. Where documents contradict each other the more telling value is taken, the
 * first document's for `augment`, and the others are in `conflicts`; so are hashes of one algorithm, and single licences, that
 * are not the same, though the merged component has all of them.
 *
 * The result does not depend on the order of the documents (but for `augment`), and a document merged with itself says
 * what it said.
 *
 * @example
 * ```ts
 * import { mergeSboms, parseSbom } from "@coppice/sbom";
 *
 * const of = (more: string) =>
 *   parseSbom(`{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"type":"library","name":"a","purl":"pkg:npm/a@1",${more}}]}`);
 * const { document, sources } = await mergeSboms([of('"copyright":"2026 A"'), of('"description":"does a"')]);
 * document.components.length; // => 1
 * document.components[0]?.copyright; // => "2026 A"
 * sources[0]?.members["description"]; // => [1]
 * ```
 * @throws An {@link SbomError} with code `SUBJECT_UNKNOWN` where `hierarchical` is asked for without a subject,
 * `DOCUMENT_INVALID` where there is no document.
 */
export async function mergeSboms(
  documents: readonly SbomDocument[],
  options: MergeSbomsOptions = {},
): Promise<MergedSbom> {
  const { mode = "flat", subject } = options;
  if (documents.length === 0) {
    throw new SbomError(
      "DOCUMENT_INVALID",
      "there is nothing to merge; give at least one document",
    );
  }
  if (mode === "hierarchical" && subject === undefined) {
    throw new SbomError(
      "SUBJECT_UNKNOWN",
      "a hierarchical merge needs something that holds the documents; name it with the option subject",
    );
  }
  const target = commonFormat(documents);
  const converted = await Promise.all(documents.map((item) => convertSbom(item, target)));
  const texts = converted.map((item) => JSON.stringify(item.document.native));
  const order = orderOf(texts, mode);
  const placeOf = (position: number): number => order[position] ?? position;
  const parts = tellNamesApart(
    partsOf(
      order.flatMap((input) => converted[input] ?? []),
      mode,
    ),
  );
  const conflicts: MergeConflict[] = [];
  const takesFirst = mode === "augment";
  const merged = mergeComponents(parts, groupComponents(parts), takesFirst, (conflict) => {
    conflicts.push(conflict);
  });
  const rules: MergeRules = {
    takesFirst,
    onConflict: (member, taken, others) => {
      conflicts.push({ ref: "", member, taken, others });
    },
  };
  const assemble = target.family === "cyclonedx" ? assembleCycloneDx : assembleSpdx2;
  const made = assemble(merged, {
    mode,
    rules,
    isChanged: new Set(texts).size > 1,
    ...(subject && { subject }),
  });
  const native = await identify(made, target, merged.natives, options.id);
  const lost = merged.losses.map((loss) => ({ ...loss, input: placeOf(loss.input) }));
  const signed = documents.flatMap(({ format, native: whole }, input) =>
    format.family === "cyclonedx" && whole["signature"] !== undefined
      ? [{ pointer: "/signature", reason: "it signs one document of several", input }]
      : [],
  );
  return {
    document: {
      ...readModel(target, native, () => {}),
      format: target,
      native,
      envelopes: [],
      problems: order.flatMap((input) => documents[input]?.problems ?? []),
    },
    sources: merged.sources.map(({ ref, documents: positions, members }) => ({
      ref,
      documents: positions.map(placeOf).sort((a, b) => a - b),
      members: Object.fromEntries(
        [...members].map(([name, places]) => [name, places.map(placeOf).sort((a, b) => a - b)]),
      ),
    })),
    conflicts,
    losses: [
      ...converted.flatMap(({ losses }, input) => losses.map((loss) => ({ ...loss, input }))),
      ...signed,
      ...lost,
    ],
  };
}

/**
 * Positions of the documents in an order that comes of what they say, so that the one in which they are given does not
 * matter; the first stays the first where the others only add to it.
 */
function orderOf(texts: readonly string[], mode: MergeSbomsOptions["mode"]): readonly number[] {
  const positions = [...texts.keys()].sort((a, b) => {
    const [left = "", right = ""] = [texts[a], texts[b]];
    return left < right ? -1 : left > right ? 1 : 0;
  });
  return mode === "augment" ? [0, ...positions.filter((position) => position !== 0)] : positions;
}

/**
 * SPDX 2 where all documents are that, otherwise CycloneDX of the newest version that one of them has: 1.4 at least, since older
 * ones cannot carry what two documents nest differently, and 1.6 where there are others.
 */
function commonFormat(documents: readonly SbomDocument[]): SbomTarget & SbomFormat {
  const formats = documents.map(({ format }) => format);
  if (formats.every(({ family, version }) => family === "spdx" && version.startsWith("2"))) {
    return { family: "spdx", version: "2.3", encoding: "json" };
  }
  const mixed = formats.some(({ family }) => family !== "cyclonedx");
  const versions = formats.flatMap(({ family, version }) =>
    family === "cyclonedx" ? [version] : [],
  );
  const [newest] = [...versions, mixed ? "1.6" : "1.4"].sort().reverse();
  return { family: "cyclonedx", version: newest ?? "1.6", encoding: "json" };
}

function partsOf(
  converted: readonly ConvertedSbom[],
  mode: MergeSbomsOptions["mode"],
): readonly SbomDocument[] {
  const parts = converted.map(({ document }) => document);
  return mode === "augment" ? keepFirst(parts) : parts;
}

/** The later documents with only those components that the first one lists too. */
function keepFirst(parts: readonly SbomDocument[]): readonly SbomDocument[] {
  const shared = parts.map(() => new Set<SbomComponent>());
  for (const group of groupComponents(parts)) {
    if (group[0]?.document !== 0) continue;
    for (const { document, component } of group) shared[document]?.add(component);
  }
  return parts.map((part, index) => {
    if (index === 0) return part;
    const others = part.components.filter((component) => !shared[index]?.has(component));
    return removeFromDocument(part, others);
  });
}

/** Gives the document an id of its own, where those of the documents are not one. */
async function identify(
  native: JsonObject,
  { family, version }: SbomFormat,
  natives: readonly JsonObject[],
  id: string | undefined,
): Promise<JsonObject> {
  const member = family === "spdx" ? "documentNamespace" : "serialNumber";
  const isNamed = natives.some((part) => part[member] !== undefined);
  const own = id ?? native[member] ?? (isNamed ? await deriveId(native) : undefined);
  const identified = own === undefined ? native : { ...native, [member]: own };
  if (family === "spdx" || version === "1.7") return identified;
  if (!JSON.stringify(identified).includes('"expression"')) return identified;
  const draft = draftDocument(identified);
  for (const object of objectsIn(draft.root)) demoteExpressions(object);
  return finishDraft(draft);
}
