import { execFileSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildImage } from "../e2e/build-image.ts";
import { installRequirements } from "../e2e/install-requirements.ts";
import { nginx } from "../e2e/workloads/nginx.ts";
import type { Benchmark } from "./benchmark.ts";
import { measure, median } from "./measure.ts";
import { installPeers } from "./peers.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const cache = join(root, "node_modules/.cache/coppice-bench");
const runs = 3;

/**
 * The packages of an image beside the peers that npm carries, in one run on one machine. Coppice also says of every file whose
 * it is, and digests it. Needs root on Debian: the nginx image of the live job is built.
 */
export const inventory: Benchmark = {
  name: "inventory",
  title: `whole programs that list what is in an image, median of ${runs} runs`,
  async *rows() {
    const image = archiveOfNginx();
    execFileSync("npx", ["turbo", "run", "build", "--filter=coppice"], {
      cwd: root,
      stdio: "ignore",
    });
    const coppice = join(root, "packages/coppice/bin/coppice.js");
    const programs = [
      {
        name: "coppice inventory",
        command: (path: string) => [process.execPath, coppice, "inventory", path, "--json"],
      },
      ...installPeers(join(cache, "peers")),
    ];
    let ours: number | undefined;
    for (const { name, command } of programs) {
      const taken = Array.from({ length: runs }, () => measure(command(image), cache));
      const { seconds, cpuSeconds, megabytes } = median(taken);
      ours ??= seconds;
      yield {
        name,
        values: {
          seconds: seconds.toFixed(2),
          "of ours": (seconds / ours).toFixed(2),
          "CPU s": cpuSeconds.toFixed(2),
          MB: megabytes.toFixed(0),
        },
        passed: true,
      };
    }
  },
};

function archiveOfNginx(): string {
  const say = (text: string): void => {
    process.stderr.write(`${text}\n`);
  };
  installRequirements(say);
  const layout = buildImage(nginx.image, join(cache, "images"), say);
  const archive = join(cache, "nginx.tar");
  if (existsSync(archive)) rmSync(archive);
  execFileSync("skopeo", ["copy", "-q", `oci:${layout}`, `docker-archive:${archive}:nginx:latest`]);
  return archive;
}
