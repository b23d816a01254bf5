import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const folder =
  process.env["COPPICE_CORPUS"] ??
  fileURLToPath(new URL("../../../../shared/data", import.meta.url));

/** The corpora of COPPICE_CORPUS; `undefined` where there is none about VEX, which skips the tests that read them. */
export const corpus: string | undefined = existsSync(join(folder, "harden/openvex-spec"))
  ? folder
  : undefined;

if (corpus === undefined) process.stderr.write(`no corpus at ${folder}: its tests are skipped\n`);

const folders = [
  "harden/csaf",
  "harden/openvex",
  "harden/openvex-spec",
  "harden/cyclonedx-vex",
  "harden/grype-vex",
  "sbom/openvex__go-vex",
  "sbom/CycloneDX__bom-examples/VEX",
];

/** Every JSON file of the corpora about VEX, none without a corpus. */
export function corpusFiles(): readonly string[] {
  if (corpus === undefined) return [];
  const root = corpus;
  return folders.flatMap((name) =>
    readdirSync(join(root, name), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".json"))
      .map((file) => join(root, name, file)),
  );
}
