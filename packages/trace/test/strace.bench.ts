import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { bench, describe } from "vitest";

/** `strace -f -y sh -c '…'` of Debian 12's dash and coreutils: a shell with a pipe, ls, cat, cp and rm. */
const recorded = readFileSync(new URL("fixtures/dash.strace", import.meta.url));

/** Bundled as users get it, since the test runner's modules are slow to call across. */
const bundle = await build({
  entryPoints: [fileURLToPath(new URL("../src/index.ts", import.meta.url))],
  conditions: ["@coppice/source"],
  bundle: true,
  format: "esm",
  write: false,
});
const { strace }: typeof import("@coppice/trace") = await import(
  `data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0]?.contents ?? []).toString("base64")}`
);

/** The recorded log again and again, in chunks as a file is read. */
function* repeat(megabytes: number): Generator<Uint8Array> {
  for (let bytes = 0; bytes < megabytes * 1e6; bytes += recorded.length) {
    for (let at = 0; at < recorded.length; at += 65_536) yield recorded.subarray(at, at + 65_536);
  }
}

async function read(megabytes: number): Promise<void> {
  for await (const _ of strace.read(repeat(megabytes), { imageRoot: "/" }));
}

describe("reading strace takes time in proportion to the log", () => {
  for (const megabytes of [10, 40, 160]) {
    bench(`${megabytes} MB`, () => read(megabytes), {
      iterations: 3,
      time: 0,
      warmupIterations: 1,
    });
  }
});
