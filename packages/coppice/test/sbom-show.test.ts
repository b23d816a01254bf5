import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { run } from "./run.ts";
import { shopSbom } from "./shop-sbom.ts";
import { workFolder } from "./work-folder.ts";

const { place, write } = workFolder();

describe("sbom show", () => {
  test("says what an SBOM is, what it is about, who made it, and counts what it lists", async () => {
    const { code, stdout, stderr } = await run(["sbom", "show", await write("shop", shopSbom())]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatchInlineSnapshot(`
      "@acme/shop 1.0.0  pkg:npm/%40acme/shop@1.0.0
      cyclonedx-json@1.6
      made 2026-01-31T12:00:00Z by builder 2
      urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79

      5 components, 2 relations

      What they are
        library      3
        application  1
        file         1

      Package URLs
        npm  3
        deb  1

      Licences
        BSD-3-Clause  1
        MIT           1
        2 components without one

      How they are related
        dependsOn  2
      "
    `);
  });

  test("prints the same as JSON, from a file or from standard input", async () => {
    const file = await write("shop.gz", gzipSync(shopSbom()));
    const { stdout } = await run(["sbom", "show", file, "--json"]);
    const summary = JSON.parse(stdout);
    expect(summary).toMatchObject({
      format: "cyclonedx-json@1.6",
      envelopes: [{ kind: "gzip" }],
      created: "2026-01-31T12:00:00Z",
      creators: [{ name: "builder", version: "2" }],
      subjects: [{ ref: "shop", group: "@acme", name: "shop" }],
      components: 5,
      types: { library: 3, application: 1, file: 1 },
      ecosystems: { npm: 3, deb: 1 },
      licenses: { MIT: 1, "BSD-3-Clause": 1 },
      unlicensed: 2,
      problems: [],
    });
    const piped = await run(["sbom", "show", "-", "--json"], { stdin: shopSbom() });
    expect(JSON.parse(piped.stdout)).toEqual({ ...summary, envelopes: [] });
  });

  test("names the envelopes that a document came in, the innermost first", async () => {
    const statement = JSON.stringify({
      _type: "https://in-toto.io/Statement/v1",
      subject: [{ name: "shop", digest: { sha256: "0".repeat(64) } }],
      predicateType: "https://cyclonedx.org/bom",
      predicate: JSON.parse(shopSbom()),
    });
    const { stdout } = await run(["sbom", "show", await write("statement", gzipSync(statement))]);
    expect(stdout).toContain(
      "cyclonedx-json@1.6, in in-toto (https://cyclonedx.org/bom), in gzip\n",
    );
  });

  test("says of a document that says nothing that it does not", async () => {
    const { stdout } = await run(["sbom", "show", "-"], {
      stdin: '{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"name":"a"}]}',
    });
    expect(stdout).toMatchInlineSnapshot(`
      "An SBOM that does not say what it is about
      cyclonedx-json@1.6
      not said when and by whom it was made

      1 component, 0 relations

      What they are
        not stated  1

      Licences
        1 component without one
      "
    `);
  });

  test("shortens long lists", async () => {
    const components = Array.from(
      { length: 20 },
      (_, index) =>
        `{ "type": "library", "name": "a${index}", "version": "1", "licenses": [{ "license": { "name": "Ours ${index}" } }] }`,
    );
    const { stdout } = await run(["sbom", "show", "-"], { stdin: shopSbom({ components }) });
    expect(stdout).toMatch(/\n {2}… and 10 more\n {2}2 components without one\n/);
  });

  test("cannot be made to move the cursor", async () => {
    const hostile = "\\u001b[2J\\u202e\\r";
    const document = shopSbom().replaceAll("shop", `s${hostile}`).replaceAll("MIT", hostile);
    const { stdout } = await run(["sbom", "show", "-"], { stdin: document });
    expect(stdout).toContain("s\\u{1b}[2J\\u{202e}\\u{d}");
    expect(stdout.replaceAll("\n", "")).not.toMatch(/\p{Cc}|\u202e/u);
  });

  test("does not let a licence or type named __proto__ get lost", async () => {
    const { stdout } = await run(["sbom", "show", "-", "--json"], {
      stdin: shopSbom({ license: "__proto__" }),
    });
    expect(stdout).toContain('"__proto__":1');
  });
});

describe("a file that is no SBOM", () => {
  test("is refused with its name and what it is", async () => {
    const other = await run(["sbom", "show", await write("other.json", '{"name":"shop"}')]);
    expect(other.code).toBe(3);
    expect(other.stderr).toMatch(/^coppice: FORMAT_UNKNOWN: .*\/other\.json: /);
    const piped = await run(["sbom", "show", "-", "--json"], { stdin: "{" });
    expect(piped.code).toBe(3);
    expect(JSON.parse(piped.stderr).error.message).toMatch(/^standard input: /);
  });

  test("is refused where it is absent or a folder", async () => {
    const absent = await run(["sbom", "show", place("absent")]);
    expect(absent).toMatchObject({ code: 3, stdout: "" });
    expect(absent.stderr).toMatch(/^coppice: INPUT_ABSENT: there is no .*\/absent;/);
    const folder = await run(["sbom", "show", place("")]);
    expect(folder.stderr).toMatch(/^coppice: INPUT_UNREADABLE: /);
  });

  test("is not read to its end once the command is interrupted", async () => {
    const outcome = await run(["sbom", "show", "-"], {
      stdin: shopSbom(),
      signal: AbortSignal.abort(),
    });
    expect(outcome).toEqual({ code: 130, stdout: "", stderr: "" });
  });
});

describe("usage", () => {
  test.each([
    ["sbom", "show"],
    ["sbom", "convert"],
    ["sbom", "merge"],
    ["sbom", "filter"],
    ["sbom", "compare"],
    ["sbom", "validate"],
    ["sbom", "score"],
    ["sbom", "why"],
    ["lockfile"],
  ])("%s %s shows examples and exit codes", async (...command) => {
    const { code, stdout } = await run([...command, "--help"]);
    expect(stdout).toMatch(/Examples:\n( {2}\$ .*coppice .*\n){3}/);
    expect(stdout).toContain("Exit codes:");
    expect(code).toBe(0);
  });

  test("of sbom alone shows its commands and ends with 2", async () => {
    const { code, stderr } = await run(["sbom"]);
    expect(stderr).toContain("compare [options] <before> <after>");
    expect(code).toBe(2);
  });

  test("a fault in it ends with 2", async () => {
    for (const argv of [
      ["explain"],
      ["show"],
      ["show", "a", "b"],
      ["convert", "a"],
      ["convert", "a", "--to", "docx"],
      ["merge", "-", "-"],
      ["merge", "a", "b", "--mode", "upwards"],
      ["merge", "a", "b", "--mode", "hierarchical"],
      ["merge", "a", "b", "--version", "1"],
      ["filter", "a"],
      ["filter", "a", "--bom", "b", "--plan", "c"],
      ["filter", "a", "--keep", "perl"],
      ["filter", "a", "--remove", "pkg:npm/a", "--created", "today"],
      ["compare", "a"],
      ["compare", "-", "-"],
      ["compare", "a", "b", "--ignore", "colour"],
      ["validate", "a", "--fail-on", "everything"],
      ["score", "a", "--profile", "none"],
      ["score", "a", "--minimum", "50"],
      ["score", "a", "--profile", "ntia-2021", "--minimum", "101"],
      ["why", "a"],
      ["why", "a", "b", "--limit", "0"],
    ]) {
      const { code, stderr } = await run(["sbom", ...argv]);
      expect({ argv, code }).toEqual({ argv, code: 2 });
      expect(stderr).toMatch(/^coppice: USAGE: /);
    }
  });
});
