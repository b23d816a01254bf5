import { parseSbom } from "@coppice/sbom";
import type { Bom, HardeningPlan, PackageDecision } from "@coppice/types";
import { describe, expect, test } from "vitest";
import { run } from "./run.ts";
import { shopSbom } from "./shop-sbom.ts";
import { workFolder } from "./work-folder.ts";

const { place, write, read } = workFolder();
const filter = async (...argv: readonly string[]) =>
  run(["sbom", "filter", await write("shop.json", shopSbom()), ...argv]);
const namesOf = (text: string) => parseSbom(text).components.map(({ name }) => name);

const subject = { name: "shop", digest: `sha256:${"ab".repeat(32)}` } as const;

const bomOf = (files: Bom["files"], ...purls: readonly string[]): Bom => ({
  kind: "bom",
  schemaVersion: "1.0",
  subject,
  tool: { name: "coppice", version: "1" },
  packages: purls.map((purl) => ({
    id: purl,
    purl,
    name: purl,
    ecosystem: "npm",
    presence: "installed",
    foundBy: "npm",
  })),
  dependencies: [],
  ...(files && { files }),
  problems: [],
});

const decisionOf = (id: string, decision: PackageDecision["decision"]): PackageDecision => ({
  id,
  name: id,
  decision,
  reasons: [],
  files: { before: 1, after: 1 },
  bytes: { before: 1, after: 1 },
});

const plan: HardeningPlan = {
  kind: "plan",
  schemaVersion: "1.0",
  subject,
  policy: {
    mode: "files",
    minimumGrade: "stat",
    keepPackages: [],
    keepPaths: [],
    keepUnowned: true,
  },
  units: [],
  summary: {
    packages: { before: 1, after: 1 },
    files: { before: 1, after: 1 },
    bytes: { before: 1, after: 1 },
    usedPackages: 1,
    clientPackages: 0,
  },
  packages: [
    decisionOf("pkg:deb/debian/perl-base@5.36.0-7?arch=amd64", "remove"),
    decisionOf("pkg:npm/qs@6.9.0", "trim"),
    decisionOf("pkg:npm/qs@6.9.0#/app/node_modules/qs", "remove"),
  ],
  files: [{ path: "/srv/goods", decision: "remove", reasons: [] }],
  waived: [],
  checks: [],
  risks: [],
};

describe("sbom filter", () => {
  test("removes what a plan removes, and counts what the plan does not know", async () => {
    const options = ["--plan", await write("plan.json", JSON.stringify(plan))];
    const { code, stdout, stderr } = await filter(...options);
    expect(code).toBe(0);
    expect(namesOf(stdout)).toEqual(["shop", "express", "qs"]);
    expect(stderr).toMatchInlineSnapshot(`
      "3 of 5 components stay
        removed: perl-base 5.36.0-7, /srv/goods
        1 of them because nothing tells what became of them: express 4.18.2
      "
    `);
    const printed = await filter(...options, "--json");
    expect(JSON.parse(printed.stdout)).toMatchObject({
      format: "cyclonedx-json@1.6",
      removed: ["perl", "goods"],
      unknown: ["express"],
      unmet: [],
      content: stdout,
    });
  });

  test("keeps what the bill of materials of the hardened image lists, however it spells purls", async () => {
    const purls = ["pkg:npm/express@4.18.2", "pkg:deb/debian/perl-base@5.36.0-7?arch=amd64"];
    const bom = await write("bom.json", JSON.stringify(bomOf(undefined, ...purls)));
    const { stdout, stderr } = await filter("--bom", bom);
    expect(namesOf(stdout)).toEqual(["shop", "express", "perl-base", "/srv/goods"]);
    expect(stderr).toContain("1 of them because nothing tells what became of them: /srv/goods");
    const withFiles = await write("files.json", JSON.stringify(bomOf([], ...purls)));
    expect(namesOf((await filter("--bom", withFiles)).stdout)).toEqual([
      "shop",
      "express",
      "perl-base",
    ]);
  });

  test("keeps and removes packages by purl, of any version where none is named", async () => {
    const removed = await filter("--remove", "pkg:npm/qs", "--remove", "pkg:deb/debian/perl-base");
    expect(namesOf(removed.stdout)).toEqual(["shop", "express", "/srv/goods"]);
    const kept = await filter("--keep", "pkg:npm/qs@6.9.0", "--keep", "pkg:npm/qs@1");
    expect(namesOf(kept.stdout)).toEqual(["shop", "qs", "/srv/goods"]);
    expect(kept.stderr).toContain("in no component: pkg:npm/qs@1\n");
    const arch = await filter("--remove", "pkg:deb/debian/perl-base?arch=arm64");
    expect(namesOf(arch.stdout)).toContain("perl-base");
  });

  test("matches files that SPDX names relative to the root", async () => {
    const there = await run(["sbom", "convert", place("shop.json"), "-o", place("shop.spdx.json")]);
    expect(there.code).toBe(0);
    const relative = (await read("shop.spdx.json")).replaceAll('"/srv/goods"', '"./srv/goods"');
    const options = ["--plan", await write("plan.json", JSON.stringify(plan))];
    const { stdout } = await run(["sbom", "filter", "-", ...options], { stdin: relative });
    expect(parseSbom(stdout).components.map(({ type }) => type)).not.toContain("file");
  });

  test("writes another format and time where they are asked for", async () => {
    const { stderr } = await filter(
      ..."--remove pkg:npm/qs --created 2026-02-01T00:00:00Z --to spdx-tag-value@2.3 -o".split(" "),
      place("rest.spdx"),
    );
    expect(stderr).toContain("rest.spdx  spdx-tag-value@2.3\n\n4 of 5 components stay\n");
    expect(await read("rest.spdx")).toContain("Created: 2026-02-01T00:00:00Z");
  });

  test("refuses another document in place of the plan", async () => {
    const bom = await write("bom.json", JSON.stringify(bomOf(undefined)));
    const { code, stderr } = await filter("--plan", bom);
    expect(code).toBe(3);
    expect(stderr).toMatch(/^coppice: DOCUMENT_KIND: /);
  });
});
