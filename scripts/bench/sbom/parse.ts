import { parseSbom } from "@coppice/sbom";
import type { Row } from "../../evaluate/evaluation.ts";
import { corpusComponents, largeDocument } from "./large-document.ts";

const rounds = 5;

/** What `parseSbom` costs in CPU time (text to native form and model) beside `JSON.parse` of the same text, in turns. */
export async function* parse(corpus: string | undefined): AsyncIterable<Row> {
  if (corpus === undefined) return;
  const components = corpusComponents(corpus);
  const costs = new Map<number, number>();
  for (const count of [8000, 32_000, 33_000]) {
    const text = largeDocument(components, count);
    const [parsing = 1, reading = 0] = cpu(
      () => JSON.parse(text),
      () => parseSbom(text),
    );
    costs.set(count, reading);
    const ratio = reading / parsing;
    yield {
      name: `parse ${(text.length / 1e6).toFixed(0)} MB, ${count} components`,
      values: {
        "JSON.parse s": parsing.toFixed(3),
        "parseSbom s": reading.toFixed(3),
        "of JSON.parse": ratio.toFixed(2),
      },
      passed: ratio <= 2.5,
    };
  }
  const growth = (costs.get(32_000) ?? 0) / (costs.get(8000) ?? 1);
  yield { name: "32,000 of 8,000", values: { growth: growth.toFixed(2) }, passed: growth <= 5 };
}

/** Median CPU seconds of each of the works, done in turns after a round that warms up. */
function cpu(...works: readonly (() => unknown)[]): readonly number[] {
  const seconds = works.map((): number[] => []);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, work] of works.entries()) {
      const before = process.cpuUsage();
      work();
      const { user, system } = process.cpuUsage(before);
      if (round > 0) seconds[index]?.push((user + system) / 1e6);
    }
  }
  return seconds.map((taken) => taken.sort((a, b) => a - b)[rounds >> 1] ?? 0);
}
