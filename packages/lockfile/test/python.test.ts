import { type Lockfile, parseLockfile } from "@coppice/lockfile";
import { expect, test } from "vitest";

const sha = "0123456789abcdef0123456789abcdef01234567";
const hash = "ab".repeat(32);
const at = ({ packages }: Lockfile, key: string) => packages.find((found) => found.key === key);

test("reads groups, markers and alternatives of Poetry", () => {
  const lockfile = parseLockfile(
    `[[package]]
name = "a"
version = "1.0"
optional = true
groups = ["main", "dev"]
markers = { main = "x == 'y'", dev = "z == 'y'" }
files = [{ file = "a-1.0.tar.gz", hash = "sha256:${hash}" }]
[package.dependencies]
b = [{ version = "<2", markers = "m" }, { version = ">=2", optional = true, extras = ["e"] }]
[package.source]
type = "git"
url = "https://example.com/a.git"
reference = "main"
resolved_reference = "${sha}"
[[package]]
name = "b"
version = "1.0"
category = "dev"
markers = { main = "same", dev = "same" }
source = { type = "url", url = "https://example.com/b.zip" }
[[package]]
name = "b"
version = "2.0"
source = { type = "file", url = "b.zip" }
[[package]]
name = "c"
version = "1.0"
source = { type = "directory", url = "../c" }
[[package]]
name = "d"
version = "1.0"
source = { type = "legacy", url = "https://pypi.example.com/simple/", reference = "x" }
[[package]]
name = "none"
[metadata]
lock-version = "1.1"
[metadata.files]
b = [{ file = "b-1.0-py3-none-any.whl", hash = "sha256:${hash}" }, { file = "b-2.0.tar.gz", hash = "md5:x" }]
c = [{ file = "c-1.0.tar.gz", hash = "sha256:${hash}" }]
[metadata.hashes]
d = ["${hash}", "short"]
`,
    { name: "poetry.lock" },
  );
  expect(lockfile.version).toBe("1.1");
  expect(at(lockfile, "a==1.0")).toMatchObject({
    marker: "(x == 'y') or (z == 'y')",
    optional: true,
    development: false,
    source: { kind: "git", ref: "main", commit: sha },
    dependencies: [
      { name: "b", specifier: "<2", marker: "m", kind: "runtime", to: ["b==1.0", "b==2.0"] },
      { name: "b", specifier: ">=2", kind: "optional", extras: ["e"], to: ["b==1.0", "b==2.0"] },
    ],
  });
  expect(at(lockfile, "b==1.0")).toMatchObject({
    groups: ["dev"],
    development: true,
    marker: "same",
    source: { kind: "archive", url: "https://example.com/b.zip" },
    artifacts: [{ file: "b-1.0-py3-none-any.whl" }],
  });
  expect(at(lockfile, "b==2.0")).toMatchObject({
    source: { kind: "file", path: "b.zip" },
    artifacts: [{ file: "b-2.0.tar.gz", digests: [] }],
  });
  expect(at(lockfile, "c==1.0")).toMatchObject({
    source: { kind: "directory", path: "../c" },
    artifacts: [{ file: "c-1.0.tar.gz" }],
  });
  expect(at(lockfile, "d==1.0")).toMatchObject({
    source: { kind: "registry", registry: "https://pypi.example.com/simple" },
    artifacts: [{ of: "archive", digests: [`sha256:${hash}`] }],
  });
  expect(lockfile.problems.map(({ message }) => message)).toEqual([
    "line 33: a package has no name or no version",
  ]);
});

test("reads sources, groups and extras of PDM", () => {
  const lockfile = parseLockfile(
    `[metadata]
lock_version = "4.5.0"
[[package]]
name = "a"
version = "1.0"
groups = ["dev"]
marker = "m"
git = "https://example.com/a.git"
revision = "${sha}"
ref = "main"
dependencies = ["b>=1; x == 'y'", "c @ https://example.com/c.zip", "???"]
[[package]]
name = "a"
version = "1.0"
extras = ["e"]
dependencies = ["a==1.0", "b[f]>=1; x == 'y'", "b"]
[[package]]
name = "b"
version = "1.0"
url = "https://example.com/b.zip"
[[package]]
name = "c"
path = "../c"
editable = true
[[package]]
name = "d"
path = "./d.zip"
groups = ["default", "dev"]
[[package]]
version = "1"
`,
    { name: "pdm.lock" },
  );
  expect(at(lockfile, "a==1.0")).toMatchObject({
    development: true,
    marker: "m",
    source: { kind: "git", url: "https://example.com/a.git", commit: sha, ref: "main" },
    dependencies: [
      { name: "b", specifier: ">=1", marker: "x == 'y'", kind: "runtime", to: ["b==1.0"] },
      { name: "c", specifier: "https://example.com/c.zip", kind: "runtime", to: ["c"] },
      {
        name: "b",
        specifier: ">=1",
        marker: "(x == 'y') and (extra == 'e')",
        extras: ["f"],
        to: ["b==1.0"],
      },
      { name: "b", specifier: "", marker: "extra == 'e'", to: ["b==1.0"] },
    ],
  });
  expect(
    lockfile.packages.slice(1).map(({ source, development }) => [source, development]),
  ).toEqual([
    [{ kind: "archive", url: "https://example.com/b.zip" }, undefined],
    [{ kind: "directory", path: "../c", linked: true }, undefined],
    [{ kind: "file", path: "./d.zip" }, false],
  ]);
  expect(lockfile.problems).toHaveLength(1);
});

test("reads sources and dependencies of pylock.toml", () => {
  const lockfile = parseLockfile(
    `lock-version = "1.0"
[[packages]]
name = "a"
version = "1.0"
index = "https://pypi.org/simple/"
dependencies = [{ name = "b", version = "2.0" }, { name = "c" }, { name = "absent" }]
wheels = [{ name = "a-1.0-py3-none-any.whl", size = 7, hashes = { sha256 = "${hash}", md5 = "x" } }]
[[packages]]
name = "b"
version = "1.0"
archive = { url = "https://example.com/b.zip", hashes = { sha256 = "${hash}" } }
[[packages]]
name = "b"
version = "2.0"
archive = { path = "b.zip", hashes = {} }
[[packages]]
name = "c"
vcs = { type = "git", url = "https://example.com/c.git", requested-revision = "main", commit-id = "${sha}" }
[[packages]]
name = "d"
directory = { path = "../d", editable = true }
[[packages]]
version = "1"
`,
    { name: "pylock.dev.toml" },
  );
  expect(lockfile.packages.map(({ key, source }) => [key, source])).toEqual([
    ["a==1.0", { kind: "registry", registry: "https://pypi.org/simple" }],
    ["b==1.0", { kind: "archive", url: "https://example.com/b.zip" }],
    ["b==2.0", { kind: "file", path: "b.zip" }],
    ["c", { kind: "git", url: "https://example.com/c.git", commit: sha, ref: "main" }],
    ["d", { kind: "directory", path: "../d", linked: true }],
  ]);
  expect(lockfile.packages[0]).toMatchObject({
    artifacts: [{ file: "a-1.0-py3-none-any.whl", size: 7, digests: [`sha256:${hash}`] }],
    dependencies: [{ to: ["b==2.0"] }, { to: ["c"] }, { to: [] }],
  });
  expect(lockfile.problems).toHaveLength(1);
});

test("reads categories and sources of Pipenv", () => {
  const entry = { version: "==1.0", hashes: [`sha256:${hash}`], markers: "m" };
  const lockfile = parseLockfile(
    JSON.stringify({
      _meta: {
        "pipfile-spec": 6,
        sources: [
          { name: "pypi", url: "https://pypi.org/simple/" },
          { name: "x", url: "https://x.example.com" },
        ],
      },
      default: {
        both: entry,
        git: { git: "https://example.com/git.git", ref: sha, subdirectory: "s" },
        there: { ...entry, index: "x" },
      },
      develop: {
        both: entry,
        dev: { path: "../dev", editable: true },
        file: { file: "https://example.com/file-1.0.zip" },
        local: { file: "./local.zip" },
        bad: 1,
      },
    }),
    { name: "Pipfile.lock" },
  );
  expect(
    lockfile.packages.map(({ key, groups, development, source }) => [
      key,
      groups,
      development,
      source,
    ]),
  ).toEqual([
    ["both==1.0", ["default", "develop"], false, { kind: "registry" }],
    [
      "git",
      ["default"],
      false,
      { kind: "git", url: "https://example.com/git.git", commit: sha, directory: "s" },
    ],
    ["there==1.0", ["default"], false, { kind: "registry", registry: "https://x.example.com" }],
    ["dev", ["develop"], true, { kind: "directory", path: "../dev", linked: true }],
    ["file", ["develop"], true, { kind: "archive", url: "https://example.com/file-1.0.zip" }],
    ["local", ["develop"], true, { kind: "file", path: "./local.zip" }],
  ]);
  expect(lockfile.packages[0]?.marker).toBe("m");
  expect(lockfile.registries).toEqual(["https://pypi.org/simple", "https://x.example.com"]);
  expect(lockfile.problems.map(({ message }) => message)).toEqual([
    'the entry of "bad" is no object',
  ]);
});

test.each([
  ["poetry.lock", "", "LOCKFILE_INVALID"],
  ["pdm.lock", "", "LOCKFILE_INVALID"],
  ["uv.lock", "version = 2", "VERSION_UNSUPPORTED"],
  ["uv.lock", "version = [", "SYNTAX_INVALID"],
  ["pylock.toml", 'lock-version = "2.0"', "VERSION_UNSUPPORTED"],
  ["Pipfile.lock", "{}", "LOCKFILE_INVALID"],
])("refuses a %s of %j", (name, text, code) => {
  expect(() => parseLockfile(text, { name })).toThrow(expect.objectContaining({ code }));
});
