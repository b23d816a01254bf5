import { condaExtractor, pypiExtractor } from "@coppice/inventory";
import fc from "fast-check";
import { expect, test } from "vitest";

import { createTextTree } from "../create-tree.ts";
import { withDigests } from "../dpkg/with-digests.ts";
import { reasonOf, takeInventory } from "../take-inventory.ts";

const root = "/opt/conda";
const record = (name: string, more: object) => ({
  [`${root}/conda-meta/${name}-1.0-0.json`]: JSON.stringify({
    name,
    version: "1.0",
    build: "h1_0",
    subdir: "linux-64",
    ...more,
  }),
});
const sha256OfEmpty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const files = {
  ...record("python", {
    channel: "https://user:word@example.invalid/t/token/conda-forge/linux-64",
    fn: "python-1.0-h1_0.conda",
    license: "Python-2.0",
    md5: "0".repeat(32),
    sha256: "1".repeat(64),
    depends: ["__glibc >=2.17", "zlib >=1,<2", "gone", "main::zlib>=1", "zlib[version='1']"],
    files: ["bin/python", "lib/old.txt", "../../etc/passwd"],
    paths_data: {
      paths: [
        {
          _path: "bin/python",
          path_type: "hardlink",
          sha256: "f".repeat(64),
          sha256_in_prefix: sha256OfEmpty,
        },
        { _path: "bin/changed", path_type: "hardlink", sha256_in_prefix: "0".repeat(64) },
        { _path: "bin/link", path_type: "softlink", sha256: "0".repeat(64) },
        {
          _path: "lib/old.txt",
          path_type: "hardlink",
          prefix_placeholder: "/opt/build",
          sha256: "0".repeat(64),
        },
        { _path: "lib/b.txt", path_type: "hardlink", sha256: "0" },
        { _path: "lib/a.py", path_type: "hardlink", sha256: sha256OfEmpty },
        { _path: "lib/__pycache__/a.cpython-311.pyc", path_type: "pyc_file" },
        { _path: 1 },
      ],
    },
  }),
  ...record("zlib", { channel: "defaults", url: "https://example.invalid/zlib.tar.bz2" }),
  [`${root}/bin/python`]: "",
  [`${root}/bin/changed`]: "new",
  [`${root}/bin/link`]: "-> python",
  [`${root}/lib/a.py`]: "",
  [`${root}/lib/old.txt`]: "",
  [`${root}/lib/b.txt`]: "",
  [`${root}/lib/__pycache__/a.cpython-311.pyc`]: "",
  [`${root}/conda-meta/history`]: "",
  [`${root}/pkgs/zlib-1.0-0/file`]: "",
  "/etc/passwd": "",
};

test("tells what a record says", async () => {
  const bom = await takeInventory(files, { extractors: [condaExtractor] });
  expect(bom.packages).toMatchObject([
    {
      id: "pkg:conda/python@1.0?build=h1_0&channel=conda-forge&subdir=linux-64&type=conda",
      architecture: "linux-64",
      licenses: ["Python-2.0"],
      digests: [`sha256:${"1".repeat(64)}`, `md5:${"0".repeat(32)}`],
      location: `${root}/conda-meta/python-1.0-0.json`,
    },
    { id: "pkg:conda/zlib@1.0?build=h1_0&channel=defaults&subdir=linux-64&type=tar.bz2" },
  ]);
  expect(
    bom.dependencies.map(({ requirement, satisfiedBy }) => [requirement, satisfiedBy]),
  ).toEqual([
    ["gone", []],
    ["main::zlib>=1", [bom.packages[1]?.id]],
    ["zlib >=1,<2", [bom.packages[1]?.id]],
    ["zlib[version='1']", [bom.packages[1]?.id]],
  ]);
});

test("owns what a record lists, and sees what was changed", async () => {
  const bom = await takeInventory(withDigests(createTextTree(files)), {
    extractors: [condaExtractor],
  });
  for (const path of ["bin/python", "bin/link", "lib/a.py", "lib/old.txt"]) {
    expect(reasonOf(bom, `${root}/${path}`), path).toEqual({ kind: "owned", by: ["python"] });
  }
  expect(reasonOf(bom, `${root}/lib/__pycache__/a.cpython-311.pyc`)).toMatchObject({
    kind: "derived",
    rule: "python-bytecode",
    by: ["python"],
  });
  for (const path of ["conda-meta/history", "pkgs/zlib-1.0-0/file"]) {
    expect(reasonOf(bom, `${root}/${path}`), path).toEqual({
      kind: "package-database",
      ecosystem: "conda",
    });
  }
  expect(reasonOf(bom, "/etc/passwd")).not.toMatchObject({ kind: "owned" });
  expect(bom.packages[0]?.modifiedSinceInstall).toMatchObject([{ path: `${root}/bin/changed` }]);
});

test("knows the conda package that brought a Python distribution", async () => {
  const site = "lib/python3.11/site-packages";
  const info = `${site}/six-1.0.dist-info`;
  const bom = await takeInventory(
    {
      ...record("six", { files: [`${site}/six.py`, `${info}/METADATA`] }),
      [`${root}/${info}/METADATA`]: "Name: six\nVersion: 1.0\n",
      [`${root}/${site}/six.py`]: "",
    },
    { extractors: [condaExtractor, pypiExtractor] },
  );
  const [conda, distribution] = bom.packages;
  expect(distribution).toMatchObject({ ecosystem: "pypi", ownedBy: conda?.id });
});

test("gives a package or a coded problem for a record that is cut anywhere, and for any value", async () => {
  const path = `${root}/conda-meta/python-1.0-0.json`;
  const [text = ""] = Object.values(record("a", { files: ["x"] }));
  await fc.assert(
    fc.asyncProperty(fc.nat(text.length - 1), fc.json(), async (length, value) => {
      for (const content of [text.slice(0, length), value]) {
        const bom = await takeInventory({ [path]: content }, { extractors: [condaExtractor] });
        expect(bom.problems).toMatchObject([{ code: "CONDA_RECORD_INVALID", path }]);
      }
      const whole = `{"name":"a","version":"1","files":${value},"paths_data":{"paths":${value}},"depends":${value},"channel":"https://"}`;
      const bom = await takeInventory({ [path]: whole }, { extractors: [condaExtractor] });
      expect(bom.packages.map(({ name }) => name)).toEqual(["a"]);
    }),
    { numRuns: 50 },
  );
});
