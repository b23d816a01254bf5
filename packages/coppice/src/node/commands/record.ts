import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OpenedImage } from "@coppice/image/node";
import { inventory } from "@coppice/inventory";
import {
  assertRecordable,
  type Recording,
  type RecordOptions,
  type RecordSource,
  type RuntimeHook,
  record,
  unpackImage,
} from "@coppice/trace/node";
import { type Command, InvalidArgumentError } from "commander";
import { deliver } from "../deliver.ts";
import { exitCodes, type Finish } from "../exit-codes.ts";
import { gradeRecording } from "../grade-recording.ts";
import type { Io } from "../io.ts";
import { jsonPieces } from "../json-pieces.ts";
import {
  addNotes,
  addOutputOptions,
  collect,
  imageHelp,
  type OutputOptions,
  readCount,
} from "../options.ts";
import { hasFailed, recordReport } from "../reports/record-report.ts";
import { showProgress } from "../show-progress.ts";
import { tool } from "../tool.ts";
import { withImage } from "../with-image.ts";
import { writeDocument } from "../write-document.ts";

interface RecordCommandOptions extends OutputOptions {
  readonly bom?: string;
  readonly client?: readonly string[];
  readonly exercise?: string;
  readonly hook?: readonly RuntimeHook[];
  readonly logs?: string;
  readonly measure?: boolean;
  readonly platform?: string;
  readonly reference?: string;
  readonly seconds: number;
  readonly source?: readonly RecordSource[];
}

const sources: readonly RecordSource[] = ["strace", "bpftrace", "fanotify"];

const runtimes: readonly RuntimeHook[] = ["node", "php", "python", "ruby"];

/** `coppice record IMAGE`: runs an image here and says what it used. */
export function recordCommand(command: Command, io: Io, finish: Finish): void {
  command
    .summary("run an image here and say which files and packages it used")
    .description(
      `Runs an image in namespaces of its own, without Docker, records the run, and says which files and packages it used.
It needs Linux and root. The image's programs run as root of this system where the image says so.`,
    )
    .argument("<image>", imageHelp)
    .argument("[command...]", "what is run, in place of the image's own command")
    .option(
      "--exercise <script>",
      "script for sh that uses the workload, such as by curl; when it ends, so does the run",
    )
    .option(
      "--source <name>",
      `what records: ${sources.join(", ")}; repeatable; by default those that show most here`,
      collectSource,
    )
    .option(
      "--hook <runtime>",
      `runtime that says itself what it loads: ${runtimes.join(", ")}; repeatable`,
      collectHook,
    )
    .option("--seconds <seconds>", "after which the run is stopped", readCount, 60)
    .option(
      "--client <program>",
      "path or name of a program of the image that only exercised it; repeatable",
      collect,
    )
    .option("--measure", "run it twice more without a recorder, and say what recording costs")
    .option("--logs <folder>", "keep the logs in this folder")
    .option("--bom <file>", "write the bill of materials of the image as well")
    .option("--platform <platform>", "image of several to take, such as linux/arm64")
    .option("--reference <name>", "image of several in one archive, by its name or tag")
    .action(async (image: string, words: readonly string[], options: RecordCommandOptions) => {
      const { platform, reference } = options;
      await assertRecordable();
      await withImage(
        image,
        io,
        (opened) => recordImage(image, opened, words, options, io, finish),
        {
          ...(platform !== undefined && { platform }),
          ...(reference !== undefined && { reference }),
        },
      );
    });
  addOutputOptions(command, "evidence");
  addNotes(
    command,
    [
      "record image/ --exercise requests.sh -o evidence.json.gz --bom bom.json.gz",
      "record docker://ghcr.io/owner/name:1.2 --seconds 120 --source strace --source fanotify",
      "record /srv/root --measure -- python3 /app/main.py",
    ],
    "the workload or its exercise failed",
  );
}

async function recordImage(
  path: string,
  image: OpenedImage,
  words: readonly string[],
  options: RecordCommandOptions,
  io: Io,
  finish: Finish,
): Promise<void> {
  const { bom: bomFile, exercise, hook, logs, measure = false, seconds, source } = options;
  const signal = io.signal && { signal: io.signal };
  const work = await mkdtemp(join(tmpdir(), "coppice-run-"));
  try {
    showProgress(io, `Taking the inventory of ${path} …`);
    const bom = await inventory(image.tree, { subject: image.subject, tool, ...signal });
    if (bomFile !== undefined) await writeDocument(bomFile, jsonPieces(bom));
    const root = await rootOf(path, image, work, io);
    const folder = logs ?? join(work, "logs");
    await mkdir(folder, { recursive: true });
    const wanted: RecordOptions = {
      folder,
      seconds,
      ...(image.configuration.config && { config: image.configuration.config }),
      ...(words.length > 0 && { command: words }),
      ...(exercise !== undefined && { exercise: await readFile(exercise, "utf8") }),
      ...(source && { sources: source }),
      ...(hook && { hooks: hook }),
      ...signal,
    };
    const runBare = async (): Promise<Recording> => {
      showProgress(io, "Running without a recorder …");
      const bareLogs = join(work, "bare");
      await mkdir(bareLogs, { recursive: true });
      return record(root, { ...wanted, folder: bareLogs, sources: [], hooks: [] });
    };
    // One before and one after: the first of all runs reads from the disk what the others find in memory.
    const before = measure ? [await runBare()] : [];
    showProgress(io, "Recording …");
    const recording = await record(root, wanted);
    const bare = measure ? [...before, await runBare()] : [];
    showProgress(io, "Reading what was recorded …");
    const evidence = await gradeRecording(recording, bom, options.client ?? [], io);
    await deliver(io, options, evidence, () =>
      recordReport({ recording, bare, hooks: hook ?? [] }, evidence, bom),
    );
    if (hasFailed(recording)) finish(exitCodes.refused);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** A folder is run as it is, since recording does not change it. */
async function rootOf(
  path: string,
  { layers, tree }: OpenedImage,
  work: string,
  io: Io,
): Promise<string> {
  if (layers.length === 0) return path;
  showProgress(io, `Unpacking ${path} …`);
  const root = join(work, "root");
  await mkdir(root);
  await unpackImage(tree, root, io.signal);
  return root;
}

const collectSource = collectOf(sources);
const collectHook = collectOf(runtimes);

/** Gathers an option that may be given several times and takes one of these words. */
function collectOf<Word extends string>(
  words: readonly Word[],
): (value: string, before?: readonly Word[]) => readonly Word[] {
  return (value, before = []) => {
    const word = words.find((name) => name === value);
    if (word !== undefined) return [...before, word];
    throw new InvalidArgumentError(`It is one of ${words.join(", ")}.`);
  };
}
