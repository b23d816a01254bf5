// One run of the bench of streaming, as a process of its own: `stream FILE` or `parse FILE`. Prints what it took as JSON.
import { createReadStream, readFileSync } from "node:fs";
import { streamSbom } from "../../../packages/sbom/src/streaming/stream-sbom.ts";

const [way = "", file = ""] = process.argv.slice(2);
const before = process.cpuUsage();
const counts = way === "stream" ? await countStreamed(file) : countParsed(file);
const { user, system } = process.cpuUsage(before);
const megabytes = process.resourceUsage().maxRSS / 1000;
process.stdout.write(JSON.stringify({ ...counts, cpuSeconds: (user + system) / 1e6, megabytes }));

async function countStreamed(path: string): Promise<object> {
  const counts = { components: 0, dependencies: 0 };
  for await (const batch of streamSbom(createReadStream(path, { highWaterMark: 1 << 18 }))) {
    for (const item of batch) {
      if (item.kind === "component") counts.components += 1;
      else if (item.kind === "dependency") counts.dependencies += 1;
    }
  }
  return counts;
}

function countParsed(path: string): object {
  const { components, dependencies } = JSON.parse(readFileSync(path, "utf8"));
  return { components: components.length, dependencies: dependencies.length };
}
