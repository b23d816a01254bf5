import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { createFileIndex } from "@coppice/image";
import {
  decodeEvidence,
  encodeEvidence,
  gradeEvidence,
  mergeEvidence,
  strace,
} from "@coppice/trace";
import type { Evidence } from "@coppice/types";
import type { Row } from "../evaluation.ts";
import { readManifest } from "../manifest.ts";
import { readPlannerCase } from "../planner-case.ts";

/** How small evidence is for a network: the compact form beside plain JSON, of one host and of a hundred that are alike. */
export async function* encoding(corpus: string): AsyncIterable<Row> {
  const folder = join(corpus, "harden");
  for (const row of readManifest(folder)) {
    const [, name] =
      /(?:^|\/)planner-cases\/([^/]+)\/expected\.json$/.exec(row.get("path") ?? "") ?? [];
    if (name === undefined) continue;
    const { bom, trace } = await readPlannerCase(join(folder, "planner-cases", name));
    const files = createFileIndex(bom.files ?? []);
    const host = async (unit: string): Promise<Evidence> =>
      gradeEvidence(strace.read([trace], { files }), bom, { unit, source: strace });
    const one = await host("host-0");
    const rest = await Promise.all(Array.from({ length: 99 }, (_, at) => host(`host-${at + 1}`)));
    yield sizes(`${name}, one host`, one);
    yield sizes(`${name}, 100 hosts`, mergeEvidence(one, ...rest));
  }
}

function sizes(name: string, evidence: Evidence): Row {
  const plain = new TextEncoder().encode(JSON.stringify(evidence));
  const compact = encodeEvidence(evidence);
  const same = JSON.stringify(decodeEvidence(compact)) === JSON.stringify(evidence);
  return {
    name: `encoded: ${name}`,
    values: {
      JSON: plain.length,
      compact: compact.length,
      "JSON, gzip": gzipSync(plain).length,
      "compact, gzip": gzipSync(compact).length,
    },
    passed: same && compact.length < plain.length,
  };
}
