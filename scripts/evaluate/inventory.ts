import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openImage } from "@coppice/image/node";
import { inventory as takeInventory } from "@coppice/inventory";
import type { Evaluation } from "./evaluation.ts";
import { readManifest } from "./manifest.ts";

/** Where the first folder of a manifest's path has name and version in its expected lists. */
const columns: ReadonlyMap<string, readonly [name: number, version: number]> = new Map([
  ["dpkg", [1, 3]],
  ["npm", [1, 2]],
  ["pypi", [0, 1]],
]);

/** Compares the packages found in unpacked root file systems with those that the system's own tool lists. */
export const inventory: Evaluation = {
  name: "inventory",
  title: "packages found in root file systems, beside those of the ecosystem's own tool",
  async *rows(corpus) {
    const folder = join(corpus, "inventory");
    for (const row of readManifest(folder)) {
      const path = row.get("path") ?? "";
      const [kind = ""] = path.split("/");
      const places = columns.get(kind);
      if (places === undefined || !path.endsWith(".tar.xz")) continue;
      const [nameAt, versionAt] = places;
      const lines = readFileSync(join(folder, row.get("expected_list") ?? ""), "utf8").split("\n");
      const expected = new Set(
        lines
          .filter((line) => line !== "")
          .map((line) => line.split("\t"))
          .map((cells) => spell(kind, cells[nameAt] ?? "", cells[versionAt] ?? "")),
      );
      const found = await findPackages(join(folder, path), kind);
      const right = [...found].filter((name) => expected.has(name)).length;
      yield {
        name: path,
        values: {
          expected: expected.size,
          found: found.size,
          precision: (right / found.size).toFixed(3),
          recall: (right / expected.size).toFixed(3),
        },
        passed: right === expected.size && right === found.size,
      };
    }
  },
};

/** Names and versions of an ecosystem's packages in a packed root file system. */
async function findPackages(archive: string, kind: string): Promise<ReadonlySet<string>> {
  const root = mkdtempSync(join(tmpdir(), "coppice-evaluate-"));
  try {
    execFileSync("tar", ["-xJf", archive, "-C", root]);
    const image = await openImage(root, { digests: false });
    const { packages } = await takeInventory(image.tree, { subject: image.subject });
    await image.close();
    const ecosystem = kind === "dpkg" ? "deb" : kind;
    return new Set(
      packages
        .filter((found) => found.ecosystem === ecosystem)
        .map(({ name, version = "" }) => spell(kind, name, version)),
    );
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** One spelling of a package: names of PyPI are compared without case and with `-`, `_` and `.` alike (PEP 503). */
function spell(kind: string, name: string, version: string): string {
  return `${kind === "pypi" ? name.toLowerCase().replace(/[-_.]+/g, "-") : name}@${version}`;
}
