import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import process from "node:process";
import { setTimeout as wait } from "node:timers/promises";
import { bccText, fatrace, type LogFormat, strace } from "@coppice/trace";
import type { RuntimeEvent } from "@coppice/types";
import type { Row } from "../evaluation.ts";
import { shownPaths } from "./shown-paths.ts";

/** What is done in an empty folder: relative names, links, a script, absent files, modules of Python and Perl. */
const script = `mkdir -p a/b; echo 1 >a/b/x; ln -s b/x a/link; cat a/link; cat a/b/../link a/absent
printf '#!/bin/sh\\ncat a/b/x\\n' >run; chmod +x run; ./run; cp a/b/x copy; rm copy
python3 -c 'import json, decimal; open("a/b/x").read()'; perl -MPOSIX -e 'print getcwd()'; ls -l /usr/share/doc | tail -1`;

/** Where opensnoop of bpftrace is, by distributions. */
const opensnoop = ["/usr/sbin/opensnoop.bt", "/usr/share/bpftrace/tools/opensnoop.bt"];

/** How long tools may take to begin, in tenths of a second. */
const patience = 200;

/**
 * One run that opensnoop and fatrace watch, and strace is what they are held against: they must show each file that was
 * opened, and of the run's processes no other. Of fatrace are left out the folders, files with several names, of which it
 * knows one, and other file systems.
 */
export async function* systemTools(): AsyncIterable<Row> {
  const tool = opensnoop.find(existsSync);
  const missing = process.getuid?.() !== 0 || !tool || !isThere("fatrace") || !isThere("strace");
  if (missing) {
    const skipped = "needs root, strace, fatrace and opensnoop.bt";
    yield { name: "one run, watched by opensnoop and fatrace", values: { skipped }, passed: true };
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), "coppice-evaluate-"));
  const watchers: ChildProcess[] = [];
  try {
    const log = (name: string): string => join(folder, name);
    const longer = { ...process.env, BPFTRACE_STRLEN: "200" };
    const options = { stdio: "ignore", env: longer } as const;
    watchers.push(spawn("bpftrace", ["-o", log("opensnoop"), tool], options));
    await until(() => existsSync(log("opensnoop")) && /PATH/.test(readText(log("opensnoop"))));
    watchers.push(spawn("fatrace", ["-tt", "-o", log("fatrace")], { stdio: "ignore" }));
    await until(() => existsSync(log("fatrace")));
    const work = mkdtempSync(join(folder, "work-"));
    const traced = ["-f", "-y", "-o", log("strace"), "sh", "-c", script];
    const env = { PATH: "/usr/bin:/bin" };
    spawnSync("/usr/bin/strace", traced, { cwd: work, stdio: "ignore", env, timeout: 60_000 });
    await wait(1000);
    for (const watcher of watchers) await stop(watcher);
    const referee = await eventsOf(strace, log("strace"));
    const pids = new Set(referee.map(pidOf));
    const ofRun = (event: RuntimeEvent): boolean => pids.has(pidOf(event));
    const asked = paths(referee.filter(({ kind }) => kind === "open"));
    const snooped = (await eventsOf(bccText, log("opensnoop"))).filter(ofRun);
    yield compare("opensnoop", asked, snooped.filter(isOpen), work);
    const led = shownPaths(readText(log("strace"))).flatMap(({ path }) =>
      existsSync(path) ? [realpathSync(path)] : [],
    );
    const watched = (await eventsOf(fatrace, log("fatrace"))).filter(ofRun).filter(isOpen);
    yield compare("fatrace", new Set(led.filter(isOneFile)), watched, work, isOneFile);
  } finally {
    for (const watcher of watchers) await stop(watcher);
    rmSync(folder, { recursive: true, force: true });
  }
}

function compare(
  name: string,
  expected: ReadonlySet<string>,
  events: readonly RuntimeEvent[],
  folder: string,
  isTold: (path: string) => boolean = () => true,
): Row {
  const found = paths(events);
  const unknown = events.flatMap((event) =>
    "path" in event && !event.path.known ? [event.path.given] : [],
  );
  const isPlaced = (path: string): boolean =>
    found.has(path) || unknown.some((given) => posix.resolve(folder, given) === path);
  const missing = [...expected].filter((path) => !isPlaced(path));
  const more = [...found].filter((path) => !expected.has(path) && isTold(path));
  return {
    name: `one run, watched by ${name}`,
    values: {
      opened: expected.size,
      known: found.size,
      unknown: new Set(unknown).size,
      missing: missing.join(" ").replaceAll(folder, "."),
      more: more.join(" ").replaceAll(folder, "."),
    },
    passed: expected.size > 0 && missing.length === 0 && more.length === 0,
  };
}

function isOpen({ kind }: RuntimeEvent): boolean {
  return kind === "open" || kind === "write" || kind === "read";
}

function pidOf(event: RuntimeEvent): number {
  return "process" in event ? event.process.pid : 0;
}

function paths(events: readonly RuntimeEvent[]): ReadonlySet<string> {
  return new Set(
    events.flatMap((event) =>
      "path" in event && event.path.known
        ? [posix.normalize(event.path.path).replace(/(?<=.)\/$/, "")]
        : [],
    ),
  );
}

function isOneFile(path: string): boolean {
  const facts = statSync(path, { throwIfNoEntry: false });
  const root = statSync("/");
  return facts?.isFile() === true && facts.nlink === 1 && facts.dev === root.dev;
}

async function eventsOf(format: LogFormat, path: string): Promise<readonly RuntimeEvent[]> {
  const events: RuntimeEvent[] = [];
  const options = { imageRoot: "/", onProblem: () => undefined };
  for await (const batch of format.read([readFileSync(path)], options)) events.push(...batch);
  return events;
}

function readText(path: string): string {
  return readFileSync(path, "utf8");
}

function isThere(command: string): boolean {
  return spawnSync("sh", ["-c", `command -v ${command}`]).status === 0;
}

async function until(happened: () => boolean): Promise<void> {
  for (let tries = 0; tries < patience && !happened(); tries++) await wait(100);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGINT");
  await Promise.race([ended, wait(10_000)]);
  if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
}
