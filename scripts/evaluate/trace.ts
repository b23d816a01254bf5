import type { Evaluation, Row } from "./evaluation.ts";
import { baselines } from "./trace/baselines.ts";
import { completeness } from "./trace/completeness.ts";
import { encoding } from "./trace/encoding.ts";
import { execRecall } from "./trace/exec-recall.ts";
import { logs } from "./trace/logs.ts";
import { losses } from "./trace/losses.ts";
import { mergeLaws } from "./trace/merge-laws.ts";
import { nodeApp } from "./trace/node-app.ts";
import { overhead } from "./trace/overhead.ts";
import { pythonTrap } from "./trace/python-trap.ts";
import { replicas } from "./trace/replicas.ts";
import { resolver } from "./trace/resolver.ts";
import { sameWorkload } from "./trace/same-workload.ts";
import { systemTools } from "./trace/system-tools.ts";

const aspects: readonly ((corpus: string) => AsyncIterable<Row>)[] = [
  logs,
  resolver,
  pythonTrap,
  baselines,
  nodeApp,
  execRecall,
  sameWorkload,
  systemTools,
  losses,
  mergeLaws,
  encoding,
  completeness,
  replicas,
  overhead,
];

/** Reads every log of the corpus, and records runs of its own where the tools for it are there. */
export const trace: Evaluation = {
  name: "trace",
  title:
    "logs of many tools, where their paths lead, and what may be said of packages, by known answers and by referees",
  async *rows(corpus) {
    for (const aspect of aspects) yield* aspect(corpus);
  },
};
