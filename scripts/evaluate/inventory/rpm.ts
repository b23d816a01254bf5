import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parseRpmDatabase, type RpmPackage } from "@coppice/inventory";
import type { Row } from "../evaluation.ts";
import { readManifest } from "../manifest.ts";

/**
 * Databases of rpm in every format: packages with epoch, version, architecture, source and licence; files with mode, flags
 * and digest; and requirements, beside what rpm lists of each.
 */
export async function* rpmRows(corpus: string): AsyncIterable<Row> {
  const folder = join(corpus, "inventory");
  for (const row of readManifest(folder)) {
    const path = row.get("path") ?? "";
    if (!path.startsWith("rpm/")) continue;
    const place = join(folder, dirname(path));
    const problems: string[] = [];
    const packages = [
      ...parseRpmDatabase(readFileSync(join(folder, path)), {
        onProblem: ({ code }) => problems.push(code),
      }),
    ];
    const lists = {
      packages: compare(
        readFileSync(join(folder, row.get("expected_list") ?? "")),
        packages.map(packageLine),
      ),
      files: compare(unpack(place, "expected-files"), packages.flatMap(fileLines)),
      requirements: compare(unpack(place, "expected-requires"), packages.flatMap(requirementLines)),
    };
    yield {
      name: path,
      values: {
        ...Object.fromEntries(
          Object.entries(lists).map(([name, { equal, expected }]) => [
            name,
            `${equal}/${expected}`,
          ]),
        ),
        problems: problems.length,
      },
      passed:
        problems.length === 0 &&
        Object.values(lists).every(
          ({ equal, expected, found }) => equal === expected && equal === found,
        ),
    };
  }
}

function unpack(folder: string, name: string): Uint8Array {
  return gunzipSync(readFileSync(join(folder, `${name}.tsv.gz`)));
}

/** How many lines are in both lists; one that comes again counts again. */
function compare(bytes: Uint8Array, found: readonly string[]) {
  const expected = new TextDecoder().decode(bytes).split("\n").filter(Boolean);
  const left = new Map<string, number>();
  for (const line of expected) left.set(line, (left.get(line) ?? 0) + 1);
  let equal = 0;
  for (const line of found) {
    const count = left.get(line) ?? 0;
    if (count > 0) equal++;
    left.set(line, count - 1);
  }
  return { equal, expected: expected.length, found: found.length };
}

function nevra({ name, version, release, arch }: RpmPackage): string {
  return `${name}-${version}-${release}.${arch}`;
}

function packageLine(found: RpmPackage): string {
  const { name, epoch = 0, version, release, arch, sourceRpm, license } = found;
  return [name, epoch, version, release, arch, sourceRpm, license].join("\t");
}

function fileLines(found: RpmPackage): string[] {
  return found.files.map(({ path, mode, flags, digest = "" }) =>
    [nevra(found), path, mode.toString(8), flags, digest.slice(digest.indexOf(":") + 1)].join("\t"),
  );
}

function requirementLines(found: RpmPackage): string[] {
  return found.requires.map(({ name, flags, version = "" }) =>
    [nevra(found), "R", name, flags, version].join("\t"),
  );
}
