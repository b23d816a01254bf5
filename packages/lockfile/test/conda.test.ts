import { type Lockfile, parseLockfile } from "@coppice/lockfile";
import { expect, test } from "vitest";
import { parseSample } from "./samples.ts";

const at = ({ packages }: Lockfile, key: string) => packages.find((found) => found.key === key);

test("reads channels, builds and pip's part of a conda environment", () => {
  const lockfile = parseSample("environment.yml");
  expect(lockfile).toMatchObject({
    extent: "requested",
    registries: ["conda-forge", "defaults"],
    includes: [{ kind: "requirements", path: "more.txt" }],
  });
  expect(lockfile.packages.map(({ purl }) => purl)).toEqual([
    "pkg:conda/python",
    "pkg:conda/numpy@1.26.4?build=py312_0&channel=conda-forge",
    "pkg:conda/pandas",
    "pkg:conda/pip",
    "pkg:pypi/requests@2.32.0",
  ]);
  expect(
    lockfile.importers[0]?.dependencies.map(({ name, specifier }) => [name, specifier]),
  ).toEqual([
    ["python", "=3.12"],
    ["numpy", "==1.26.4=py312_0"],
    ["pandas", ">=2,<3"],
    ["pip", undefined],
    ["requests", "==2.32.0"],
  ]);
});

test.each([
  ["a=3.11", undefined],
  ["a=3.11.*", undefined],
  ["a==3.11.*", undefined],
  ["a 3.11", undefined],
  ["a=3.11=*", undefined],
  ["a==3.11", "pkg:conda/a@3.11"],
  ["a ==3.11", "pkg:conda/a@3.11"],
  ["a=3.11=h1_0", "pkg:conda/a@3.11?build=h1_0"],
  ["a==3.11=h1_0", "pkg:conda/a@3.11?build=h1_0"],
])("takes only an exact version from %j", (text, purl = "pkg:conda/a") => {
  const { packages } = parseLockfile(`dependencies:\n- ${text}\n`, { name: "environment.yml" });
  expect(packages.map((found) => found.purl)).toEqual([purl]);
});

test("reads the addresses of an explicit conda list", () => {
  const lockfile = parseSample("conda-linux-64.lock");
  expect(lockfile.packages.map(({ purl, artifacts }) => [purl, artifacts[0]?.digests])).toEqual([
    [
      "pkg:conda/python@3.12.1?build=hab00c5b_1_cpython&channel=conda-forge&subdir=linux-64&type=conda",
      [`md5:${"ab".repeat(16)}`],
    ],
    [
      "pkg:conda/my-package@1.0?build=py_0&channel=conda-forge&subdir=noarch&type=tar.bz2",
      [`sha256:${"cd".repeat(32)}`],
    ],
  ]);
  const { packages, problems } = parseLockfile(
    "@EXPLICIT\nhttps://x.example.com/a/b-1-0.conda\nhttps://x.example.com/page\n",
    { name: "conda-x.lock" },
  );
  expect(packages.map(({ version, artifacts }) => [version, artifacts[0]?.digests])).toEqual([
    ["1", []],
  ]);
  expect(problems).toHaveLength(1);
});

test("reads platforms, categories and pip's packages of conda-lock", () => {
  const lockfile = parseSample("conda-lock.yml");
  expect(
    lockfile.packages.map(({ key, development, optional, line }) => [
      key,
      development,
      optional,
      line,
    ]),
  ).toEqual([
    ["linux-64 conda python", false, false, 11],
    ["linux-64 conda openssl", true, true, 23],
    ["linux-64 pip requests", false, false, 32],
  ]);
  expect(at(lockfile, "linux-64 conda python")?.dependencies[0]?.to).toEqual([
    "linux-64 conda openssl",
  ]);
  expect(at(lockfile, "linux-64 pip requests")?.purl).toBe("pkg:pypi/requests@2.32.0");
  const { packages, problems } = parseLockfile(
    "version: 1\npackage:\n- name: a\n  manager: pip\n  platform: x\n  url: git+https://example.com/a.git\n- name: b\n  manager: conda\n  url: odd\n- name: c\n  manager: npm\n",
    { name: "conda-lock.yml" },
  );
  expect(packages.map(({ source }) => source)).toEqual([
    { kind: "git", url: "https://example.com/a.git" },
    { kind: "registry" },
  ]);
  expect(problems.map(({ message }) => message)).toEqual([
    "line 10: a package has no name, or another manager than conda and pip",
  ]);
});

test.each([
  ["environment.yml", "name: x", "LOCKFILE_INVALID"],
  ["conda-lock.yml", "version: 2", "VERSION_UNSUPPORTED"],
  ["conda-x.lock", "", "LOCKFILE_INVALID"],
])("refuses a %s of %.20j", (name, text, code) => {
  expect(() => parseLockfile(text, { name })).toThrow(expect.objectContaining({ code }));
});
