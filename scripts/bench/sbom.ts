import type { Benchmark } from "./benchmark.ts";
import { compare } from "./sbom/compare.ts";
import { graph } from "./sbom/graph.ts";
import { lockfiles } from "./sbom/lockfiles.ts";
import { parse } from "./sbom/parse.ts";
import { purl } from "./sbom/purl.ts";
import { spdx } from "./sbom/spdx.ts";
import { streaming } from "./sbom/streaming.ts";
import { validation } from "./sbom/validation.ts";
import { vers } from "./sbom/vers.ts";
import { xml } from "./sbom/xml.ts";

const aspects = [parse, validation, streaming, xml, spdx, graph, compare, purl, vers, lockfiles];

/** Documents of 33,000 components, and what stands around them, beside the same work of others. */
export const sbom: Benchmark = {
  name: "sbom",
  title: "CPU time on large documents, as ratios within this run",
  async *rows(corpus) {
    for (const aspect of aspects) yield* aspect(corpus);
  },
};
