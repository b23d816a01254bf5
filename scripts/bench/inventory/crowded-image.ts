import { existsSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Row } from "../../evaluate/evaluation.ts";
import { measure } from "../measure.ts";
import { writeCrowdedImage } from "./write-crowded-image.ts";

const count = 3_000_000;

/** An image that is small and has millions of empty files, as an attacker would send it. */
export async function* crowdedImageRows(root: string, cache: string): AsyncIterable<Row> {
  const layout = join(cache, "crowded");
  if (!existsSync(layout)) {
    rmSync(`${layout}.half`, { recursive: true, force: true });
    await writeCrowdedImage(`${layout}.half`, count);
    renameSync(`${layout}.half`, layout);
  }
  const blobs = join(layout, "blobs/sha256");
  const bytes = readdirSync(blobs).reduce((sum, name) => sum + statSync(join(blobs, name)).size, 0);
  const script = join(root, "scripts/bench/inventory/take-inventory.mjs");
  const { seconds, cpuSeconds, megabytes } = measure([process.execPath, script, layout], cache);
  yield {
    name: "inventory of 3 million empty files",
    values: {
      "image MB": (bytes / 1e6).toFixed(0),
      seconds: seconds.toFixed(1),
      "CPU s": cpuSeconds.toFixed(1),
      MB: megabytes.toFixed(0),
    },
    passed: seconds < 60 && megabytes < 1500,
  };
}
