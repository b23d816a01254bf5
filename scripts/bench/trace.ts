import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import type { Row } from "../evaluate/evaluation.ts";
import { renderMarkdown } from "../render-markdown.ts";
import type { Benchmark } from "./benchmark.ts";
import { measureBest } from "./measure.ts";
import { auditLog } from "./trace/make-audit-log.ts";
import { tetragonLog } from "./trace/make-json-log.ts";
import { straceLog } from "./trace/make-strace-log.ts";
import { writeLog } from "./trace/write-log.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const cache = join(root, "node_modules/.cache/coppice-bench/trace");
const page = join(root, "docs/benchmarks/trace.md");
const bom = join(root, "examples/nginx/bom.json.gz");
const recorded = join(root, "examples/nginx/trace.strace.gz");

/** A log, and how fast it is to be read. */
interface Case {
  readonly format: string;
  readonly pieces: (bytes: number) => Iterable<Uint8Array>;
  readonly asked: number;
  /** How fast it is to be read and graded. */
  readonly askedGraded?: number;
}

const cases: readonly Case[] = [
  {
    format: "strace",
    pieces: () => straceLog(gunzipSync(readFileSync(recorded)).toString(), "/mnt/rootfs"),
    asked: 120,
    askedGraded: 80,
  },
  { format: "auditd", pieces: auditLog, asked: 60 },
  { format: "tetragon", pieces: tetragonLog, asked: 150 },
];

const sizes = { small: 25e6, usual: 200e6, large: 1e9 };
const askedMegabytes = 200;

/** How fast logs are read on one core, beside `wc -l` and a scan for line feeds, in one run. */
export const trace: Benchmark = {
  name: "trace",
  title: "logs read, and graded against a bill of materials; each program on one core",
  async *rows() {
    mkdirSync(cache, { recursive: true });
    const quiet = { cwd: root, stdio: "ignore" } as const;
    execFileSync("npx", ["turbo", "run", "build", "--filter=@coppice/trace"], quiet);
    const rows: Row[] = [];
    for (const one of cases) {
      for (const row of rowsOf(one)) {
        rows.push(row);
        yield row;
      }
    }
    mkdirSync(dirname(page), { recursive: true });
    writeFileSync(page, `${introduction}\n\n${renderMarkdown(rows)}`);
  },
};

function* rowsOf({ format, pieces, asked, askedGraded }: Case): Generator<Row> {
  const log = (bytes: number): string => {
    const path = join(cache, `${format}-${bytes}.log`);
    writeLog(path, bytes, pieces(bytes));
    return path;
  };
  const node = (script: string, ...more: readonly string[]): readonly string[] => [
    process.execPath,
    join(root, "scripts/bench/trace", script),
    ...more,
  ];
  const usual = log(sizes.usual);
  const speed = (name: string, command: readonly string[], least = 0, bytes = sizes.usual): Row => {
    const { seconds, megabytes } = measureBest(["taskset", "-c", "0", ...command], cache);
    const rate = bytes / 1e6 / seconds;
    return {
      name: `${format}: ${name}`,
      values: {
        "MB of log": Math.round(bytes / 1e6),
        seconds: seconds.toFixed(2),
        "MB/s": Math.round(rate),
        asked: least || "",
        "MB of memory": Math.round(megabytes),
      },
      passed: rate >= least && megabytes < askedMegabytes,
    };
  };
  yield speed("wc -l", ["wc", "-l", usual]);
  yield speed("line feeds counted in Node.js", node("scan-lines.mjs", usual));
  if (format === "tetragon")
    yield speed("JSON.parse of each line", node("parse-json-lines.mjs", usual));
  yield speed("read", node("read-log.mjs", format, log(sizes.small)), 0, sizes.small);
  yield speed("read", node("read-log.mjs", format, usual), asked);
  if (askedGraded !== undefined) {
    yield speed("read and graded", node("read-log.mjs", format, usual, bom), askedGraded);
    const large = log(sizes.large);
    yield speed(
      "read and graded",
      node("read-log.mjs", format, large, bom),
      askedGraded,
      sizes.large,
    );
  }
}

const introduction = `# Logs read

Written by \`npm run bench -- trace\`, in one run on one machine, each program held to one core (\`taskset\`), from start to end of its
process, the best of three runs. Times differ between machines: compare them within a table. The strace log is the recording of
\`examples/nginx\` over and over with new processes each time; the others are made by \`scripts/bench/trace\` as the tools write them.
MB of memory is the most that the process held, Node.js itself included.`;
