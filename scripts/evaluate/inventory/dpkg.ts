import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Row } from "../evaluation.ts";
import { readManifest } from "../manifest.ts";
import { compareSystem } from "./compare-system.ts";
import { openListing } from "./open-listing.ts";

/** Debian's root file systems: name, architecture, version and source of each package as dpkg-query has them. */
export async function* dpkgRows(corpus: string): AsyncIterable<Row> {
  const folder = join(corpus, "inventory");
  for (const row of readManifest(folder)) {
    const path = row.get("path") ?? "";
    if (!path.startsWith("dpkg/")) continue;
    const root = mkdtempSync(join(tmpdir(), "coppice-evaluate-"));
    try {
      execFileSync("tar", ["-xJf", join(folder, path), "-C", root]);
      const contents = readdirSync(root, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(root.length));
      const listing = join(folder, dirname(path), "rootfs-listing.txt.xz");
      yield await compareSystem(openListing(listing, root, contents), {
        name: dirname(path).split("/")[1] ?? path,
        expectedList: join(folder, row.get("expected_list") ?? ""),
        // The state.
        skipped: 1,
        cellsOf: ({ name, architecture, version, source }) => [
          name,
          architecture,
          version,
          source?.name,
          source?.version,
        ],
      });
    } finally {
      rmSync(root, { recursive: true });
    }
  }
}
