import { describe, expect, test } from "vitest";
import { run } from "./run.ts";
import { shopSbom } from "./shop-sbom.ts";

const why = (component: string, document = shopSbom(), ...argv: readonly string[]) =>
  run(["sbom", "why", "-", component, ...argv], { stdin: document });

describe("sbom why", () => {
  test("shows the ways to a component and what depends on it", async () => {
    const { code, stdout, stderr } = await why("qs");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatchInlineSnapshot(`
      "qs 6.9.0  pkg:npm/qs@6.9.0
      2 components depend on it, 1 directly; it depends on 0

      Ways to it, shortest first
        @acme/shop 1.0.0 → express 4.18.2 → qs 6.9.0

      What depends on it directly
        express 4.18.2
      "
    `);
  });

  test("prints the same as JSON", async () => {
    expect(JSON.parse((await why("qs", shopSbom(), "--json")).stdout)).toEqual([
      {
        component: { ref: "qs", label: "qs 6.9.0", purl: "pkg:npm/qs@6.9.0" },
        by: "dependencies",
        paths: [["shop", "express", "qs"].map((ref): unknown => expect.objectContaining({ ref }))],
        complete: true,
        dependents: [expect.objectContaining({ ref: "express" })],
        allDependents: 2,
        allDependencies: 0,
      },
    ]);
  });

  test.each(["qs@6.9.0", "pkg:npm/qs", "pkg:npm/qs@6.9.0"])("finds it as %s", async (name) => {
    expect((await why(name)).stdout).toMatch(/^qs 6\.9\.0 /);
  });

  test.each(["shop", "@acme/shop", "@acme/shop@1.0.0", "pkg:npm/%40acme/shop"])(
    "says of %s that nothing depends on it",
    async (name) => {
      expect((await why(name)).stdout).toBe(
        "@acme/shop 1.0.0  pkg:npm/%40acme/shop@1.0.0\nNothing is said to depend on it; it depends on 2\n",
      );
    },
  );

  test("shows all that have a name, and says where there are more ways", async () => {
    const layers = Array.from({ length: 12 }, (_, index) => `"l${index}"`);
    const document = shopSbom({
      components: [
        ...layers.map((ref) => `{ "type": "library", "bom-ref": ${ref}, "name": ${ref} }`),
        '{ "type": "library", "bom-ref": "qs2", "name": "qs", "version": "2" }',
      ],
    }).replace(
      '"dependencies": [',
      `"dependencies": [${layers.map((ref) => `{ "ref": ${ref}, "dependsOn": ["qs2"] },`).join("")}`,
    );
    const { stdout } = await why("qs", document);
    expect(stdout).toMatch(/^qs 6\.9\.0 .*\n(?:.*\n)+qs 2\n12 components depend on it/);
    expect(stdout).toContain("  … and more; --limit shows them\n");
    expect((await why("qs2", document, "--limit", "12")).stdout).not.toContain("… and more");
  });

  test("shows what contains it where nothing depends on it", async () => {
    const nested =
      '{ "type": "library", "bom-ref": "outer", "name": "outer", "components": [{ "type": "library", "bom-ref": "inner", "name": "inner" }] }';
    const { stdout } = await why("inner", shopSbom({ components: [nested] }));
    expect(stdout).toContain("What it stands in\n  outer → inner\n");
  });

  test("refuses to explain more components than a person reads", async () => {
    const components = Array.from(
      { length: 60 },
      (_, index) => `{ "type": "library", "name": "many", "version": "${index}" }`,
    );
    const { code, stderr } = await why("many", shopSbom({ components }));
    expect(code).toBe(3);
    expect(stderr).toMatch(/^coppice: COMPONENT_AMBIGUOUS: standard input lists 60 components /);
    expect((await why("many@7", shopSbom({ components }))).stdout).toMatch(/^many 7\n/);
  });

  test("names what is similar where nothing has the name", async () => {
    const { code, stderr } = await why("PERL");
    expect(code).toBe(3);
    expect(stderr).toBe(
      "coppice: COMPONENT_UNKNOWN: standard input lists no PERL; take one of perl-base\n",
    );
    const other = await why("cobol", shopSbom(), "--json");
    expect(JSON.parse(other.stderr)).toEqual({
      error: {
        code: "COMPONENT_UNKNOWN",
        message: "standard input lists no cobol; coppice sbom show tells what it lists",
      },
    });
  });
});
