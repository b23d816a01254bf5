import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  normalizeLicenseExpression,
  parseLicenseExpression,
  renderLicenseExpression,
} from "@coppice/licenses";
import {
  convertSbom,
  parseSbom,
  type SbomComponent,
  type SbomDocument,
  type SbomTarget,
  validateSbom,
} from "@coppice/sbom";
import type { Row } from "../evaluation.ts";
import { readManifest } from "../manifest.ts";

/** A way from one family to another and back. */
interface Way {
  readonly name: string;
  readonly from: (format: string, version: string) => boolean;
  readonly over: SbomTarget;
  readonly back: (document: SbomDocument) => SbomTarget;
}

const cyclonedx = (format: string): boolean =>
  format === "cyclonedx-json" || format === "cyclonedx-xml";
const spdx2 = (format: string): boolean => format === "spdx-json";
const spdx3 = (format: string): boolean => format === "spdx3-jsonld";
const latest: SbomTarget = { family: "cyclonedx", version: "1.7", encoding: "json" };

const ways: readonly Way[] = [
  {
    name: "CycloneDX → SPDX 2.3 → CycloneDX",
    from: cyclonedx,
    over: { family: "spdx", version: "2.3", encoding: "json" },
    back: () => latest,
  },
  {
    name: "CycloneDX → SPDX 3.0.1 → CycloneDX",
    from: cyclonedx,
    over: { family: "spdx", version: "3.0.1", encoding: "json" },
    back: () => latest,
  },
  {
    name: "SPDX 2 → CycloneDX 1.7 → SPDX 2",
    from: spdx2,
    over: latest,
    back: () => ({ family: "spdx", version: "2.3", encoding: "json" }),
  },
  {
    name: "SPDX 2 → CycloneDX 1.6 → SPDX 2",
    from: spdx2,
    over: { family: "cyclonedx", version: "1.6", encoding: "json" },
    back: () => ({ family: "spdx", version: "2.3", encoding: "json" }),
  },
  {
    name: "SPDX 3 → CycloneDX 1.7 → SPDX 3",
    from: spdx3,
    over: latest,
    back: () => ({ family: "spdx", version: "3.0.1", encoding: "json" }),
  },
];

const facts = ["purls", "versions", "hashes", "licenses", "edges"] as const;
type Facts = { readonly [Fact in (typeof facts)[number]]: readonly string[] };

/** Sends every valid document to another family and back: what is compared must be there again, and both outputs be valid. */
export async function* convert(corpus: string): AsyncIterable<Row> {
  const folder = join(corpus, "sbom");
  const rows = readManifest(folder).filter((row) => row.get("schema_check") === "valid");
  for (const way of ways) {
    const kept = new Map<string, number>(facts.map((fact) => [fact, 0]));
    const all = new Map<string, number>(facts.map((fact) => [fact, 0]));
    const wrong: string[] = [];
    let documents = 0;
    let valid = 0;
    let losses = 0;
    for (const row of rows) {
      const path = row.get("path") ?? "";
      if (!way.from(row.get("format") ?? "", row.get("version") ?? "")) continue;
      const document = parseSbom(readFileSync(join(folder, path)));
      const there = await convertSbom(document, way.over);
      const back = await convertSbom(there.document, way.back(document));
      documents += 1;
      losses += there.losses.length;
      const verdicts = await Promise.all(
        [there, back].map(({ document: made }) => validateSbom(made)),
      );
      const fault = verdicts
        .flatMap(({ faults }) => faults)
        .find(({ code }) => code === "SCHEMA_VIOLATED");
      if (fault === undefined) valid += 1;
      else wrong.push(`${path}: ${fault.pointer} ${fault.message}`);
      const [before, after] = [factsOf(document), factsOf(back.document)];
      for (const fact of facts) {
        const found = new Set(after[fact]);
        const lost = before[fact].filter((item) => !found.has(item));
        all.set(fact, (all.get(fact) ?? 0) + before[fact].length);
        kept.set(fact, (kept.get(fact) ?? 0) + before[fact].length - lost.length);
        if (lost.length > 0) wrong.push(`${path}: ${fact} ${lost[0]}`);
      }
    }
    yield {
      name: way.name,
      values: {
        documents,
        "both valid": `${valid}/${documents}`,
        ...Object.fromEntries(facts.map((fact) => [fact, `${kept.get(fact)}/${all.get(fact)}`])),
        "losses listed": losses,
        wrong: wrong.slice(0, 30).join("; "),
      },
      passed: wrong.length === 0,
    };
  }
}

/** What a document says, each component by its place in the document, since ids differ between families. */
function factsOf(document: SbomDocument): Facts {
  const { components, relationships, namedLicenses } = document;
  const names = new Map(components.map((item) => [item.ref, nameOf(item)]));
  const meanings = new Map(
    namedLicenses.map(({ id, name, text, urls }) => [id, name ?? urls[0] ?? text ?? id]),
  );
  const of = (read: (item: SbomComponent) => readonly string[]): readonly string[] =>
    components.flatMap((item) => read(item).map((text) => `${nameOf(item)} ${text}`));
  return {
    purls: of(({ purls }) => purls),
    versions: of(({ version }) => (version === undefined ? [] : [version])),
    hashes: of(({ hashes }) => hashes),
    licenses: of((item) => licensesOf(item, meanings)),
    edges: relationships.map(
      ({ from, kind, to, scope = "" }) =>
        `${names.get(from) ?? from} ${kind} ${scope} ${names.get(to) ?? to}`,
    ),
  };
}

function nameOf({ group = "", name, version = "", purls: [purl = ""] }: SbomComponent): string {
  return JSON.stringify([group, name, version, purl]);
}

/**
 * All declared licences as one canonical expression, and all concluded ones. Licences without an SPDX id stand by what they
 * mean, since their ids are each document's own; `NONE` beside licences contradicts them and is not looked at.
 */
function licensesOf(
  { licenses }: SbomComponent,
  meanings: ReadonlyMap<string, string>,
): readonly string[] {
  return [false, true].flatMap((concluded) => {
    const stated = licenses
      .filter(({ acknowledgement }) => (acknowledgement === "concluded") === concluded)
      .map(({ expression, name, url, text }) => name ?? expression ?? url ?? text ?? "");
    const claims = stated.length > 1 ? stated.filter((text) => text !== "NONE") : stated;
    if (claims.length === 0) return [];
    if (claims.every((text) => text === "NONE")) return ["NONE"];
    const parts = claims.map((text) => `(${inMeanings(text, meanings)})`);
    return [`${concluded ? "concluded" : "declared"} ${canonical(parts.join(" AND "))}`];
  });
}

/** An expression with what its own licences mean, or a licence by its name, in letters that an expression takes. */
function inMeanings(text: string, meanings: ReadonlyMap<string, string>): string {
  if (!isExpression(text)) return reference(text);
  return text
    .split(/([\s()]+)/)
    .map((word) => (word.startsWith("LicenseRef-") ? reference(meanings.get(word) ?? word) : word))
    .join("");
}

function reference(meaning: string): string {
  return `LicenseRef-${meaning.replace(/[^A-Za-z0-9.-]+/g, "-")}`;
}

function isExpression(text: string): boolean {
  try {
    parseLicenseExpression(text);
    return true;
  } catch {
    return false;
  }
}

function canonical(expression: string): string {
  return renderLicenseExpression(normalizeLicenseExpression(parseLicenseExpression(expression)));
}
