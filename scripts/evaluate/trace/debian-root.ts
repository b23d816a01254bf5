import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const cache = fileURLToPath(
  new URL("../../../node_modules/.cache/coppice-bench/roots", import.meta.url),
);

/** Why there is no root. */
export interface NoRoot {
  readonly missing: string;
}

/**
 * The folder of a Debian root with these packages and what they need, made once with mmdebstrap and kept; or what is
 * missing to make it, or of the tools that are to be used on it.
 */
export function debianRoot(
  name: string,
  packages: readonly string[],
  tools: readonly string[] = ["strace"],
): string | NoRoot {
  const folder = join(cache, name);
  const isMade = existsSync(folder);
  for (const tool of isMade ? tools : ["mmdebstrap", ...tools]) {
    if (spawnSync(tool, ["--version"]).error) return { missing: `${tool} is not installed` };
  }
  if (isMade) return folder;
  if (process.getuid?.() !== 0) return { missing: "making a root needs root" };
  mkdirSync(cache, { recursive: true });
  const aside = `${folder}.part`;
  rmSync(aside, { recursive: true, force: true });
  const options = ["--mode=root", "--variant=minbase", `--include=${packages.join(",")}`];
  const made = spawnSync("mmdebstrap", [...options, "--quiet", "bookworm", aside], {
    encoding: "utf8",
  });
  if (made.status !== 0) {
    rmSync(aside, { recursive: true, force: true });
    return { missing: `mmdebstrap failed: ${made.stderr.trim().split("\n").at(-1)}` };
  }
  renameSync(aside, folder);
  return folder;
}
