import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { parseLoosePurl, parsePurl, renderPurl } from "@coppice/purl";
import type { Row } from "../../evaluate/evaluation.ts";
import { collectPurls } from "../../evaluate/sbom/collect-purls.ts";

interface Peer {
  readonly PackageURL: { fromString(text: string): { toString(): string } };
}

const requireThere = createRequire(new URL("../../../packages/purl/package.json", import.meta.url));
const { PackageURL }: Peer = requireThere("packageurl-js");

const rounds = 15;
const repetitions = 20;

/** How many nanoseconds of CPU time a purl of the corpus takes here and in packageurl-js, in turns in one run. */
export async function* purl(corpus: string | undefined): AsyncIterable<Row> {
  if (corpus === undefined || !existsSync(join(corpus, "sbom"))) return;
  const texts = collectPurls(corpus).filter(isReadByBoth);
  const purls = texts.map(parsePurl);
  const peers = texts.map((text) => PackageURL.fromString(text));
  const [parse, loose, theirParse, render, theirRender] = compete(texts.length, [
    (index) => parsePurl(texts[index] ?? ""),
    (index) => parseLoosePurl(texts[index] ?? ""),
    (index) => PackageURL.fromString(texts[index] ?? ""),
    (index) => renderPurl(purls[index] ?? { type: "", name: "" }),
    (index) => peers[index]?.toString(),
  ]);
  const row = (name: string, ours = 0, theirs = 0, atLeast = 0): Row => ({
    name,
    values: {
      purls: texts.length,
      "ns each": Math.round(ours),
      "packageurl-js": Math.round(theirs),
      times: (theirs / ours).toFixed(2),
    },
    passed: theirs / ours >= atLeast,
  });
  yield row("parsePurl", parse, theirParse, 5);
  yield row("parseLoosePurl", loose, theirParse);
  yield row("renderPurl", render, theirRender);
}

function isReadByBoth(text: string): boolean {
  try {
    parsePurl(text);
    PackageURL.fromString(text);
    return true;
  } catch {
    return false;
  }
}

/** The median of each, in nanoseconds of CPU time an item. */
function compete(items: number, tasks: readonly ((index: number) => unknown)[]): number[] {
  const figures = tasks.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, task] of tasks.entries()) {
      const before = process.cpuUsage();
      for (let repetition = 0; repetition < repetitions; repetition++) {
        for (let item = 0; item < items; item++) task(item);
      }
      const { user, system } = process.cpuUsage(before);
      figures[index]?.push(((user + system) * 1000) / (items * repetitions));
    }
  }
  return figures.map((all) => all.sort((a, b) => a - b)[rounds >> 1] ?? 0);
}
