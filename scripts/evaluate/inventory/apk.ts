import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Row } from "../evaluation.ts";
import { readManifest } from "../manifest.ts";
import { compareSystem } from "./compare-system.ts";
import { openListing } from "./open-listing.ts";

/** Alpine's root file systems: name, version, architecture and origin of each package as apk has them. */
export async function* apkRows(corpus: string): AsyncIterable<Row> {
  const folder = join(corpus, "inventory");
  for (const row of readManifest(folder)) {
    const path = row.get("path") ?? "";
    if (!path.startsWith("apk/")) continue;
    const root = join(folder, ...path.split("/").slice(0, 2));
    const contents = readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.parentPath !== root)
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length));
    yield await compareSystem(openListing(join(root, "rootfs-listing.txt.gz"), root, contents), {
      name: dirname(path).split("/")[1] ?? path,
      expectedList: join(folder, row.get("expected_list") ?? ""),
      skipped: 0,
      cellsOf: ({ name, version, architecture, source }) => [
        name,
        version,
        architecture,
        source?.name,
      ],
    });
  }
}
