import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { openImage } from "@coppice/image/node";
import { normalizePypiName } from "@coppice/inventory";
import type { Row } from "../evaluation.ts";
import { readManifest } from "../manifest.ts";
import { compareInstalled } from "./compare-installed.ts";

/** Folders of Python distributions: name and version of each as pip lists them. */
export async function* pypiRows(corpus: string): AsyncIterable<Row> {
  const folder = join(corpus, "inventory");
  for (const row of readManifest(folder)) {
    const path = row.get("path") ?? "";
    if (!path.startsWith("pypi/")) continue;
    const lines = readFileSync(join(folder, row.get("expected_list") ?? ""), "utf8").split("\n");
    const expected = lines.filter((line) => line !== "").map((line) => line.split("\t"));
    const root = mkdtempSync(join(tmpdir(), "coppice-evaluate-"));
    try {
      execFileSync("tar", ["-xJf", join(folder, path), "-C", root]);
      const image = await openImage(root, { digests: false });
      yield await compareInstalled(image.tree, {
        name: dirname(path),
        ecosystem: "pypi",
        expected: new Set(
          expected.map(([name = "", version]) => `${normalizePypiName(name)}@${version}`),
        ),
        keyOf: ({ name, version }) => `${normalizePypiName(name)}@${version}`,
      });
      await image.close();
    } finally {
      rmSync(root, { recursive: true });
    }
  }
}
