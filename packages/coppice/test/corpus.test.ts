import { existsSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { run } from "./run.ts";
import { workFolder } from "./work-folder.ts";

const corpus = join(
  process.env["COPPICE_CORPUS"] ??
    fileURLToPath(new URL("../../../../shared/data", import.meta.url)),
  "sbom",
);
if (!existsSync(corpus)) process.stderr.write(`no corpus at ${corpus}: its tests are skipped\n`);

const { place } = workFolder();

/** Every thirtieth file of the corpus that is not large, whatever it is, so that the test is quick. */
async function sample(): Promise<readonly string[]> {
  const files: string[] = [];
  const names = (await readdir(corpus, { recursive: true })).sort();
  for (const name of names.filter((_, index) => index % 30 === 0)) {
    const found = await stat(join(corpus, name));
    if (found.isFile() && found.size < 100_000) files.push(join(corpus, name));
  }
  return files;
}

describe.skipIf(!existsSync(corpus))("documents of many tools", () => {
  test("are shown, converted and compared with what came of it, or refused with a code", async () => {
    let shownFiles = 0;
    for (const file of await sample()) {
      const shown = await run(["sbom", "show", file]);
      expect({ file, ...shown }).toMatchObject({ code: shown.code === 0 ? 0 : 3 });
      expect(shown.stdout.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
      if (shown.code !== 0) continue;
      shownFiles += 1;
      const out = place("out.json");
      const converted = await run([
        "sbom",
        "convert",
        file,
        "--to",
        "cyclonedx-json@1.6",
        "-o",
        out,
      ]);
      expect({ file, ...converted }).toMatchObject({ code: 0 });
      const compared = await run(["sbom", "compare", file, out, "--absent", "unknown", "--json"]);
      expect({ file, code: compared.code }).toEqual({ file, code: 0 });
      const { added } = JSON.parse(compared.stdout);
      expect({ file, added }).toEqual({ file, added: [] });
    }
    expect(shownFiles).toBeGreaterThan(15);
  }, 60_000);
});
