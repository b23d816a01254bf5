import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Row } from "../evaluation.ts";
import { readManifest } from "../manifest.ts";
import { compareInstalled } from "./compare-installed.ts";
import { openListing } from "./open-listing.ts";

/** Applications with their modules: place, name and version of each as npm recorded them when it installed them. */
export async function* npmRows(corpus: string): AsyncIterable<Row> {
  const folder = join(corpus, "inventory");
  for (const row of readManifest(folder)) {
    const path = row.get("path") ?? "";
    if (!path.startsWith("npm/")) continue;
    const lines = readFileSync(join(folder, row.get("expected_list") ?? ""), "utf8").split("\n");
    const expected = lines.filter((line) => line !== "").map((line) => line.split("\t"));
    const root = mkdtempSync(join(tmpdir(), "coppice-evaluate-"));
    try {
      execFileSync("tar", ["-xJf", join(folder, path), "-C", root]);
      const contents = readdirSync(root, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(root.length));
      const listing = join(folder, dirname(path), "listing.txt.xz");
      yield await compareInstalled(openListing(listing, root, contents), {
        name: dirname(path),
        ecosystem: "npm",
        expected: new Set(
          expected.map(([place, name, version]) => `/app/${place} ${name}@${version}`),
        ),
        keyOf: ({ location, name, version }) => `${location} ${name}@${version}`,
      });
    } finally {
      rmSync(root, { recursive: true });
    }
  }
}
