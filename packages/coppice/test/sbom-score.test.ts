import { sbomProfiles } from "@coppice/sbom";
import { describe, expect, test } from "vitest";
import { run } from "./run.ts";
import { shopSbom } from "./shop-sbom.ts";

const score = (...argv: readonly string[]) =>
  run(["sbom", "score", "-", ...argv], { stdin: shopSbom() });

describe("sbom score", () => {
  test("lists every standard that is known", async () => {
    const { code, stdout } = await score();
    expect(code).toBe(0);
    for (const { id, title } of sbomProfiles) {
      expect(stdout).toMatch(new RegExp(`^ {2}${id} .*${title.replace(/[()]/g, ".")}$`, "m"));
    }
    expect(JSON.parse((await score("--json")).stdout)).toHaveLength(sbomProfiles.length);
  });

  test("names what the document lacks of a standard, and who lacks it", async () => {
    const { code, stdout } = await score("--profile", "ntia-2021");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^standard input\n\n {2}profile .*\n {2}ntia-2021 +\d+\.\d {2}[A-F] /);
    expect(stdout).toMatch(/\nWhat ntia-2021 asks and the SBOM lacks \(https:.*\)\n {2}required: /);
    expect(stdout).toMatch(/\n {2}required: .*: 4 of 4 lack it\n {4}@acme\/shop 1\.0\.0, express /);
    expect(stdout).toContain("\nWhat ntia-2021 asks and cannot be told (not counted)\n");
    expect(JSON.parse((await score("--profile", "ntia-2021", "--json")).stdout)).toMatchObject([
      { profile: "ntia-2021", conformance: "not-met" },
    ]);
  });

  test("names only the first of many that lack something", async () => {
    const components = Array.from(
      { length: 30 },
      (_, index) => `{ "type": "library", "name": "a${index}" }`,
    );
    const { stdout } = await run(["sbom", "score", "-", "--profile", "ntia-2021"], {
      stdin: shopSbom({ components }),
    });
    expect(stdout).toMatch(/: 34 of 34 lack it\n {4}.* and 29 more\n/);
  });

  test("ends with 1 below the minimum, and says so first", async () => {
    const profiles = ["--profile", "ntia-2021", "--profile", "eu-cra"];
    const below = await score(...profiles, "--minimum", "99");
    expect(below.code).toBe(1);
    expect(below.stdout).toMatch(/^standard input\nBELOW 99 by ntia-2021/);
    expect((await score(...profiles, "--minimum", "1")).code).toBe(0);
  });

  test("knows the profiles that its help names", async () => {
    const { stdout } = await run(["sbom", "score", "--help"]);
    const named = [...stdout.matchAll(/\$ .*--profile ([^ \n]+)/g)].map(([, id]) => id);
    expect(named.length).toBeGreaterThan(1);
    const known = new Set<string | undefined>(sbomProfiles.map(({ id }) => id));
    expect(named.filter((id) => !known.has(id))).toEqual([]);
  });
});
