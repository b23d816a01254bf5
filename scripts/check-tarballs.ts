// Installs every package from its tarball with npm, away from the workspace, and loads each entry as ESM and as CommonJS:
// what a user would get. Run after the build.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../packages/", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "coppice-tarballs-"));
const run = (command: string, args: readonly string[], cwd: string): string =>
  execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });

try {
  const entries: string[] = [];
  for (const name of readdirSync(root)) {
    const cwd = join(root, name);
    run("pnpm", ["pack", "--pack-destination", folder], cwd);
    const manifest = JSON.parse(readFileSync(join(cwd, "package.json"), "utf8"));
    for (const entry of Object.keys(manifest.exports)) {
      if (!entry.includes("*")) entries.push(manifest.name + entry.slice(1));
    }
  }
  const tarballs = readdirSync(folder).map((file) => `./${file}`);
  writeFileSync(join(folder, "package.json"), '{ "private": true }');
  run("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error", ...tarballs], folder);

  const modules = entries.filter((entry) => !entry.endsWith(".json"));
  const specifiers = JSON.stringify(modules);
  const check = `if (Object.keys(loaded).length === 0) throw new Error(name + " exports nothing");`;
  writeFileSync(
    join(folder, "check.mjs"),
    `for (const name of ${specifiers}) { const loaded = await import(name); ${check} }`,
  );
  writeFileSync(
    join(folder, "check.cjs"),
    `for (const name of ${specifiers}) { const loaded = require(name); ${check} }`,
  );
  for (const script of ["check.mjs", "check.cjs"]) run(process.execPath, [script], folder);
  const version = run(join(folder, "node_modules/.bin/coppice"), ["--version"], folder).trim();
  process.stdout.write(`${modules.length} entries load as ESM and CommonJS; coppice ${version}\n`);
} finally {
  rmSync(folder, { recursive: true });
}
