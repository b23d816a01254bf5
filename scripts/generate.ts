// Writes what is generated from the types of packages/types: `pnpm generate`. A test compares it with what is there.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { generatedFiles } from "../tooling/schemas.ts";

for (const [file, text] of generatedFiles()) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  process.stdout.write(`${file}\n`);
}
