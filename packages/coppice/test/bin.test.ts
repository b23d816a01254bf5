import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const bin = fileURLToPath(new URL("../src/node/bin.ts", import.meta.url));
const start = (...argv: readonly string[]) =>
  spawn(process.execPath, ["--import", "tsx", "-C", "@coppice/source", bin, ...argv], {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    stdio: ["ignore", "pipe", "pipe"],
  });

test("the program ends with the exit code of its command", async () => {
  const program = start("prune");
  const [stderr, [code]] = await Promise.all([text(program.stderr), once(program, "exit")]);
  expect(stderr).toMatch(/^coppice: USAGE: unknown command 'prune'/);
  expect(code).toBe(2);
});

test("the program ends quietly when its reader has seen enough", async () => {
  const program = start("--help");
  program.stdout.destroy();
  const [stderr, [code]] = await Promise.all([text(program.stderr), once(program, "exit")]);
  expect(stderr).toBe("");
  expect(code).toBe(0);
});
