import { spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { LogFormat } from "@coppice/trace";
import { isTraceError, type ReadLogOptions } from "@coppice/trace";
import type { Problem, RuntimeEvent } from "@coppice/types";
import { onTestFinished } from "vitest";

/** Folder of the hooks that are shipped. */
export const hooks: string = fileURLToPath(new URL("../../hooks", import.meta.url));

/** Whether a program runs here; says so when it does not. */
export function runs(program: string, ...args: readonly string[]): boolean {
  if (spawnSync(program, args).status === 0) return true;
  process.stderr.write(`${program} does not run here: its tests are skipped\n`);
  return false;
}

/** The path of Python 3's program itself, since what stands for it may be a slow script; "python3" when there is none. */
export const python3: string =
  spawnSync("python3", ["-c", "import sys; print(sys.executable, end='')"], {
    encoding: "utf8",
  }).stdout || "python3";

/** A folder for one test, without links in its path. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "coppice-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes files, by their paths, into a new folder. */
export function project(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** What a hooked command did, and what its hooks wrote. */
export interface HookedRun {
  readonly status: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Each file that was written, by its name. */
  readonly logs: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

/** Runs a command whose hooks write into a folder of their own. */
export function runHooked(
  [program = "", ...args]: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): HookedRun {
  const folder = temporaryFolder();
  const { NODE_V8_COVERAGE: _, NODE_OPTIONS: __, ...outer } = process.env;
  const env = { ...outer, COPPICE_TRACE: folder, ...options.env };
  const { status, signal, stdout, stderr } = spawnSync(program, args, {
    cwd: options.cwd,
    env,
    encoding: "utf8",
  });
  const names = readdirSync(folder).sort();
  const logs = names.map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
  return { status, signal, stdout, stderr, logs };
}

/** The events of a log, and its problems. */
export async function readFormat(
  format: LogFormat,
  log: Uint8Array | string,
): Promise<{ readonly events: readonly RuntimeEvent[]; readonly problems: readonly Problem[] }> {
  const bytes = typeof log === "string" ? new TextEncoder().encode(log) : log;
  const problems: Problem[] = [];
  const events: RuntimeEvent[] = [];
  const batches = format.read([bytes], { onProblem: (found) => problems.push(found) });
  for await (const batch of batches) events.push(...batch);
  return { events, problems };
}

/** The events of all logs that a run's hooks wrote; there must be no problem. */
export async function eventsOfRun(
  format: LogFormat,
  { logs }: HookedRun,
): Promise<readonly RuntimeEvent[]> {
  const events: RuntimeEvent[] = [];
  for (const { name, bytes } of logs) {
    if (!format.recognises(bytes)) throw new Error(`${name} is not recognised`);
    const found = await readFormat(format, bytes);
    if (found.problems.length > 0) throw new Error(`${name}: ${JSON.stringify(found.problems)}`);
    events.push(...found.events);
  }
  return events;
}

/** What events say of files below a folder, sorted and each once: `load app.zip!/inner.py`. */
export function usesBelow(folder: string, events: readonly RuntimeEvent[]): string[] {
  const uses = events.flatMap((event) => {
    if (!("path" in event) || !event.path.known) return [];
    const { path, member } = event.path;
    if (!path.startsWith(`${folder}/`)) return [];
    const inner = member === undefined ? "" : `!/${member}`;
    return [`${event.kind} ${path.slice(folder.length + 1)}${inner}`];
  });
  return [...new Set(uses)].sort();
}

/** Writes events shortly, one a line. */
export function describeAll(events: readonly RuntimeEvent[]): string[] {
  return events.map((event) => {
    if (event.kind === "lost") return `lost ${event.code}`;
    if (event.kind === "image") return "image";
    const { pid, parent } = event.process;
    const process = `${pid}${parent === undefined ? "" : `<${parent}`}`;
    if (!("path" in event)) return `${process} ${event.kind}`;
    const { path } = event;
    if (!path.known) return `${process} ${event.kind} ?${path.reason} ${path.given}`;
    const inner = path.member === undefined ? "" : `!/${path.member}`;
    return `${process} ${event.kind} ${path.path}${inner}`;
  });
}

/** Cuts bytes into chunks of these sizes, and the rest. */
export function cutInto(bytes: Uint8Array, sizes: readonly number[]): readonly Uint8Array[] {
  const chunks: Uint8Array[] = [];
  let at = 0;
  for (const size of sizes) {
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return [...chunks, bytes.subarray(at)];
}

/** All events and problems, or the code of the error, of a log given in chunks. */
export async function gather(
  format: LogFormat,
  chunks: Iterable<Uint8Array>,
  limits: ReadLogOptions["limits"] = {},
): Promise<unknown> {
  const problems: Problem[] = [];
  const events: RuntimeEvent[] = [];
  try {
    const batches = format.read(chunks, { onProblem: (found) => problems.push(found), limits });
    for await (const batch of batches) events.push(...batch);
    return { events, problems };
  } catch (error) {
    if (!isTraceError(error)) throw error;
    return error.code;
  }
}
