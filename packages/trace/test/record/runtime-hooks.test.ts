import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findHookLogs, prepareHooks, withHooks } from "../../src/node/runtime-hooks.ts";

test("hooks are added to what the image's environment says", () => {
  const env = ["PATH=/bin", "NODE_OPTIONS=--max-old-space-size=64", "PYTHONPATH=", "X=RUBYOPT=1"];
  expect(withHooks(env, ["node", "php", "python", "ruby"])).toEqual([
    "PATH=/bin",
    "NODE_OPTIONS=--require=/.coppice/hooks/node-preload.cjs --max-old-space-size=64",
    "PYTHONPATH=/.coppice/hooks/python",
    "X=RUBYOPT=1",
    "PHP_INI_SCAN_DIR=/.coppice/hooks/php:",
    "RUBYOPT=-r/.coppice/hooks/ruby/coppice.rb",
    "COPPICE_TRACE=/.coppice/logs",
  ]);
  expect(withHooks(env, [])).toBe(env);
});

test("hooks are there, and their logs are named after their runtimes", async () => {
  const folder = mkdtempSync(join(tmpdir(), "coppice-test-hooks-"));
  try {
    expect(await findHookLogs(folder)).toEqual([]);
    await prepareHooks(folder);
    expect(readFileSync(join(folder, "hooks/node-preload.cjs"), "utf8")).toContain("COPPICE_TRACE");
    expect(await findHookLogs(folder)).toEqual([]);
    for (const name of ["python-9-1.jsonl", "node-7-1.1.jsonl", "other"]) {
      writeFileSync(join(folder, "hook-logs", name), "");
    }
    mkdirSync(join(folder, "hook-logs/folder.jsonl"));
    symlinkSync("/etc/passwd", join(folder, "hook-logs/node-8-1.jsonl"));
    expect(await findHookLogs(folder)).toEqual([
      { source: "node-hook", path: join(folder, "hook-logs/node-7-1.1.jsonl"), imageRoot: "/" },
      { source: "python-hook", path: join(folder, "hook-logs/python-9-1.jsonl"), imageRoot: "/" },
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
