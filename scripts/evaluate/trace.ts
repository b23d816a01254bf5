import { createReadStream } from "node:fs";
import { join } from "node:path";
import { readStrace } from "@coppice/trace";
import { isCoppiceError, type Problem } from "@coppice/types";
import type { Evaluation, Row } from "./evaluation.ts";
import { readManifest } from "./manifest.ts";

/** Reads every strace log: how many events it gives, and how many lines cannot be read. */
export const trace: Evaluation = {
  name: "trace",
  title: "strace logs of many versions and flags: events, and lines that could not be read",
  async *rows(corpus) {
    const folder = join(corpus, "trace");
    for (const row of readManifest(folder)) {
      const path = row.get("path") ?? "";
      if (/^strace[^/]*\/.*\.strace$/.test(path)) yield await readRow(folder, path);
    }
  },
};

async function readRow(folder: string, path: string): Promise<Row> {
  const problems: Problem[] = [];
  let events = 0;
  let unplaced = 0;
  try {
    const chunks = createReadStream(join(folder, path));
    for await (const batch of readStrace(chunks, { onProblem: (found) => problems.push(found) })) {
      events += batch.length;
      unplaced += batch.filter((event) => "path" in event && !event.path.known).length;
    }
  } catch (error) {
    if (!isCoppiceError(error)) throw error;
    return { name: path, values: { refused: error.code }, passed: false };
  }
  const values = { events, "not placed": unplaced, unreadable: problems.length };
  return { name: path, values, passed: problems.length === 0 };
}
