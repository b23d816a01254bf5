import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { readCycloneDxXmlText } from "../../../packages/sbom/src/cyclonedx/xml/read-cyclone-dx-xml.ts";
import { renderCycloneDxXml } from "../../../packages/sbom/src/cyclonedx/xml/render-cyclone-dx-xml.ts";
import { parseXml } from "../../../packages/sbom/src/xml/parse-xml.ts";
import type { Row } from "../../evaluate/evaluation.ts";

/** What is used of the package `saxes`. */
interface Peer {
  readonly SaxesParser: new (
    options: object,
  ) => {
    write(text: string): { close(): unknown };
  };
}

const { SaxesParser }: Peer = createRequire(
  new URL("../../../packages/sbom/package.json", import.meta.url),
)("saxes");

const example = "sbom/CycloneDX__bom-examples/SBOM/juice-shop/v11.1.2/bom.xml";
const sizes = [8_000, 32_000];
const runs = 7;
/** What reading may take, as a multiple of what saxes takes to parse the same text without handlers. */
const tolerated = 1.5;
/** Four times the components may take this many times as long. */
const growthTolerated = 5;

/**
 * CPU time from XML to CycloneDX's native form, beside saxes' with namespaces and positions and no handler, on a document
 * of many components. The tasks take turns in one process; figures are medians.
 */
export async function* xml(corpus: string | undefined): AsyncIterable<Row> {
  const file = corpus === undefined ? undefined : join(corpus, example);
  if (file === undefined || !existsSync(file)) return;
  const text = readFileSync(file, "utf8");
  let before: readonly number[] | undefined;
  for (const components of sizes) {
    const large = repeatComponents(text, components);
    const { document, version } = readCycloneDxXmlText(large);
    const tasks = [
      () => new SaxesParser({ xmlns: true, position: true }).write(large).close(),
      () => readCycloneDxXmlText(large),
      () => parseXml(large),
      () => renderCycloneDxXml(document, version),
    ];
    const [bare = 0, read = 0, tree = 0, render = 0] = medians(tasks);
    const growth = before?.[0] === undefined ? undefined : read / before[0];
    const ratio = read / bare;
    yield {
      name: `cyclonedx xml, ${components / 1000}k components`,
      values: {
        MB: (large.length / 1e6).toFixed(1),
        "saxes without handlers, CPU ms": bare.toFixed(0),
        "read, CPU ms": read.toFixed(0),
        "of saxes": ratio.toFixed(2),
        "elements alone, CPU ms": tree.toFixed(0),
        "write, CPU ms": render.toFixed(0),
        ...(growth === undefined ? {} : { "read at 4 times the size": growth.toFixed(1) }),
      },
      passed: ratio <= tolerated && (growth ?? 0) <= growthTolerated,
    };
    before = [read];
  }
}

/** The document with its components repeated until there are as many. */
function repeatComponents(text: string, components: number): string {
  const start = text.indexOf("<components>") + "<components>".length;
  const end = text.lastIndexOf("</components>");
  const list = text.slice(start, end);
  const each = list.split("</component>").length - 1;
  const whole = list.repeat(Math.floor(components / each));
  let rest = 0;
  for (let left = components % each; left > 0; left -= 1) {
    rest = list.indexOf("</component>", rest) + "</component>".length;
  }
  const large = text.slice(0, start) + whole + list.slice(0, rest) + text.slice(end);
  // A copy in one piece: what is put together of pieces takes longer to read the first time.
  return new TextDecoder().decode(new TextEncoder().encode(large));
}

/** Median CPU time of each task in milliseconds. */
function medians(tasks: readonly (() => unknown)[]): readonly number[] {
  const times = tasks.map((): number[] => []);
  for (let run = 0; run < runs; run += 1) {
    for (const [index, task] of tasks.entries()) {
      const start = process.cpuUsage();
      task();
      const { user, system } = process.cpuUsage(start);
      times[index]?.push((user + system) / 1000);
    }
  }
  return times.map((list) => list.toSorted((a, b) => a - b)[runs >> 1] ?? 0);
}
