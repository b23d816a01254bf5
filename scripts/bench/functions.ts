import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Benchmark } from "./benchmark.ts";

/** The benchmarks that stand beside the tests of single functions; Vitest prints them. */
export const functions: Benchmark = {
  name: "functions",
  title: "single functions",
  // biome-ignore lint/correctness/useYield: Vitest has printed all there is.
  async *rows() {
    const cwd = fileURLToPath(new URL("../..", import.meta.url));
    execFileSync("vitest", ["bench", "--run"], { cwd, stdio: "inherit" });
  },
};
