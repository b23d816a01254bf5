// Writes what is generated: schemas and validators from the types of packages/types, and, where the corpus of official schemas
// is there (COPPICE_CORPUS), the tables of packages/purl and packages/sbom. Tests compare all of it with what is there.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { cycloneDxTables } from "../tooling/cyclonedx-tables.ts";
import { purlTypeFiles } from "../tooling/purl-types.ts";
import { sbomValidatorFiles } from "../tooling/sbom-validators.ts";
import { generatedFiles } from "../tooling/schemas.ts";

const corpus = resolve(process.env["COPPICE_CORPUS"] ?? "../shared/data");
const schemas = join(corpus, "schemas");
const files = [
  ...generatedFiles(),
  ...(existsSync(schemas)
    ? [
        ...cycloneDxTables(join(schemas, "cyclonedx/schema")),
        ...sbomValidatorFiles(schemas),
        ...purlTypeFiles(join(corpus, "sbom/_standards/purl-spec")),
      ]
    : []),
];
for (const [file, text] of files) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  process.stdout.write(`${file}\n`);
}
if (!existsSync(schemas)) process.stdout.write(`No schemas at ${schemas}: their tables stay.\n`);
