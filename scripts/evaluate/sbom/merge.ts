import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import {
  compareSboms,
  convertSbom,
  filterSbom,
  mergeSboms,
  parseSbom,
  renderSbom,
  type SbomComponent,
  type SbomDocument,
  validateSbom,
  visitReferences,
} from "@coppice/sbom";
import type { Row } from "../evaluation.ts";
import { readManifest } from "../manifest.ts";

/** A law with how often it was looked at, and the first cases in which it did not hold. */
interface Law {
  cases: number;
  passed: number;
  readonly failures: string[];
}

interface Named {
  readonly path: string;
  readonly document: SbomDocument;
}

const formats = new Set(["cyclonedx-json", "cyclonedx-xml", "spdx-json", "spdx3-jsonld"]);
const subject = { name: "whole", version: "1" };

/** How many groups of documents are merged, and how large a document of such a group is. */
const groups = 150;
const groupBytes = 300_000;

/** Looks whether the laws of merging and filtering hold for the valid documents of the corpus and for random groups of them. */
export async function* merge(corpus: string): AsyncIterable<Row> {
  const laws = new Map<string, Law>();
  const hold = (name: string, path: string, isHeld: boolean): void => {
    const law = laws.get(name) ?? { cases: 0, passed: 0, failures: [] };
    laws.set(name, law);
    law.cases += 1;
    if (isHeld) law.passed += 1;
    else law.failures.push(path);
  };
  const small: Named[] = [];
  const folder = join(corpus, "sbom");
  for (const row of readManifest(folder)) {
    if (row.get("schema_check") !== "valid" || !formats.has(row.get("format") ?? "")) continue;
    const path = row.get("path") ?? "";
    const named = { path, document: parseSbom(readFileSync(join(folder, path))) };
    await checkSelf(named, hold);
    await checkFilter(named, hold);
    if (Number(row.get("bytes")) < groupBytes) small.push(named);
  }
  const random = createRandom(2026);
  const pick = (): Named | undefined => small[Math.floor(random() * small.length)];
  for (let index = 0; index < groups; index += 1) {
    const first = pick();
    const family = first?.document.format.family;
    const others = [pick(), pick()].map((other) =>
      // Most groups are of one family, so that SPDX is merged as SPDX too.
      index % 4 === 0 || other?.document.format.family === family
        ? other
        : pickOf(small, family, random),
    );
    await checkGroup(
      [first, ...others].flatMap((item) => item ?? []),
      hold,
    );
  }
  for (const [name, { cases, passed, failures }] of laws) {
    yield {
      name: `merge: ${name}`,
      values: { cases, passed, failed: failures.slice(0, 3).join(" ") },
      passed: cases === passed,
    };
  }
}

type Hold = (name: string, path: string, isHeld: boolean) => void;

async function checkSelf({ path, document }: Named, hold: Hold): Promise<void> {
  const { document: merged, losses } = await mergeSboms([document, document]);
  const { document: once } = await mergeSboms([document]);
  const { metadata: _, ...difference } = compareSboms(once, merged);
  hold("a document with itself says what it said", path, isNothing(difference));
  const { family, version, encoding } = document.format;
  const isSame = encoding === "json" && family === merged.format.family && !version.startsWith("3");
  // What an older version allows and the merged one does not is listed as lost.
  if (isSame && losses.length === 0) {
    const { metadata: __, ...from } = compareSboms(document, merged);
    hold("a document with itself says what it said in its own format", path, isNothing(from));
  }
  const wasValid = await isValid(document);
  if (wasValid) hold("a document with itself stays valid", path, await isValid(merged));
}

async function checkGroup(items: readonly Named[], hold: Hold): Promise<void> {
  const documents = items.map(({ document }) => document);
  const path = items.map((item) => item.path).join(" + ");
  for (const mode of ["flat", "hierarchical"] as const) {
    const options = mode === "flat" ? {} : { mode, subject };
    const result = await mergeSboms(documents, options);
    const merged = result.document;
    const text = renderSbom(merged).content;
    for (const order of [
      [2, 0, 1],
      [1, 0, 2],
    ]) {
      const other = await mergeSboms(
        order.flatMap((at) => documents[at] ?? []),
        options,
      );
      hold(`${mode}: the order does not matter`, path, renderSbom(other.document).content === text);
    }
    const alone = await Promise.all(documents.map((item) => convertedAlone(item, merged)));
    const wereValid = (await Promise.all(alone.map(isValid))).every(Boolean);
    if (wereValid) hold(`${mode}: the result is valid`, path, await isValid(merged));
    const places = result.sources.flatMap(({ documents: positions }) => positions);
    const counts = documents.map((_, at) => places.filter((place) => place === at).length);
    hold(
      `${mode}: every component is in one source`,
      path,
      isDeepStrictEqual(
        counts,
        alone.map(({ components }) => components.length),
      ),
    );
    hold(`${mode}: every edge is there`, path, hasEdges(merged, alone));
    const dangling = danglingOf(merged).filter(
      (ref) => !alone.some((item) => danglingOf(item).includes(ref)),
    );
    hold(`${mode}: no reference is newly dangling`, path, dangling.length === 0);
    if (mode === "hierarchical") {
      const isOne = merged.subjects.length === 1;
      hold("hierarchical: the subject is the one given", path, isOne);
      const isNested = alone.every((item) => isInside(merged, item));
      hold("hierarchical: what a document lists is in something", path, isNested);
    }
  }
  const augmented = await mergeSboms(documents, { mode: "augment" });
  const [first] = documents;
  if (first === undefined) return;
  const before = await convertedAlone(first, augmented.document);
  const same = augmented.document.components.length === before.components.length;
  hold("augment: no component is added", path, same);
  const alone = await Promise.all(
    documents.map((item) => convertedAlone(item, augmented.document)),
  );
  const wereValid = (await Promise.all(alone.map(isValid))).every(Boolean);
  if (wereValid) hold("augment: the result is valid", path, await isValid(augmented.document));
}

/** A document as it is in the format of the merged one. */
async function convertedAlone(document: SbomDocument, merged: SbomDocument): Promise<SbomDocument> {
  const { family, version } = merged.format;
  const target = {
    family: family === "spdx" ? family : ("cyclonedx" as const),
    version,
    encoding: "json" as const,
  };
  return (await convertSbom(document, target)).document;
}

/** Whether all that a document with a subject lists, but for snippets and the subject, is contained in something. */
function isInside(merged: SbomDocument, { components, subjects }: SbomDocument): boolean {
  const names = new Map(merged.components.map((item) => [item.ref, nameOf(item)]));
  const inside = new Set(
    merged.relationships.flatMap(({ kind, to }) => (kind === "contains" ? [names.get(to)] : [])),
  );
  const [subject] = subjects;
  const outer = components.find(({ ref }) => ref === subject);
  return components.every(
    (item) =>
      outer === undefined ||
      item.type === "snippet" ||
      subjects.includes(item.ref) ||
      nameOf(item) === nameOf(outer) ||
      inside.has(nameOf(item)),
  );
}

/** Whether every edge of the parts is between merged components of the same names. */
function hasEdges(merged: SbomDocument, parts: readonly SbomDocument[]): boolean {
  const found = new Set(edgesOf(merged));
  return parts.every((part) => edgesOf(part).every((edge) => found.has(edge)));
}

function edgesOf({ components, relationships }: SbomDocument): readonly string[] {
  const names = new Map(components.map((item) => [item.ref, nameOf(item)]));
  return relationships.flatMap(({ from, kind, to }) => {
    const [start, end] = [names.get(from), names.get(to)];
    return start === undefined || end === undefined ? [] : [JSON.stringify([start, kind, end])];
  });
}

function nameOf({ name }: SbomComponent): string {
  return name.toLowerCase();
}

function danglingOf({ format, native }: SbomDocument): readonly string[] {
  const ids = new Set<string>();
  const references = new Set<string>();
  const shape =
    format.family === "cyclonedx"
      ? format.family
      : format.version.startsWith("3")
        ? "spdx-3"
        : "spdx-2";
  visitReferences(shape, native, (kind, text) => {
    if (kind === "id") ids.add(text);
    if (kind === "reference") references.add(text);
  });
  return [...references].filter((text) => !ids.has(text));
}

async function checkFilter({ path, document }: Named, hold: Hold): Promise<void> {
  const all = filterSbom(document, () => true);
  hold(
    "filter: keeping all changes nothing",
    path,
    isDeepStrictEqual(all.document.native, document.native),
  );
  const isEven = ({ name }: SbomComponent): boolean => name.length % 2 === 0;
  const isShort = ({ name }: SbomComponent): boolean => name.length < 12;
  const { document: half } = filterSbom(document, isEven);
  const { document: twice } = filterSbom(half, isShort);
  const { document: both } = filterSbom(document, (item) => isEven(item) && isShort(item));
  const pick = ({ native }: SbomDocument): unknown => ({ ...native, version: 1 });
  hold("filter: twice is by both", path, isDeepStrictEqual(pick(twice), pick(both)));
  if (document.format.family !== "syft") {
    const before = new Set(danglingOf(document));
    const dangling = danglingOf(half).filter((ref) => !before.has(ref));
    hold("filter: no reference is newly dangling", path, dangling.length === 0);
  }
  if (await isValid(document)) hold("filter: the result is valid", path, await isValid(half));
  hold("filter: what stays is as it was", path, isAsItWas(document, half));
}

/** Whether the components that are left, but for what was nested in them, say what they said, in the same order. */
function isAsItWas(before: SbomDocument, after: SbomDocument): boolean {
  const place = ({ pointer: _, parent: __, ref, ...rest }: SbomComponent): string =>
    JSON.stringify([ref.startsWith("#/") ? "" : ref, rest]);
  const known = new Set(before.components.map(place));
  return after.components.every((item) => known.has(place(item)));
}

/** CycloneDX 1.0 and 1.1 have no JSON Schema to hold a document to. */
async function isValid(document: SbomDocument): Promise<boolean> {
  if (/^1\.[01]$/.test(document.format.version)) return false;
  const { faults } = await validateSbom(document);
  return !faults.some(({ severity }) => severity === "error");
}

function isNothing({
  added,
  removed,
  changed,
  relationships,
}: Omit<ReturnType<typeof compareSboms>, "metadata">): boolean {
  return [added, removed, changed, relationships.added, relationships.removed].every(
    (list) => list.length === 0,
  );
}

function pickOf(
  items: readonly Named[],
  family: string | undefined,
  random: () => number,
): Named | undefined {
  const same = items.filter(({ document }) => document.format.family === family);
  return same[Math.floor(random() * same.length)];
}

/** Numbers from 0 to 1 that are the same in every run: a linear congruence of Numerical Recipes. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
