import { readdirSync } from "node:fs";
import { join } from "node:path";
import { apkExtractor } from "@coppice/inventory";
import type { Bom } from "@coppice/types";
import { beforeAll, describe, expect, test } from "vitest";
import { corpus, openListing, readTable } from "../corpus.ts";
import { takeInventory } from "../take-inventory.ts";

// Without the corpus there is one suite that says that it is skipped.
const systems = corpus === undefined ? ["alpine"] : readdirSync(join(corpus, "apk"));

describe.skipIf(corpus === undefined).each(systems)("%s (corpus)", (system) => {
  let bom: Bom;

  beforeAll(async () => {
    const listing = openListing(
      `apk/${system}/rootfs-listing.txt.gz`,
      join(corpus ?? "", "apk", system),
    );
    bom = await takeInventory(listing, { extractors: [apkExtractor] });
  });

  test("has the packages that apk names, with their sources", () => {
    const found = bom.packages.map(({ name, version, architecture, source }) =>
      [name, version, architecture, source?.name].join("\t"),
    );
    const expected = readTable(`apk/${system}/expected-packages.tsv`);
    expect(found.sort()).toEqual(expected.map((fields) => fields.join("\t")).sort());
    expect(bom.problems).toEqual([]);
  });

  test("has no unsatisfied dependency", () => {
    expect(bom.dependencies.length).toBeGreaterThan(10);
    expect(bom.dependencies.filter(({ satisfiedBy }) => satisfiedBy.length === 0)).toEqual([]);
  });

  test("explains every path", () => {
    // What the corpus adds to the listing.
    const own = ["/expected-packages.tsv", "/rootfs-listing.txt.gz"];
    const unowned = bom.files?.filter(
      ({ path, attribution }) => attribution.kind === "unowned" && !own.includes(path),
    );
    expect(bom.files?.length).toBeGreaterThan(400);
    expect(unowned?.map(({ path }) => path)).toEqual([]);
  });
});
