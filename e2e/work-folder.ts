import { fileURLToPath } from "node:url";

/** Where images are built and kept, and everything is unpacked and run; `COPPICE_E2E_DIR` puts it elsewhere. */
export const workFolder: string =
  process.env["COPPICE_E2E_DIR"] ??
  fileURLToPath(new URL("../node_modules/.cache/coppice-e2e", import.meta.url));
