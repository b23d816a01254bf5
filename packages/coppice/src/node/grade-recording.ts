import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createFileIndex } from "@coppice/image";
import {
  combineSources,
  gradeEvidence,
  type LogFormat,
  logFormats,
  type ReadLogOptions,
} from "@coppice/trace";
import type { RecordedLog, Recording } from "@coppice/trace/node";
import type { Bom, Evidence, Problem, RuntimeEvent } from "@coppice/types";
import type { Io } from "./io.ts";

/**
 * The evidence in the logs of one run, which are of one unit however many they are: offsets count through all of them, one
 * after the other. That of a single log has the id that `coppice trace` gives it, so that reading it again counts no second
 * run.
 */
export async function gradeRecording(
  { logs }: Recording,
  bom: Bom,
  clients: readonly string[],
  { signal }: Io,
): Promise<Evidence> {
  const readable = logs.flatMap((log) => {
    const format = logFormats.find(({ name }) => name === log.source);
    return format ? [{ ...log, format }] : [];
  });
  const formats = [...new Set(readable.map(({ format }) => format))];
  const problems: Problem[] = [];
  const events = readLogs(readable, {
    files: createFileIndex(bom.files ?? []),
    onProblem: (problem) => problems.push(problem),
    ...(signal && { signal }),
  });
  return gradeEvidence(events, bom, {
    unit: await contentId(logs),
    source: combineSources(formats),
    clients,
    problems,
  });
}

interface ReadableLog extends RecordedLog {
  readonly format: LogFormat;
}

async function* readLogs(
  logs: readonly ReadableLog[],
  options: ReadLogOptions,
): AsyncGenerator<readonly RuntimeEvent[]> {
  let start = 0;
  for (const { format, imageRoot, path } of logs) {
    const batches = format.read(createReadStream(path), { ...options, imageRoot, path });
    for await (const batch of batches) {
      yield start === 0
        ? batch
        : batch.map((event) => ({ ...event, offset: event.offset + start }));
    }
    start += (await stat(path)).size;
  }
}

async function contentId(logs: readonly RecordedLog[]): Promise<string> {
  const hash = createHash("sha256");
  for (const { path } of logs) for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest("hex").slice(0, 16);
}
