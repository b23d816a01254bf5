import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject } from "../../../packages/sbom/src/json/json-value.ts";
import { objectOf, objectsOf } from "../../../packages/sbom/src/json/members.ts";
import { parseJsonText } from "../../../packages/sbom/src/json/parse-json-text.ts";
import { checkXml } from "../../../packages/sbom/src/validation/check-xml.ts";
import {
  loadLicenseIds,
  loadXmlSchema,
} from "../../../packages/sbom/src/validation/load-schema.ts";
import { validateSbom } from "../../../packages/sbom/src/validation/validate-sbom.ts";
import { parseXml } from "../../../packages/sbom/src/xml/parse-xml.ts";
import type { Row } from "../../evaluate/evaluation.ts";
import { readManifest } from "../../evaluate/manifest.ts";

const rounds = 5;
const cycloneDx = { family: "cyclonedx", version: "1.6", encoding: "json" } as const;

/**
 * What validation costs in CPU time, as a multiple of `JSON.parse` on the same text in the same run (medians): CycloneDX 1.6
 * documents made of the corpus' components with three edges for each. With the text, repeated keys are looked for too, and
 * where there is a fault, its line.
 */
export async function* validation(corpus: string | undefined): AsyncIterable<Row> {
  if (corpus === undefined) return;
  const components = await withoutFaults(readComponents(corpus));
  const costs: number[] = [];
  for (const count of [8000, 32_000, 33_000]) {
    const text = JSON.stringify(makeDocument(components, count), null, 2);
    const native = objectOf(parseJsonText(text));
    const faulty = text.replace(/"component-1"(?=\s*,\s*"component-2")/, '"nowhere"');
    const faultyNative = objectOf(parseJsonText(faulty));
    const [parsing = 1, hardened = 0, checking = 0, withText = 0, located = 0] = await cpu(
      () => JSON.parse(text),
      () => parseJsonText(text),
      () => validateSbom({ format: cycloneDx, native }),
      () => validateSbom({ format: cycloneDx, native, text }),
      () => validateSbom({ format: cycloneDx, native: faultyNative, text: faulty }),
    );
    costs.push(checking);
    yield {
      name: `CycloneDX 1.6 JSON, ${count} components`,
      values: {
        MB: (text.length / 1e6).toFixed(1),
        "JSON.parse s": parsing.toFixed(3),
        parseJsonText: (hardened / parsing).toFixed(2),
        validate: (checking / parsing).toFixed(2),
        "and its text": (withText / parsing).toFixed(2),
        "and a fault to locate": (located / parsing).toFixed(2),
      },
      passed: withText / parsing <= 2.5,
    };
  }
  const [small = 1, large = 0] = costs;
  const growth = large / small;
  yield { name: "32,000 of 8,000", values: { growth: growth.toFixed(2) }, passed: growth <= 5 };
  yield await xmlRow(corpus);
}

async function xmlRow(corpus: string): Promise<Row> {
  const folder = join(corpus, "sbom");
  const largest = readManifest(folder)
    .filter((row) => row.get("format") === "cyclonedx-xml" && row.get("version") === "1.6")
    .sort((a, b) => Number(b.get("components")) - Number(a.get("components")))[0];
  const text = readFileSync(join(folder, largest?.get("path") ?? ""), "utf8");
  const [, head = "", body = "", tail = ""] =
    /^([\s\S]*?<components>)([\s\S]*)(<\/components>[\s\S]*)$/.exec(text) ?? [];
  const repeated = Array.from({ length: Math.ceil(2e7 / body.length) }, (_, copy) =>
    body.replaceAll(/bom-ref="/g, `bom-ref="${copy}-`),
  );
  const long = `${head}${repeated.join("")}${tail}`;
  const table = await loadXmlSchema({ family: "cyclonedx", version: "1.6", encoding: "xml" });
  const licenses = await loadLicenseIds();
  const root = parseXml(long);
  const [parsing = 1, checking = 0] = await cpu(
    () => parseXml(long),
    () => checkXml(root, table, licenses),
  );
  const values = {
    MB: (long.length / 1e6).toFixed(1),
    "parseXml s": parsing.toFixed(3),
    "checkXml s": checking.toFixed(3),
    "MB/s": (long.length / 1e6 / checking).toFixed(0),
  };
  return { name: "CycloneDX 1.6 XML", values, passed: checking <= 2 * parsing };
}

/** The larger half of the components of the corpus' valid CycloneDX documents that hold no others. */
function readComponents(corpus: string): readonly JsonObject[] {
  const folder = join(corpus, "sbom");
  const components = readManifest(folder)
    .filter((row) => row.get("format") === "cyclonedx-json" && row.get("schema_check") === "valid")
    .filter((row) => /^1\.[456]$/.test(row.get("version") ?? ""))
    .flatMap((row) => {
      const document = parseJsonText(readFileSync(join(folder, row.get("path") ?? ""), "utf8"));
      return objectsOf(objectOf(document)["components"]);
    })
    .filter((component) => component["components"] === undefined)
    .map((component) => ({ component, size: JSON.stringify(component).length }))
    .sort((a, b) => b.size - a.size);
  return components.slice(0, components.length >> 1).map(({ component }) => component);
}

/** Those of which several in a document make no fault. */
async function withoutFaults(components: readonly JsonObject[]): Promise<readonly JsonObject[]> {
  const native = makeDocument(components, 2 * components.length);
  const { faults } = await validateSbom({ format: cycloneDx, native }, { maxFaults: 1e6 });
  const faulty = new Set(
    faults.map(({ pointer }) => Number(pointer?.split("/")[2]) % components.length),
  );
  return components.filter((_, index) => !faulty.has(index));
}

function makeDocument(components: readonly JsonObject[], count: number): JsonObject {
  const refs = Array.from({ length: count }, (_, index) => `component-${index}`);
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    components: refs.map((ref, index) => ({
      ...components[index % components.length],
      "bom-ref": ref,
    })),
    dependencies: refs.map((ref, index) => ({ ref, dependsOn: refs.slice(index + 1, index + 4) })),
  };
}

/** Median CPU seconds of each of the works, done in turns after a round that warms up. */
async function cpu(...works: readonly (() => unknown)[]): Promise<readonly number[]> {
  const seconds = works.map((): number[] => []);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, work] of works.entries()) {
      const before = process.cpuUsage();
      await work();
      const { user, system } = process.cpuUsage(before);
      if (round > 0) seconds[index]?.push((user + system) / 1e6);
    }
  }
  return seconds.map((taken) => taken.sort((a, b) => a - b)[rounds >> 1] ?? 0);
}
