import { execFileSync } from "node:child_process";
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Row } from "../../evaluate/evaluation.ts";
import { readManifest } from "../../evaluate/manifest.ts";

const componentCount = 33_000;
const edgesEach = 3;
const runs = 5;
const mostMegabytes = 150;

interface Run {
  readonly components: number;
  readonly dependencies: number;
  readonly cpuSeconds: number;
  readonly megabytes: number;
}

/** Streaming a large CycloneDX document from a file, beside `JSON.parse` of the same file as one text. */
export async function* streaming(corpus: string | undefined): AsyncIterable<Row> {
  if (corpus === undefined) return;
  const folder = mkdtempSync(join(tmpdir(), "coppice-streaming-"));
  try {
    const file = join(folder, "large.cdx.json");
    writeDocument(file, readComponents(corpus));
    const pairs = Array.from({ length: runs }, () => ({
      stream: run("stream", file),
      parse: run("parse", file),
    }));
    const stream = medians(pairs.map((pair) => pair.stream));
    const parse = medians(pairs.map((pair) => pair.parse));
    const ratio = stream.cpuSeconds / parse.cpuSeconds;
    const sameCounts =
      stream.components === parse.components && stream.dependencies === parse.dependencies;
    yield {
      name: `${(statSync(file).size / 1e6).toFixed(0)} MB, ${componentCount} components, ${componentCount * edgesEach} edges`,
      values: {
        "CPU s": stream.cpuSeconds.toFixed(2),
        "JSON.parse CPU s": parse.cpuSeconds.toFixed(2),
        "of JSON.parse": ratio.toFixed(2),
        "peak MB": stream.megabytes.toFixed(0),
        "JSON.parse peak MB": parse.megabytes.toFixed(0),
      },
      passed: sameCounts && ratio <= 1 && stream.megabytes <= mostMegabytes,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The components of the corpus' documents of CycloneDX 1.6. */
function readComponents(corpus: string): readonly object[] {
  const folder = join(corpus, "sbom");
  return readManifest(folder).flatMap((row) => {
    if (row.get("format") !== "cyclonedx-json" || row.get("version") !== "1.6") return [];
    const bytes = readFileSync(join(folder, row.get("path") ?? ""));
    const document = JSON.parse(new TextDecoder().decode(bytes));
    return document.components ?? [];
  });
}

/** The same components again and again, each with a reference of its own and edges to three others. */
function writeDocument(file: string, components: readonly object[]): void {
  const ref = (index: number): string => `urn:coppice:component:${index % componentCount}`;
  const output = openSync(file, "w");
  writeSync(output, '{"bomFormat":"CycloneDX","specVersion":"1.6","version":1,"components":[');
  for (let index = 0; index < componentCount; index++) {
    const component = { ...components[index % components.length], "bom-ref": ref(index) };
    writeSync(output, `${index > 0 ? "," : ""}${JSON.stringify(component)}`);
  }
  writeSync(output, '],"dependencies":[');
  for (let index = 0; index < componentCount; index++) {
    const dependsOn = Array.from({ length: edgesEach }, (_, edge) => ref(index * 7 + edge + 1));
    writeSync(output, `${index > 0 ? "," : ""}${JSON.stringify({ ref: ref(index), dependsOn })}`);
  }
  writeSync(output, "]}");
  closeSync(output);
}

function run(way: "stream" | "parse", file: string): Run {
  const script = fileURLToPath(new URL("./streaming-run.ts", import.meta.url));
  const output = execFileSync(process.execPath, [...process.execArgv, script, way, file], {
    encoding: "utf8",
  });
  return JSON.parse(output);
}

function medians(all: readonly Run[]): Run {
  const middle = (figure: (run: Run) => number): number =>
    all.map(figure).sort((a, b) => a - b)[all.length >> 1] ?? 0;
  return {
    components: middle(({ components }) => components),
    dependencies: middle(({ dependencies }) => dependencies),
    cpuSeconds: middle(({ cpuSeconds }) => cpuSeconds),
    megabytes: middle(({ megabytes }) => megabytes),
  };
}
