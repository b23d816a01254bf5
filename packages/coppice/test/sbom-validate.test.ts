import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { run } from "./run.ts";
import { shopSbom } from "./shop-sbom.ts";
import { workFolder } from "./work-folder.ts";

const { write } = workFolder();
const validate = (document: string, ...argv: readonly string[]) =>
  run(["sbom", "validate", "-", ...argv], { stdin: document });

/** Its schema allows it, and its reference leads nowhere. */
const dangling = shopSbom({ needs: [["express"], ["lost"]] });

describe("sbom validate", () => {
  test("says that a document is valid", async () => {
    expect(await validate(shopSbom())).toEqual({
      code: 0,
      stdout: "standard input is valid by the schema of cyclonedx-json@1.6\n",
      stderr: "",
    });
  });

  test("ends with 1 where it is not, and names every fault with line and place", async () => {
    const bad = shopSbom({ license: "" }).replace('"type": "file"', '"type": "folder"');
    const { code, stdout } = await validate(bad);
    expect(code).toBe(1);
    expect(stdout).toMatchInlineSnapshot(`
      "standard input is NOT valid by the schema of cyclonedx-json@1.6
      In all: 2 errors

        line         place                                fault
          13  error  /components/1/licenses/0/license/id  must be an identifier of the SPDX licence list, in its exact spelling (SCHEMA_VIOLATED)
          15  error  /components/3/type                   must be one of "application", "framework", "library", "container", "platform", "operating-system", "device", "device-driver", "firmware", "file", "machine-learning-model", "data", "cryptographic-asset" (SCHEMA_VIOLATED)
      "
    `);
    const printed = JSON.parse((await validate(bad, "--json")).stdout);
    expect(printed).toMatchObject({ format: "cyclonedx-json@1.6", valid: false, truncated: false });
    expect(printed.faults).toContainEqual(
      expect.objectContaining({ code: "SCHEMA_VIOLATED", line: 15, pointer: "/components/3/type" }),
    );
  });

  test("fails for what no schema finds only where that is asked for", async () => {
    const { code, stdout } = await validate(dangling);
    expect(code).toBe(0);
    expect(stdout).toContain("(REFERENCE_DANGLING)");
    expect((await validate(dangling, "--fail-on", "error")).code).toBe(0);
    expect((await validate(dangling, "--fail-on", "warning")).code).toBe(1);
    expect((await validate(shopSbom(), "--fail-on", "information")).code).toBe(0);
  });

  test("finds the lines of a file that is packed", async () => {
    const file = await write("bad.json.gz", gzipSync(shopSbom().replace('"file"', '"folder"')));
    const { code, stdout } = await run(["sbom", "validate", file]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/\n {2,}15 {2}error {2}\/components\/3\/type /);
  });

  test("checks what is not UTF-8 too, without its lines", async () => {
    const bad = shopSbom().replace('"file"', '"folder"');
    const file = await write("utf16.json", Buffer.from(`\ufeff${bad}`, "utf16le"));
    const { code, stdout } = await run(["sbom", "validate", file, "--json"]);
    expect(code).toBe(1);
    const [fault] = JSON.parse(stdout).faults;
    expect(fault.pointer).toBe("/components/3/type");
    expect(fault).not.toHaveProperty("line");
  });

  test("checks XML by its own schema, and tag-value by that of SPDX", async () => {
    const xml =
      '<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components><component/></components></bom>';
    const { code, stdout } = await validate(xml);
    expect(code).toBe(1);
    expect(stdout).toMatch(/NOT valid by the schema of cyclonedx-xml@1\.6/);
    const tagValue = await validate("SPDXVersion: SPDX-2.3\nDocumentName: a\n");
    expect(tagValue.code).toBe(1);
    expect(tagValue.stdout).toMatch(/NOT valid by the schema of spdx-tag-value@2\.3/);
  });

  test("shows no more faults than a person reads", async () => {
    const components = Array.from({ length: 80 }, () => '{ "type": "nothing", "name": "a" }');
    const { stdout } = await validate(shopSbom({ components }));
    expect(stdout).toMatch(/\n {2}… and \d+ more\n$/);
    expect(stdout.split("\n").length).toBeLessThan(60);
  });

  test("refuses what it has no schema for, with the name of the file", async () => {
    const syft = await write(
      "syft.json",
      '{"artifacts":[],"schema":{"version":"16.0.0","url":"https://raw.githubusercontent.com/anchore/syft/main/schema/json/schema-16.0.0.json"}}',
    );
    const { code, stderr } = await run(["sbom", "validate", syft]);
    expect(code).toBe(3);
    expect(stderr).toMatch(/^coppice: [A-Z_]+: .*\/syft\.json: /);
  });
});
