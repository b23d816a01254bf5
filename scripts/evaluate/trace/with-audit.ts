import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { hookPath } from "@coppice/trace/node";
import type { NoRoot } from "./debian-root.ts";

/** The login that the audited processes, and no others, are of. */
const login = 54_321;
const noLogin = 2 ** 32 - 1;

/**
 * Runs `work` while the kernel's audit, by our rules, writes the calls of this process and its children to a log in
 * `folder`; gives the log's path, or why it cannot. There is one audit for the whole system: it is left alone when anyone uses it.
 */
export async function withAudit(
  folder: string,
  work: () => Promise<void>,
): Promise<string | NoRoot> {
  const status = run("auditctl", "-s");
  if (status === undefined) return { missing: "auditctl does not run" };
  if (!/^pid 0$/m.test(status) || run("auditctl", "-l")?.trim() !== "No rules") {
    return { missing: "the system's audit is in use" };
  }
  const configuration = join(folder, "auditd");
  mkdirSync(configuration);
  const log = join(folder, "audit.log");
  const settings = {
    log_file: log,
    log_format: "ENRICHED",
    flush: "INCREMENTAL_ASYNC",
    freq: 50,
    max_log_file: 2000,
    max_log_file_action: "IGNORE",
    space_left: 75,
    admin_space_left: 50,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}\n`);
  writeFileSync(join(configuration, "auditd.conf"), lines.join(""), { mode: 0o640 });
  const rules = readFileSync(hookPath("audit/coppice.rules"), "utf8");
  const own = rules.replaceAll(/ -k coppice$/gm, ` -F auid=${login} -k coppice`);
  writeFileSync(join(configuration, "own.rules"), own);
  const daemon = spawn("auditd", ["-n", "-c", configuration], { stdio: "ignore" });
  const ended = new Promise<void>((resolve) => {
    daemon.once("close", () => resolve());
    daemon.once("error", () => resolve());
  });
  try {
    for (let tries = 0; run("auditctl", "-s")?.includes("\npid 0\n") !== false; tries++) {
      if (tries > 50 || daemon.exitCode !== null) return { missing: "auditd does not start" };
      await sleep(100);
    }
    if (run("auditctl", "-R", join(configuration, "own.rules")) === undefined) {
      return { missing: "the kernel does not take the rules" };
    }
    writeFileSync("/proc/self/loginuid", `${login}`);
    try {
      await work();
    } finally {
      writeFileSync("/proc/self/loginuid", `${noLogin}`);
    }
    return log;
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  } finally {
    run("auditctl", "-D");
    daemon.kill("SIGTERM");
    await ended;
    run("auditctl", "-e", "0");
  }
}

/** What a program wrote, if it ended with success. */
function run(program: string, ...args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync(program, args, { encoding: "utf8", timeout: 20_000 });
  return status === 0 ? stdout : undefined;
}
