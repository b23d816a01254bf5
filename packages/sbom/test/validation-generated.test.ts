import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sbomValidatorFiles } from "../../../tooling/sbom-validators.ts";
import { corpus } from "./validation-corpus.ts";

test.skipIf(corpus === undefined)(
  "the tables are those of the official schemas",
  { timeout: 60_000 },
  () => {
    const files = sbomValidatorFiles(join(corpus ?? "", "schemas"));
    expect(files.size).toBe(44);
    for (const [file, text] of files) expect(readFileSync(file, "utf8") === text, file).toBe(true);
  },
);

test("there are none without the schemas", () => {
  expect(sbomValidatorFiles("/nowhere").size).toBe(0);
});
