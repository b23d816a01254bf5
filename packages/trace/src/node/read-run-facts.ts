import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { results } from "./namespace-script.ts";
import type { Recording } from "./record-options.ts";

/** What the script in the namespace left of a run; `undefined` when it did not come to its end. */
export async function readRunFacts(folder: string): Promise<Omit<Recording, "logs"> | undefined> {
  const text = await readFile(join(folder, results.status), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const [began = "", ended = "", status = "", stopped = "", exercised = ""] = text
    .trimEnd()
    .split(" ");
  const times = await readFile(join(folder, results.times), "utf8").catch(() => "");
  return {
    status: Number(status),
    stopped: stopped === "yes",
    ...(exercised !== "" && { exercised: Number(exercised) }),
    output: await readEnd(join(folder, results.output)),
    exerciseOutput: await readEnd(join(folder, results.exerciseOutput)),
    seconds: Number(ended) - Number(began),
    cpuSeconds: readTimes(times),
  };
}

/**
 * Two lines of times(1p) for each process that wrote: its own user and system time, such as `0m1.250s 0m0.310s`, and those
 * of its children. What the workload took is what lies between the first and the last, without what others took.
 */
function readTimes(text: string): number {
  const lines = text.trimEnd().split("\n").map(readTime);
  const others = lines.slice(2, -2).reduce((sum, seconds) => sum + seconds, 0);
  return Math.max(0, (lines.at(-1) ?? 0) - (lines[1] ?? 0) - others);
}

function readTime(line: string): number {
  let seconds = 0;
  for (const word of line.split(" ")) {
    const [minutes = "", rest = ""] = word.split("m");
    seconds += Number(minutes) * 60 + (Number.parseFloat(rest) || 0);
  }
  return seconds;
}

const endBytes = 2000;

async function readEnd(path: string): Promise<string> {
  const file = await open(path).catch(() => undefined);
  if (!file) return "";
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read({
      buffer: new Uint8Array(endBytes),
      position: Math.max(0, size - endBytes),
    });
    return new TextDecoder().decode(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}
