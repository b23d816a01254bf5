// Runs commands of this repository on a machine that has only Node and npm: `node scripts/run.mjs "vitest run"`.
// It first installs the locked dependencies where they are missing or out of date, then puts their tools on the path.
// Arguments after `--` go to the last command: a script of package.json ends with it, and npm adds those of the caller.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const lock = createHash("sha256")
  .update(readFileSync(join(root, "pnpm-lock.yaml")))
  .digest("hex");
const stamp = join(root, "node_modules", ".installed");
const env = {
  ...process.env,
  DO_NOT_TRACK: "1",
  PATH: `${join(root, "node_modules", ".bin")}${delimiter}${process.env.PATH}`,
  TURBO_TELEMETRY_DISABLED: "1",
};

if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== lock) {
  process.stderr.write("Installing the locked dependencies of this repository (once) …\n");
  // From another folder, so that npx never runs the copy of pnpm that the install may replace.
  const quiet = process.stderr.isTTY ? "" : " --reporter=append-only --loglevel=warn";
  run(`npx --yes ${packageManager} --dir "${root}" install --frozen-lockfile${quiet}`, tmpdir());
  writeFileSync(stamp, lock);
}
const commands = process.argv.slice(2);
const separator = commands.indexOf("--");
const rest = separator < 0 ? [] : commands.splice(separator).slice(1).map(quote);
commands.forEach((command, index) => {
  run(index === commands.length - 1 ? [command, ...rest].join(" ") : command, root);
});

function quote(word) {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

function run(command, cwd) {
  const { status } = spawnSync(command, { cwd, env, shell: true, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
