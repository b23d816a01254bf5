import { readFileSync } from "node:fs";
import { join } from "node:path";
import { detectSbom, type SbomDetection } from "../../../packages/sbom/src/input/detect-sbom.ts";
import type { Row } from "../evaluation.ts";
import { readManifest } from "../manifest.ts";

/** What the manifest calls a format, and what detection should say of it. */
const formats: ReadonlyMap<string, string> = new Map([
  ["cyclonedx-json", "cyclonedx json"],
  ["cyclonedx-xml", "cyclonedx xml"],
  ["cyclonedx-textproto", "cyclonedx textproto"],
  ["spdx-json", "spdx json"],
  ["spdx3-jsonld", "spdx json"],
  ["spdx-tag-value", "spdx tag-value"],
  ["spdx-yaml", "spdx yaml"],
  ["spdx-xml", "spdx xml"],
  ["spdx-rdf-xml", "spdx rdf"],
  ["syft-json", "syft json"],
  ["github-spdx-wrapped", "spdx json in github"],
  ["dsse+intoto+cyclonedx-json", "cyclonedx json in dsse in in-toto"],
]);

/** Per format of the corpus, how many documents are detected as what they are, by content alone. */
export async function* detect(corpus: string): AsyncIterable<Row> {
  const folder = join(corpus, "sbom");
  const counts = new Map<string, { total: number; detected: number; missed: string[] }>();
  for (const row of readManifest(folder)) {
    const path = row.get("path") ?? "";
    const format = row.get("format") ?? "";
    const count = counts.get(format) ?? { total: 0, detected: 0, missed: [] };
    counts.set(format, count);
    count.total += 1;
    const found = describe(detectSbom(readFileSync(join(folder, path))));
    if (found === expectation(format, row.get("version") ?? "", found)) count.detected += 1;
    else count.missed.push(`${path}: ${found}`);
  }
  for (const [name, { total, detected, missed }] of counts) {
    for (const line of missed.slice(0, 5)) process.stderr.write(`  not ${name}: ${line}\n`);
    yield { name, values: { documents: total, detected }, passed: detected === total };
  }
}

/** Other documents should be told as none; of what the manifest gives no version for, any counts. */
function expectation(format: string, version: string, found: string): string {
  const expected = formats.get(format);
  if (expected === undefined) return "no SBOM";
  const [family = "", ...rest] = expected.split(" ");
  const [, given = ""] = found.split(" ");
  const plain = version === "2.0-draft" ? "2.0" : version.replace(/^SPDX-/, "");
  return [family, version === "?" ? given : plain, ...rest].join(" ");
}

function describe({ format, envelopes, reason }: SbomDetection): string {
  if (format === undefined) return reason?.includes("no SBOM") ? "no SBOM" : (reason ?? "");
  const wrapped = envelopes.map(({ kind }) => ` in ${kind}`).join("");
  return `${format.family} ${format.version} ${format.encoding}${wrapped}`;
}
