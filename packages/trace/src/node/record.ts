import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { TraceError } from "../trace-error.ts";
import { assertRecordable } from "./assert-recordable.ts";
import { findRecordSources } from "./find-record-sources.ts";
import { hookPath } from "./hook-path.ts";
import { namespaceScript, places, results } from "./namespace-script.ts";
import { type ProcessSettings, processSettings } from "./process-settings.ts";
import { readRunFacts } from "./read-run-facts.ts";
import type { Recording, RecordOptions } from "./record-options.ts";
import { requireTool } from "./require-tool.ts";
import { findHookLogs, prepareHooks, withHooks } from "./runtime-hooks.ts";
import { startBpftrace } from "./start-bpftrace.ts";
import { startGated } from "./start-gated.ts";
import { straceCommand } from "./strace-command.ts";

/**
 * Runs an image's workload here, in namespaces of its own without Docker, and records which files it uses. `root` is the
 * image's root as a folder, which is not changed. It needs Linux, root, and util-linux.
 *
 * The workload sees what a container would: its own processes, network with nothing but loopback, host name and mounts,
 * with the user, environment and folder that the image's configuration says, and Docker's capabilities. It is no prison:
 * it has no seccomp filter and its root is entered by chroot(2). Record what you would run.
 *
 * Whatever happens, also when this process is killed, the kernel ends all processes and mounts of the run; then a folder
 * `coppice-record-…` stays among the system's temporary ones.
 *
 * @example
 * ```ts
 * import { record } from "@coppice/trace/node";
 *
 * const recordNginx = (root: string, folder: string) =>
 *   record(root, { folder, command: ["nginx", "-g", "daemon off;"], exercise: "curl -s http://127.0.0.1/" });
 * typeof recordNginx; // => "function"
 * ```
 * @throws A {@link TraceError} with code `NOT_ROOT`, `TOOL_MISSING`, `RECORD_UNSUPPORTED` when this system cannot record, or
 * `RECORD_FAILED`.
 */
export async function record(root: string, options: RecordOptions): Promise<Recording> {
  const {
    config = {},
    exercise,
    folder,
    hooks = [],
    seconds = 60,
    signal,
    stopSeconds = 10,
  } = options;
  signal?.throwIfAborted();
  await assertRecordable();
  if (!(await stat(root).catch(() => undefined))?.isDirectory()) {
    throw new TraceError(
      "RECORD_FAILED",
      `${root} is no folder; give the unpacked root of an image`,
    );
  }
  const settings = await processSettings(root, config, options.command);
  const sources = options.sources ?? (await findRecordSources());
  for (const source of sources) await requireTool(source === "fanotify" ? "perl" : source);
  const work = await mkdtemp(join(tmpdir(), "coppice-record-"));
  try {
    const place = (name: string): string => join(resolve(folder), name);
    // What an earlier run left would be taken for this one's.
    for (const name of Object.values(results)) {
      await rm(place(name), { recursive: true, force: true });
    }
    if (hooks.length > 0) await prepareHooks(resolve(folder));
    if (exercise !== undefined) await writeFile(place(results.exercise), exercise);
    if (sources.includes("fanotify")) {
      await writeFile(place(results.script), await readFile(hookPath("fanotify.pl")));
    }
    const run = startGated(
      [
        ...["unshare", "--mount", "--pid", "--net", "--uts", "--ipc", "--fork"],
        ...["--kill-child=KILL", "--mount-proc", "--", "sh", "-c", namespaceScript, "sh"],
        ...[work, resolve(root), resolve(folder), `${seconds}`, `${stopSeconds}`],
        ...[settings.stopSignal, sources.includes("fanotify") ? "yes" : "no", settings.cwd],
        ...(sources.includes("strace") ? await straceCommand() : []),
        ...["sh", "-c", 'echo $$ >/mnt/pid; exec "$@"', "sh"],
        ...["env", "-i", ...withHooks(settings.env, hooks)],
        // By their paths, since PATH is the image's from here on.
        ...[await requireTool("setpriv"), ...capabilities, ...groupsOf(settings)],
        ...[await requireTool("unshare"), `--root=${places.root}`, `--wd=${settings.cwd}`],
        ...[`--setuid=${settings.uid}`, "--", ...settings.args],
      ],
      signal,
    );
    const bpftrace = sources.includes("bpftrace")
      ? await startBpftrace(run.pid, place(results.bpftrace), work, signal).catch(
          (error: unknown) => {
            run.end();
            signal?.throwIfAborted();
            throw error;
          },
        )
      : undefined;
    const { failure } = await run.open((seconds + stopSeconds + 60) * 1000);
    await bpftrace?.stop();
    signal?.throwIfAborted();
    const facts = await readRunFacts(resolve(folder));
    if (facts === undefined) throw failed(failure);
    const logs = sources.map((source) => ({
      source,
      path: place(results[source]),
      imageRoot: places.root,
    }));
    return { logs: [...logs, ...(await findHookLogs(resolve(folder)))], ...facts };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Those that Docker leaves a container, but for mknod, which it keeps from doing harm by other means. */
const capabilities: readonly string[] = [
  "--inh-caps=-all",
  "--bounding-set=-all,+chown,+dac_override,+fowner,+fsetid,+kill,+setgid,+setuid,+setpcap,+net_bind_service," +
    "+net_raw,+sys_chroot,+audit_write,+setfcap",
];

function groupsOf({ gid, groups }: ProcessSettings): readonly string[] {
  return [
    `--regid=${gid}`,
    groups.length === 0 ? "--clear-groups" : `--groups=${groups.join(",")}`,
  ];
}

function failed(failure: string): TraceError {
  return failure.includes("unshare failed")
    ? new TraceError(
        "RECORD_UNSUPPORTED",
        `no namespaces can be made here (${failure}); run it outside of a container, or in a privileged one`,
      )
    : new TraceError(
        "RECORD_FAILED",
        `the workload could not be run: ${failure || "it took too long"}`,
      );
}
