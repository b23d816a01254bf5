import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Row } from "../evaluation.ts";
import { readTable } from "../manifest.ts";

const run = promisify(execFile);
const program = fileURLToPath(new URL("hostile-run.ts", import.meta.url));

/** What came of one document: an error with its code, or its native form with the codes of what was told of it. */
interface Outcome {
  readonly code?: string;
  readonly message?: string;
  readonly text?: string;
  readonly codes?: readonly string[];
}

interface Result {
  readonly outcome: Outcome;
  readonly polluted: boolean;
  readonly milliseconds: number;
  readonly kibibytes: number;
}

/** What each document must come to. */
const expectations: ReadonlyMap<string, (outcome: Outcome) => boolean> = new Map([
  ["billion-laughs.cdx.xml", ({ code, text = "" }) => code === "XML_INVALID" || isShort(text)],
  ["xxe-file.cdx.xml", ({ code, text = "" }) => code === "XML_INVALID" || !text.includes("root:")],
  [
    "deep-components-5000.cdx.json",
    ({ code }) => code === undefined || code === "DOCUMENT_TOO_DEEP",
  ],
  ["proto-pollution.cdx.json", ({ code }) => code !== "UNTYPED"],
  ["duplicate-bom-refs.cdx.json", ({ codes }) => has(codes, "ID_REPEATED", "REFERENCE_DANGLING")],
  ["dependency-cycle.cdx.json", ({ codes }) => has(codes, "DEPENDENCY_CYCLE")],
  ["utf8-bom-crlf.cdx.json", ({ code }) => code === undefined],
  [
    "duplicate-keys.cdx.json",
    ({ codes }) => codes?.some((code) => code.includes("REPEATED")) ?? false,
  ],
  ["spdx-unterminated-text.spdx", ({ message = "" }) => message.includes("line ")],
]);

/** CPU seconds and memory that a document may cost beyond what an empty one does. */
const milliseconds = 1000;
const mebibytes = 256;

/** Reads and validates every hostile document of the corpus in a process of its own. */
export async function* hostile(corpus: string): AsyncIterable<Row> {
  const folder = join(corpus, "sbom", "_hostile");
  const rows = readTable(readFileSync(join(folder, "README.tsv"), "utf8"));
  const idle = await measureEmpty();
  for (const row of rows) {
    const file = row.get("file") ?? "";
    const result = await measure(join(folder, file));
    const memory = Math.max(0, result.kibibytes - idle.kibibytes) / 1024;
    const isAsExpected = expectations.get(file)?.(result.outcome) ?? false;
    yield {
      name: `hostile: ${file}`,
      values: {
        outcome: result.outcome.code ?? [...new Set(result.outcome.codes)].join(" "),
        "CPU ms": Math.round(result.milliseconds),
        "memory MiB": Math.round(memory),
        expected: isAsExpected ? "yes" : "no",
      },
      passed:
        isAsExpected &&
        !result.polluted &&
        result.milliseconds <= milliseconds &&
        memory <= mebibytes,
    };
  }
}

async function measureEmpty(): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "coppice-"));
  try {
    const file = join(folder, "empty.cdx.json");
    writeFileSync(file, '{"bomFormat":"CycloneDX","specVersion":"1.6"}');
    return await measure(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measure(file: string): Promise<Result> {
  const options = ["--import", "tsx", "-C", "@coppice/source", program, file];
  const { stdout } = await run(process.execPath, options, { timeout: 60_000, maxBuffer: 2 ** 26 });
  return JSON.parse(stdout);
}

function isShort(text: string): boolean {
  return text.length < 10_000;
}

function has(codes: readonly string[] = [], ...wanted: readonly string[]): boolean {
  return wanted.every((code) => codes.includes(code));
}
