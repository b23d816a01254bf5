import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { generatedFiles } from "../../../tooling/schemas.ts";

const files = new Map(
  [...generatedFiles()].map(([path, text]) => [
    path.slice(path.lastIndexOf("/packages/")),
    { path, text },
  ]),
);

test("makes a schema of each document, and the validators", () => {
  expect([...files.keys()].sort()).toEqual([
    "/packages/types/schemas/bom.schema.json",
    "/packages/types/schemas/evidence.schema.json",
    "/packages/types/schemas/plan.schema.json",
    "/packages/types/src/generated/validators.js",
  ]);
});

test.each([...files])(
  "%s is what the types say; else run npm run generate",
  (_, { path, text }) => {
    expect(readFileSync(path, "utf8") === text).toBe(true);
  },
);
