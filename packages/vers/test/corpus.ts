import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder =
  process.env["COPPICE_CORPUS"] ??
  fileURLToPath(new URL("../../../../shared/data", import.meta.url));

/** The corpora of COPPICE_CORPUS; `undefined` where there are none, which skips the tests that read them. */
export const corpus: string | undefined = existsSync(folder) ? folder : undefined;

if (corpus === undefined) process.stderr.write(`no corpus at ${folder}: its tests are skipped\n`);
