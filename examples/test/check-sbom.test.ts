import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runExample } from "./run-example.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "coppice-example-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const run = (...args: string[]) => runExample("check-sbom.mjs", folder, ...args);

/** An SBOM that says all that NTIA asks, of a shop that uses one library. */
const sbomOf = (version: string, license: string, more = "") => `{
  "bomFormat": "CycloneDX",
  "specVersion": "1.6",
  "version": 1,
  "metadata": {
    "timestamp": "2026-01-31T12:00:00Z",
    "authors": [{ "name": "Ann" }],
    "component": { "type": "application", "bom-ref": "shop", "name": "shop", "version": "1", "supplier": { "name": "Ann" }, "purl": "pkg:npm/shop@1" }
  },
  "components": [
    { "type": "library", "bom-ref": "qs", "name": "qs", "version": "${version}", "supplier": { "name": "Bob" },
      "licenses": [{ "expression": "${license}" }], "purl": "pkg:npm/qs@${version}"${more} }
  ],
  "dependencies": [{ "ref": "shop", "dependsOn": ["qs"] }, { "ref": "qs", "dependsOn": [] }]
}
`;

test("accepts a good SBOM and says what is new in it", () => {
  writeFileSync(join(folder, "old.json"), sbomOf("6.9.0", "MIT"));
  writeFileSync(join(folder, "new.json"), sbomOf("6.13.0", "BSD-3-Clause"));
  const { stdout, stderr, status } = run("new.json", "old.json");
  expect(stderr).toBe("");
  expect(stdout).toMatch(/^ntia-2021: [0-9.]+ of 100$/m);
  expect(stdout).toMatch(/^upgrade: qs 6\.9\.0 to 6\.13\.0\nlicence: qs: MIT to BSD-3-Clause\n$/m);
  expect(status).toBe(0);
});

test("refuses what breaks the schema, with its line, and what says too little", () => {
  writeFileSync(join(folder, "bad.json"), sbomOf("1", "MIT", ', "hashes": "none"'));
  const bad = run("bad.json");
  expect(bad.stdout).toMatch(/^error: line 12: \/components\/0\/hashes: /m);
  expect(bad.status).toBe(1);

  writeFileSync(join(folder, "old.json"), sbomOf("6.9.0", "MIT"));
  expect(run("old.json", "-", "bsi-tr-03183-2-2.1", "100").status).toBe(1);
});

test("says why a file cannot be checked", () => {
  writeFileSync(join(folder, "no.json"), "{}");
  expect(run("no.json").stderr).toMatch(/^FORMAT_UNKNOWN: /);
  writeFileSync(join(folder, "old.json"), sbomOf("6.9.0", "MIT"));
  const { stderr, status } = run("old.json", "-", "no-such");
  expect(stderr).toBe("FAILED: there is no profile no-such\n");
  expect(status).toBe(1);
});
