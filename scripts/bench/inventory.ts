import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { installRequirements } from "../e2e/install-requirements.ts";
import type { Row } from "../evaluate/evaluation.ts";
import { renderMarkdown } from "../render-markdown.ts";
import type { Benchmark } from "./benchmark.ts";
import { crowdedImageRows } from "./inventory/crowded-image.ts";
import { largeImageRows } from "./inventory/large-image.ts";
import { rpmRows } from "./inventory/rpm.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const cache = join(root, "node_modules/.cache/coppice-bench");
const page = join(root, "docs/benchmarks/inventory.md");

/**
 * What the inventory of images costs and finds, beside the peers that npm carries, in one run on one machine; the tables go
 * to `docs/` as well. Needs root on Debian: its images are built.
 */
export const inventory: Benchmark = {
  name: "inventory",
  title: "whole programs that list what is in an image",
  async *rows(corpus) {
    const say = (text: string): void => {
      process.stderr.write(`${text}\n`);
    };
    installRequirements(say);
    mkdirSync(cache, { recursive: true });
    const quiet = { cwd: root, stdio: "ignore" } as const;
    execFileSync("npx", ["turbo", "run", "build", "--filter=coppice"], quiet);
    const rows: Row[] = [];
    const parts = [
      largeImageRows(root, cache, say),
      crowdedImageRows(root, cache),
      rpmRows(corpus),
    ];
    for (const part of parts) {
      for await (const row of part) {
        rows.push(row);
        yield row;
      }
    }
    mkdirSync(dirname(page), { recursive: true });
    writeFileSync(page, `${introduction}\n\n${renderMarkdown(rows)}`);
  },
};

const introduction = `# Inventory beside its peers

Written by \`npm run bench -- inventory\`, which builds the images, installs the peers from npm outside this workspace, and runs all
of them in one go on one machine. The large image has three layers of Debian's packages (Flask, Node.js, nginx, Ruby, a Java
runtime, npm) and what npm, pip and gem install. Times differ between machines: compare them within a table. CPU seconds are user
and system time together, MB the most memory that was held. All read layers in gzip but cdxgen, which takes them uncompressed. Trivy was
not given JARs, for which it would fetch a database. What takes less than a minute is run three times, and the run with the least
processor time counts. Only Coppice digests every file, and says of each why it is there. Precision and recall are of names with versions, against npm's hidden
lockfiles and \`pip list\`; what Debian's own packages bring counts neither way.`;
