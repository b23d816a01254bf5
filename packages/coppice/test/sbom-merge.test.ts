import { parseSbom } from "@coppice/sbom";
import { describe, expect, test } from "vitest";
import { run } from "./run.ts";
import { shopSbom } from "./shop-sbom.ts";
import { workFolder } from "./work-folder.ts";

const { place, write, read } = workFolder();
const merge = async (...argv: readonly string[]) => {
  const one = await write("one.json", shopSbom());
  const other = await write("other.json", shopSbom({ qs: "6.13.0", license: "MIT" }));
  return run(["sbom", "merge", one, other, ...argv]);
};
const namesOf = (text: string) =>
  parseSbom(text).components.map(({ name, version = "" }) => `${name} ${version}`);

describe("sbom merge", () => {
  test("makes one document, and says what became of the components", async () => {
    const { code, stdout, stderr } = await merge();
    expect(code).toBe(0);
    expect(namesOf(stdout).filter((name) => name.startsWith("qs"))).toEqual([
      "qs 6.13.0",
      "qs 6.9.0",
    ]);
    expect(namesOf(stdout).filter((name) => name.startsWith("express"))).toHaveLength(1);
    expect(stderr).toMatch(
      /^2 SBOMs with 10 components became one with 6, of which 4 stand in more than one\n/,
    );
  });

  test("says on what the documents do not agree", async () => {
    const one = await write("a.json", shopSbom());
    const other = await write("b.json", shopSbom().replace("2026-01-31T12", "2026-01-31T13"));
    const { stderr } = await run(["sbom", "merge", one, other, "-o", place("ab.json")]);
    expect(stderr).toContain(
      '1 statement on which they do not agree:\n  metadata.timestamp: took "2026-01-31T13:00:00Z", not "2026-01-31T12:00:00Z"\n',
    );
    const { stdout } = await run(["sbom", "merge", one, other, "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      format: "cyclonedx-json@1.6",
      conflicts: [{ member: "metadata.timestamp" }],
      losses: [],
      content: await read("ab.json"),
    });
    expect(JSON.parse(stdout).sources).toContainEqual(
      expect.objectContaining({ ref: "qs", documents: [0, 1] }),
    );
  });

  test("names what the merged document is about, and keeps the documents apart in it", async () => {
    const about = ["--name", "all", "--version", "2", "--purl", "pkg:generic/all@2"];
    const { stdout } = await merge("--mode", "hierarchical", ...about);
    const { components, subjects } = parseSbom(stdout);
    const subject = components.find(({ ref }) => subjects.includes(ref));
    expect(subject).toMatchObject({ name: "all", version: "2", purls: ["pkg:generic/all@2"] });
  });

  test("adds to the first document only what it lists", async () => {
    expect(namesOf((await merge("--mode", "augment")).stdout)).not.toContain("qs 6.13.0");
  });

  test("writes another format where that is asked for", async () => {
    const { stderr } = await merge("--to", "spdx-json@2.3", "-o", place("merged.spdx.json"));
    expect(parseSbom(await read("merged.spdx.json")).format.family).toBe("spdx");
    expect(stderr).toMatch(/^.*merged\.spdx\.json {2}spdx-json@2\.3\n/);
  });

  test("reads one of the documents from standard input", async () => {
    const one = await write("one.json", shopSbom());
    const { stdout } = await run(["sbom", "merge", one, "-"], { stdin: shopSbom({ qs: "7.0.0" }) });
    expect(namesOf(stdout)).toContain("qs 7.0.0");
  });
});
