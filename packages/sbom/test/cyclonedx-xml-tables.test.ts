import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cycloneDxTables } from "../../../tooling/cyclonedx-tables.ts";
import { corpus } from "./cyclonedx-corpus.ts";

test.skipIf(corpus === undefined)(
  "the tables of encodings are those of the official schemas; else run npm run generate",
  () => {
    const files = [...cycloneDxTables(join(corpus ?? "", "schemas/cyclonedx/schema"))];
    expect(files).toHaveLength(2);
    for (const [path, text] of files) expect(readFileSync(path, "utf8")).toBe(text);
  },
);
