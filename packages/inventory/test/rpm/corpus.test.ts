import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { parseRpmDatabase, type RpmPackage, rpmExtractor } from "@coppice/inventory";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { corpus } from "../corpus.ts";
import { takeInventory } from "../take-inventory.ts";
import { hasRpm, queryWithRpm } from "./rpm-cli.ts";

const databases = [
  ["mariner2-129", "rpmdb.sqlite"],
  ["rpm-tests-2", "rpmdb.sqlite"],
  ["sle15-bci-35", "Packages.db"],
  ["sle15-bci-35-bdb", "Packages"],
  ["libuuid-bdb", "Packages"],
  ["syft-bdb", "Packages"],
] as const;

const nevra = ({ name, version, release, arch }: RpmPackage) =>
  `${name}-${version}-${release}.${arch}`;

describe.skipIf(!corpus).each(databases)("%s/%s (corpus)", (folder, file) => {
  if (!corpus) return;
  const path = `${corpus}/rpm/${folder}`;
  const linesOf = (bytes: Uint8Array) =>
    new TextDecoder()
      .decode(bytes)
      .split("\n")
      .filter((line) => line !== "")
      .sort();
  const listed = (name: string) => linesOf(gunzipSync(readFileSync(`${path}/${name}.tsv.gz`)));
  const packages = [...parseRpmDatabase(readFileSync(`${path}/${file}`))];

  test("has the packages that rpm lists", () => {
    const lines = packages.map(({ name, epoch = 0, version, release, arch, sourceRpm, license }) =>
      [name, epoch, version, release, arch, sourceRpm, license].join("\t"),
    );
    expect(lines.sort()).toEqual(linesOf(readFileSync(`${path}/expected-packages.tsv`)));
  });

  test("has the files that rpm lists, with mode, flags and digest", () => {
    const lines = packages.flatMap((found) =>
      found.files.map(({ path: of, mode, flags, digest = "" }) =>
        [nevra(found), of, mode.toString(8), flags, digest.replace(/^\w+:/, "")].join("\t"),
      ),
    );
    expect(lines.sort()).toEqual(listed("expected-files"));
  });

  test("has the requirements that rpm lists", () => {
    const lines = packages.flatMap((found) =>
      found.requires.map(({ name, flags, version = "" }) =>
        [nevra(found), "R", name, flags, version].join("\t"),
      ),
    );
    expect(lines.sort()).toEqual(listed("expected-requires"));
  });

  test.skipIf(!hasRpm || file !== "rpmdb.sqlite")(
    "has the states and provisions that rpm prints",
    () => {
      const nevraFormat = "%{=NAME}-%{=VERSION}-%{=RELEASE}.%{=ARCH}";
      const query = (format: string) => queryWithRpm(`${path}/${file}`, format).sort();
      const numbers = {
        normal: 0,
        replaced: 1,
        "not-installed": 2,
        "net-shared": 3,
        "wrong-color": 4,
      };
      const states = packages.flatMap((found) =>
        found.files.map(({ path: of, state }) => [nevra(found), of, numbers[state]].join("\t")),
      );
      expect(states.sort()).toEqual(query(`[${nevraFormat}\\t%{FILENAMES}\\t%{FILESTATES}\\n]`));
      const provisions = packages.flatMap((found) =>
        found.provides.map(({ name, flags, version = "" }) =>
          [nevra(found), name, flags, version].join("\t"),
        ),
      );
      expect(provisions.sort()).toEqual(
        query(`[${nevraFormat}\\t%{PROVIDENAME}\\t%{PROVIDEFLAGS}\\t%{PROVIDEVERSION}\\n]`),
      );
    },
  );
});

describe.skipIf(!corpus)("a root file system of rpm (corpus)", () => {
  const read = (path: string) => readFileSync(`${corpus}/rpm/${path}`);

  test("has only satisfied requirements, where the system is whole", async () => {
    const files = { "/var/lib/rpm/rpmdb.sqlite": read("mariner2-129/rpmdb.sqlite") };
    const bom = await takeInventory(files, { extractors: [rpmExtractor] });
    const hard = bom.dependencies.filter(
      ({ kind }) => kind === "runtime" || kind === "pre-dependency",
    );
    expect(hard.length).toBeGreaterThan(1000);
    expect(hard.filter(({ satisfiedBy }) => satisfiedBy.length === 0)).toEqual([]);
    expect(bom.problems).toEqual([]);
  });

  test("gives nobody the files that were left out at installation", () => {
    const packages = [...parseRpmDatabase(read("sle15-bci-35/Packages.db"))];
    const leftOut = packages.flatMap(({ files }) =>
      files.filter(({ state }) => state !== "normal"),
    );
    expect(leftOut).toHaveLength(78);
  });

  /** Reads as far as it goes, and says how many packages and problems there are. */
  const attempt = (bytes: Uint8Array) => {
    let problems = 0;
    let packages = 0;
    try {
      for (const _ of parseRpmDatabase(bytes, { onProblem: () => problems++ })) packages++;
    } catch (error) {
      expect(error).toMatchObject({ code: "CONTENT_INVALID" });
      problems++;
    }
    return { problems, packages };
  };

  test.each(databases)("tells of cuts of %s/%s", (folder, file) => {
    const bytes = read(`${folder}/${file}`);
    const whole = attempt(bytes).packages;
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), (length) => {
        const { packages, problems } = attempt(bytes.subarray(0, length));
        // What is cut off at the end may be an index that is not read.
        expect(packages === whole || problems > 0).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  test.each(databases)("comes to an end whatever bytes of %s/%s are changed", (folder, file) => {
    const bytes = Uint8Array.from(read(`${folder}/${file}`));
    const whole = attempt(bytes).packages;
    const place = fc.oneof(fc.nat(bytes.length - 1), fc.nat(Math.min(bytes.length, 8192) - 1));
    fc.assert(
      fc.property(
        fc.array(place, { minLength: 1, maxLength: 50 }),
        fc.nat(255),
        (places, value) => {
          const changed = bytes.slice();
          for (const at of places) changed[at] = value;
          // A page that was given up can come back, with what it had.
          expect(attempt(changed).packages).toBeLessThanOrEqual(whole + places.length);
        },
      ),
      { numRuns: 25 },
    );
  });
});
