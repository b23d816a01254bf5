import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const tsx = createRequire(import.meta.url).resolve("tsx/cli");

/** Runs the example `name` as a program in `cwd`, against the sources of the packages. */
export function runExample(
  name: string,
  cwd: string,
  ...args: readonly string[]
): SpawnSyncReturns<string> {
  const script = fileURLToPath(new URL(`../${name}`, import.meta.url));
  return spawnSync(process.execPath, [tsx, "-C", "@coppice/source", script, ...args], {
    cwd,
    encoding: "utf8",
  });
}
