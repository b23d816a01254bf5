import { cp, mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hookPath } from "./hook-path.ts";
import { places, results } from "./namespace-script.ts";
import type { RecordedLog, RuntimeHook } from "./record-options.ts";

const folder = places.hooks;

/** The variable by which each runtime takes a hook, what it is set to, and what stands before the image's own value. */
const variables: Readonly<
  Record<RuntimeHook, readonly [name: string, value: string, separator: string]>
> = {
  node: ["NODE_OPTIONS", `--require=${folder}/node-preload.cjs`, " "],
  // What is empty stands for the folder that PHP was built to take its settings from.
  php: ["PHP_INI_SCAN_DIR", `${folder}/php:`, ""],
  python: ["PYTHONPATH", `${folder}/python`, ":"],
  ruby: ["RUBYOPT", `-r${folder}/ruby/coppice.rb`, " "],
};

/** The environment of an image, with these hooks. */
export function withHooks(
  env: readonly string[],
  hooks: readonly RuntimeHook[],
): readonly string[] {
  if (hooks.length === 0) return env;
  const added = new Map(hooks.map((hook) => [variables[hook][0], variables[hook]]));
  const changed = env.map((variable) => {
    const at = variable.indexOf("=");
    const name = variable.slice(0, at);
    const [, value = "", separator = ""] = added.get(name) ?? [];
    const own = variable.slice(at + 1);
    if (!added.delete(name)) return variable;
    return `${name}=${value}${own === "" ? "" : separator}${own}`;
  });
  return [
    ...changed,
    ...[...added.values()].map(([name, value]) => `${name}=${value}`),
    `COPPICE_TRACE=${places.hookLogs}`,
  ];
}

/** Puts the hooks where the namespace shows them. */
export async function prepareHooks(place: string): Promise<void> {
  await cp(hookPath("."), join(place, results.hooks), { recursive: true });
  const settings = `auto_prepend_file = ${folder}/php/prepend.php\n`;
  await writeFile(join(place, results.hooks, "php/coppice.ini"), settings);
  await mkdir(join(place, results.hookLogs));
}

/**
 * The logs that hooks left, each named after its runtime. The workload can write there: a link would lead out of the folder,
 * and the end of a pipe never comes.
 */
export async function findHookLogs(place: string): Promise<readonly RecordedLog[]> {
  const logs = join(place, results.hookLogs);
  const entries = await readdir(logs, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".jsonl"))
    .map(({ name }) => name)
    .sort()
    .map((name) => ({
      source: `${name.slice(0, name.indexOf("-"))}-hook`,
      path: join(logs, name),
      imageRoot: "/",
    }));
}
