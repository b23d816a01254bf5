import { resolve } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** Where images are built and kept, and everything is unpacked and run; `COPPICE_E2E_DIR` puts it elsewhere. */
export const workFolder: string = resolve(
  process.env["COPPICE_E2E_DIR"] ||
    fileURLToPath(new URL("../../node_modules/.cache/coppice-e2e", import.meta.url)),
);
