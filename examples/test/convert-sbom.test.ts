import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { parseSbom } from "@coppice/sbom";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runExample } from "./run-example.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "coppice-example-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const run = (...args: string[]) => runExample("convert-sbom.mjs", folder, ...args);

const sbom = `{
  "bomFormat": "CycloneDX",
  "specVersion": "1.6",
  "components": [{ "type": "library", "name": "qs", "version": "6.13.0", "purl": "pkg:npm/qs@6.13.0" }],
  "vulnerabilities": [{ "id": "CVE-2022-24999" }]
}`;

test("writes another format, and says what that cannot express", () => {
  writeFileSync(join(folder, "shop.cdx.json.gz"), gzipSync(sbom));
  const { stdout, stderr, status } = run(
    "shop.cdx.json.gz",
    "shop.spdx",
    "spdx",
    "2.3",
    "tag-value",
  );
  expect(stdout).toBe("components: 1\n");
  expect(stderr).toMatch(/^lost: \/vulnerabilities/m);
  expect(status).toBe(0);
  const { format, components } = parseSbom(readFileSync(join(folder, "shop.spdx")));
  expect(format).toEqual({ family: "spdx", version: "2.3", encoding: "tag-value" });
  expect(components[0]?.purls).toEqual(["pkg:npm/qs@6.13.0"]);
});

test("says why a file cannot be converted", () => {
  writeFileSync(join(folder, "shop.json"), sbom);
  const { stderr, status } = run("shop.json", "out.json", "spdx", "9");
  expect(stderr).toMatch(/^VERSION_UNSUPPORTED: /);
  expect(status).toBe(1);
});
