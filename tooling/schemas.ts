import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import standalone from "ajv/dist/standalone/index.js";
import { transformSync } from "esbuild";
import { createGenerator } from "ts-json-schema-generator";

const documents = { bom: "Bom", evidence: "Evidence", plan: "HardeningPlan" } as const;
const types = fileURLToPath(new URL("../packages/types/", import.meta.url));

/** JSON Schemas of the documents, and their validators as code, from the TypeScript types: path and text of each file. */
export function generatedFiles(): Map<string, string> {
  const generator = createGenerator({
    path: `${types}src/index.ts`,
    tsconfig: `${types}tsconfig.json`,
    additionalProperties: true,
    skipTypeCheck: true,
    sortProps: true,
    topRef: false,
  });
  const files = new Map<string, string>();
  const ajv = new Ajv({ code: { source: true, esm: true }, strictTypes: false });
  for (const [kind, type] of Object.entries(documents)) {
    const schema = { ...generator.createSchema(type), $id: `coppice-${kind}-1.schema.json` };
    const text = `${JSON.stringify(schema, null, 2)}\n`;
    ajv.addSchema(JSON.parse(text), kind);
    files.set(`${types}schemas/${kind}.schema.json`, text);
  }
  const names = Object.fromEntries(Object.keys(documents).map((kind) => [kind, kind]));
  const code = standalone.default(ajv, names);
  const { code: small } = transformSync(code, { minify: true, treeShaking: true, format: "esm" });
  files.set(`${types}src/generated/validators.js`, small);
  return files;
}
