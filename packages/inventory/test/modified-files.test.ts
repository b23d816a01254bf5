import { createHash } from "node:crypto";
import type { Extractor } from "@coppice/inventory";
import { CoppiceError, type Digest, readBytes } from "@coppice/types";
import { expect, test } from "vitest";
import { createTextTree } from "./create-tree.ts";
import { takeInventory } from "./take-inventory.ts";

const hex = (algorithm: string, text: string): Digest =>
  `${algorithm}:${createHash(algorithm).update(text).digest("hex")}`;

/** Packages that record digests of paths. */
function recording(records: Readonly<Record<string, Readonly<Record<string, Digest>>>>): Extractor {
  return {
    name: "recording",
    version: 1,
    ecosystem: "generic",
    capabilities: {
      reads: [],
      presence: ["installed"],
      files: true,
      digests: true,
      dependencies: false,
      licenses: false,
    },
    wants: () => false,
    extract: async () => ({
      packages: Object.keys(records).map((name) => ({
        id: name,
        name,
        ecosystem: "generic",
        presence: "installed",
        foundBy: "recording",
      })),
      claims: Object.entries(records).flatMap(([name, files]) =>
        Object.entries(files).map(([path, digest]) => ({
          path,
          package: name,
          digest,
          configuration: path.startsWith("/etc/"),
        })),
      ),
    }),
  };
}

const files = { "/bin/a": "changed", "/bin/b": "b", "/etc/c": "edited" };
const text = createTextTree(files);
const tree = {
  ...text,
  digest: async (path: string, algorithm: string) => {
    const hash = createHash(algorithm).update(await readBytes(text, path));
    return `${algorithm}:${hash.digest("hex")}`;
  },
};

async function modified(source: typeof text, records: Parameters<typeof recording>[0]) {
  const bom = await takeInventory(source, { extractors: [recording(records)] });
  return Object.fromEntries(
    bom.packages.map(({ name, modifiedSinceInstall }) => [name, modifiedSinceInstall]),
  );
}

test("tells of each file whose content is not what its package recorded", async () => {
  const recorded = hex("md5", "a");
  const own = { "/bin/a": recorded, "/bin/b": hex("sha1", "b"), "/etc/c": hex("sha256", "c") };
  expect(await modified(tree, { one: own, two: { "/bin/b": hex("sha512", "b") } })).toEqual({
    one: [
      { path: "/bin/a", recorded, found: hex("md5", "changed") },
      {
        path: "/etc/c",
        recorded: hex("sha256", "c"),
        found: hex("sha256", "edited"),
        configuration: true,
      },
    ],
    two: undefined,
  });
});

test("takes a file as it should be when one of its packages recorded it so", async () => {
  const records = { old: { "/bin/b": hex("md5", "x") }, new: { "/bin/b": hex("md5", "b") } };
  expect(await modified(tree, records)).toEqual({ old: undefined, new: undefined });
});

test("says nothing where nothing can be compared", async () => {
  const records = { one: { "/bin/a": hex("md5", "a"), "/bin/absent": hex("md5", "a") } };
  expect(await modified(text, records)).toEqual({ one: undefined });
  expect(await modified(tree, { one: { "/bin/a": "crc32:00" } })).toEqual({ one: undefined });
  const unreadable = {
    ...tree,
    digest: async () => {
      throw new CoppiceError("FILE_UNREADABLE", "it is gone; open it again");
    },
  };
  const bom = await takeInventory(unreadable, { extractors: [recording(records)] });
  expect(bom.packages[0]?.modifiedSinceInstall).toBeUndefined();
  expect(bom.problems).toMatchObject([{ code: "FILE_UNREADABLE", path: "/bin/a" }]);
});
