import { describe, expect, test } from "vitest";
import { run } from "./run.ts";
import { shopSbom } from "./shop-sbom.ts";
import { workFolder } from "./work-folder.ts";

const { place, write } = workFolder();

const compare = async (after: string, ...argv: readonly string[]) =>
  run(["sbom", "compare", await write("before.json", shopSbom()), "-", ...argv], { stdin: after });

const changed = shopSbom({
  qs: "6.13.0",
  license: "MIT",
  perl: "5.34.0-1",
  file: "",
  created: "2026-02-28T12:00:00Z",
  needs: [["express", "ms"], ["qs"]],
  components: ['{ "type": "library", "bom-ref": "ms", "name": "ms", "purl": "pkg:npm/ms@2.1.3" }'],
});

describe("sbom compare", () => {
  test("says what came, what went, what changed its version or licence, and which relations", async () => {
    const { code, stdout, stderr } = await compare(changed);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.replace(place("before.json"), "BEFORE")).toMatchInlineSnapshot(`
      "BEFORE → standard input
      Components: 1 added, 1 removed, 1 upgraded, 1 downgraded, 2 unchanged

      Added
        ms  pkg:npm/ms@2.1.3

      Removed
        /srv/goods

      Upgraded
        qs  6.9.0 → 6.13.0

      Downgraded
        perl-base  5.36.0-7 → 5.34.0-1

      Licences
        qs 6.13.0  BSD-3-Clause → MIT

      Relations added
        pkg:npm/%40acme/shop@1.0.0 dependsOn pkg:npm/ms@2.1.3

      The SBOMs themselves
        created: 2026-01-31T12:00:00Z → 2026-02-28T12:00:00Z
      "
    `);
  });

  test("prints the difference as JSON", async () => {
    const { stdout } = await compare(changed, "--json");
    expect(JSON.parse(stdout)).toMatchObject({
      added: [{ name: "ms" }],
      removed: [{ name: "/srv/goods" }],
      changed: [
        { after: { name: "perl-base" }, version: { direction: "downgrade" } },
        { after: { name: "qs" }, version: { direction: "upgrade" } },
      ],
      unchanged: 2,
      relationships: { added: [{ kind: "dependsOn" }], removed: [] },
    });
  });

  test("ends with 1 for a difference only where that is asked for", async () => {
    expect((await compare(changed, "--fail-on-difference")).code).toBe(1);
    const license = shopSbom({ license: "MIT" });
    expect((await compare(license, "--fail-on-difference")).code).toBe(1);
    expect((await compare(license, "--fail-on-difference", "--ignore", "license")).code).toBe(0);
  });

  test("does not take another time or id of the document for a difference", async () => {
    const created = "2026-02-28T12:00:00Z";
    const again = shopSbom({ created }).replace("3e671687", "4e671687");
    const { code, stdout } = await compare(again, "--fail-on-difference");
    expect(code).toBe(0);
    expect(stdout).toContain("\nThe same 5 components\n");
    expect(stdout).toContain("The SBOMs themselves: 2\n");
  });

  test("names the other fields that changed", async () => {
    const described = shopSbom().replace('"name": "qs",', '"name": "qs", "description": "parses",');
    const { stdout } = await compare(described);
    expect(stdout).toContain("\nComponents: 1 changed otherwise, 4 unchanged\n");
    expect(stdout).toContain("\nChanged otherwise\n  qs 6.9.0  description\n");
    const renumbered = shopSbom().replace(
      '"name": "express", "version": "4.18.2"',
      '"name": "express"',
    );
    expect((await compare(renumbered)).stdout).toContain(
      "Another version\n  express  4.18.2 → none\n",
    );
  });

  test("leaves out what only one document states where that means nothing", async () => {
    const silent = shopSbom().replaceAll(/, "licenses": \[[^\]]*\]/g, "");
    expect((await compare(silent)).stdout).toContain("Licences: 2\n");
    expect((await compare(silent, "--absent", "unknown")).stdout).not.toContain("Licences");
  });

  test("cannot be made to move the cursor", async () => {
    const { stdout } = await compare(
      shopSbom({ qs: "6\\u001b[2J", license: "\\u001b[2K", file: "/srv/\\u009b" }),
    );
    expect(stdout).toContain("6.9.0 → 6\\u{1b}[2J");
    expect(stdout.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  });
});
