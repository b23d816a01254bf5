import { spawnSync } from "node:child_process";

/** Whether a program is installed; tests that need one that is not are skipped. */
export function hasTool(name: string, version = "--version"): boolean {
  return spawnSync(name, [version]).status === 0;
}

/** Runs a program to its end and gives what it printed. */
export function run(program: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} failed: ${stderr}`);
  return stdout;
}
