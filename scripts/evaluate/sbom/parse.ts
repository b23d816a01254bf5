import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { isSbomError, parseSbom, renderSbom, type SbomDocument } from "@coppice/sbom";
import type { Row } from "../evaluation.ts";
import { readManifest } from "../manifest.ts";

/** What is counted for the rows of one format. */
interface Tally {
  valid: number;
  read: number;
  components: number;
  files: number;
  relations: number;
  written: number;
  others: number;
  answered: number;
  readonly wrong: string[];
}

/**
 * Reads every document that the manifest lists. Those that it calls valid must be read, with its counts, and written back
 * equal; the others must be read too or refused with a code.
 */
export async function* parse(corpus: string): AsyncIterable<Row> {
  const folder = join(corpus, "sbom");
  const tallies = new Map<string, Tally>();
  for (const row of readManifest(folder)) {
    const cell = (name: string): string => row.get(name) ?? "";
    if (!/^(?:cyclonedx|spdx|syft|github|dsse)/.test(cell("format"))) continue;
    const tally = tallies.get(cell("format")) ?? newTally();
    tallies.set(cell("format"), tally);
    const bytes = readFileSync(join(folder, cell("path")));
    const valid = cell("schema_check") === "valid";
    tally[valid ? "valid" : "others"] += 1;
    let document: SbomDocument;
    try {
      document = parseSbom(bytes, { drafts: true });
    } catch (error) {
      if (!isSbomError(error)) tally.wrong.push(`${cell("path")}: ${error}`);
      else if (valid) tally.wrong.push(`${cell("path")}: ${error.message}`);
      else tally.answered += 1;
      continue;
    }
    tally[valid ? "read" : "answered"] += 1;
    if (!valid) continue;
    const counts = countOf(document);
    for (const name of ["components", "files", "relations"] as const) {
      const wanted = cell(name);
      if (wanted === "" || Number(wanted) === counts[name]) tally[name] += 1;
      else tally.wrong.push(`${cell("path")}: ${name} ${counts[name]} of ${wanted}`);
    }
    if (writtenEqual(document)) tally.written += 1;
    else tally.wrong.push(`${cell("path")}: written back otherwise`);
  }
  for (const [format, tally] of tallies) {
    const { wrong, valid, read, others, answered, ...counts } = tally;
    yield {
      name: `parse ${format}`,
      values: {
        "read, valid": `${read}/${valid}`,
        components: counts.components,
        files: counts.files,
        relations: counts.relations,
        "written equal": counts.written,
        "others answered": `${answered}/${others}`,
        wrong: wrong.slice(0, 3).join("; "),
      },
      passed: wrong.length === 0,
    };
  }
}

function newTally(): Tally {
  const zero = { valid: 0, read: 0, components: 0, files: 0, relations: 0, written: 0 };
  return { ...zero, others: 0, answered: 0, wrong: [] };
}

/**
 * What the manifest counts: components without the document's subject, services and files of SPDX and Syft, in XML every
 * element called `component` or `dependency`; files; and relations as they are stated (an edge of `dependsOn`, a relationship of SPDX).
 */
function countOf(document: SbomDocument): Record<"components" | "files" | "relations", number> {
  const { format, native, components, relationships } = document;
  const listed = components.filter(
    ({ type, pointer }) =>
      type !== "service" &&
      type !== "snippet" &&
      pointer !== "/metadata/component" &&
      pointer !== "/source",
  );
  const files = listed.filter(
    ({ type, pointer }) => type === "file" && !pointer.startsWith("/packages/"),
  );
  if (format.family !== "cyclonedx") {
    const packages = listed.length - files.length;
    return { components: packages, files: files.length, relations: statedRelations(native) };
  }
  if (format.encoding === "xml") {
    return {
      components: countElements(native, componentLists, "component"),
      files: components.filter(({ type }) => type === "file").length,
      relations: countElements(native, dependencyLists, "dependency"),
    };
  }
  return {
    components: listed.length,
    files: components.filter(({ type }) => type === "file").length,
    relations: relationships.filter(({ kind }) => kind === "dependsOn").length,
  };
}

/** Members of CycloneDX that XML writes as elements called `component`, and `dependency`. */
const componentLists = new Set(["components", "ancestors", "descendants", "variants"]);
const dependencyLists = new Set([
  "dependencies",
  "dependsOn",
  "runtimeTopology",
  "taskDependencies",
]);

function countElements(
  native: SbomDocument["native"],
  lists: ReadonlySet<string>,
  element: string,
): number {
  let count = 0;
  const pending: unknown[] = [native];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next !== "object" || next === null) continue;
    for (const [name, value] of Object.entries(next)) {
      pending.push(value);
      if (Array.isArray(value) && lists.has(name)) count += value.length;
      else if (name === element && typeof value === "object") count += 1;
      // An element of an extension.
      else if (name === "name" && value === element && "namespace" in next) count += 1;
    }
  }
  return count;
}

function statedRelations(native: SbomDocument["native"]): number {
  const { relationships, artifactRelationships, "@graph": graph } = native;
  if (Array.isArray(relationships)) return relationships.length;
  if (Array.isArray(artifactRelationships)) return artifactRelationships.length;
  if (!Array.isArray(graph)) return 0;
  return graph.filter((item) => /Relationship$/.test(String(Object(item).type))).length;
}

function writtenEqual(document: SbomDocument): boolean {
  const { content } = renderSbom(document);
  const again = parseSbom(content, { drafts: true });
  return isDeepStrictEqual(again.native, document.native);
}
