import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { purlTypeFiles } from "../../../tooling/purl-types.ts";
import { corpus, specification } from "./corpus.ts";

test.skipIf(corpus === undefined)(
  "holds what the type definitions say; else run npm run generate",
  () => {
    const files = [...purlTypeFiles(specification)];
    expect(files).toHaveLength(1);
    for (const [path, text] of files) expect(readFileSync(path, "utf8")).toBe(text);
  },
);
