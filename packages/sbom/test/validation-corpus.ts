import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const folder =
  process.env["COPPICE_CORPUS"] ??
  fileURLToPath(new URL("../../../../shared/data", import.meta.url));

/** The corpora of COPPICE_CORPUS; `undefined` where there are none, which skips the tests that read them. */
export const corpus: string | undefined = existsSync(folder) ? folder : undefined;

if (corpus === undefined) process.stderr.write(`no corpus at ${folder}: its tests are skipped\n`);

/** Texts of the corpus' documents of a format and version that fit their schema, none longer than `bytes`. */
export function validTexts(format: string, version: string, bytes: number): readonly string[] {
  if (corpus === undefined) return [];
  const sboms = join(corpus, "sbom");
  const lines = readFileSync(join(sboms, "manifest.tsv"), "utf8").split("\n");
  return lines
    .map((line) => line.split("\t"))
    .filter((cells) => cells[3] === format && cells[4] === version && cells[6] === "valid")
    .filter((cells) => Number(cells[11]) <= bytes)
    .map((cells) => readFileSync(join(sboms, cells[0] ?? ""), "utf8"));
}
