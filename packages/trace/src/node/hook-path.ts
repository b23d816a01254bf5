import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// Built as CommonJS there is no import.meta, and else no __dirname.
const here = typeof __dirname === "string" ? __dirname : dirname(fileURLToPath(import.meta.url));

/** Path of a file in this package's folder `hooks`, such as `coppice.bt`. */
export function hookPath(name: string): string {
  return join(here, "../../hooks", name);
}
