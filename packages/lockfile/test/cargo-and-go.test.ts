import { attachGoSums, type Lockfile, parseLockfile } from "@coppice/lockfile";
import { expect, test } from "vitest";
import { readFixture } from "./referee.ts";

const sha = "0123456789abcdef0123456789abcdef01234567";
const hash = "ab".repeat(32);
const at = ({ packages }: Lockfile, key: string) => packages.find((found) => found.key === key);
const crates = "registry+https://github.com/rust-lang/crates.io-index";

test("tells crates of the same name apart by version and source, and keeps projects apart", () => {
  const lockfile = parseLockfile(readFixture("cargo-4", "Cargo.lock"), { name: "Cargo.lock" });
  expect(lockfile.importers.map(({ name, version }) => [name, version])).toEqual([
    ["shop", "1.0.0"],
    ["shop-core", "0.2.0"],
  ]);
  expect(
    lockfile.importers[0]?.dependencies
      .filter(({ name }) => name === "bitflags")
      .map(({ to }) => to),
  ).toEqual([[`bitflags 1.3.2 (${crates})`], [`bitflags 2.13.2 (${crates})`]]);
  expect(at(lockfile, `bitflags 1.3.2 (${crates})`)).toMatchObject({
    purl: "pkg:cargo/bitflags@1.3.2",
    artifacts: [
      { digests: ["sha256:bef38d45163c2f1dde094a7dfd33ccf595c92905c8f8f4fdc18d06fb1037718a"] },
    ],
  });
});

test("reads the oldest lockfiles of Cargo, other registries and repositories", () => {
  const lockfile = parseLockfile(
    `[root]
name = "app"
version = "0.1.0"
dependencies = ["a 1.0.0 (${crates})", "a 1.0.0 (git+https://example.com/a.git?branch=main)", "b", "none"]

[[package]]
name = "a"
version = "1.0.0"
source = "${crates}"

[[package]]
name = "a"
version = "1.0.0"
source = "git+https://example.com/a.git?branch=main#${sha}"

[[package]]
name = "b"
version = "1.0.0"
source = "sparse+https://crates.example.com/index/"
dependencies = ["b"]

[[package]]
name = "c"
version = "1.0.0"
source = "moon"

[[package]]
name = "d"

[metadata]
"checksum a 1.0.0 (${crates})" = "${hash}"
"checksum b 1.0.0 (sparse+https://crates.example.com/index/)" = "<none>"
`,
    { name: "Cargo.lock" },
  );
  expect(lockfile.version).toBe("1");
  expect(lockfile.importers[0]).toMatchObject({ key: "app 0.1.0", name: "app" });
  expect(lockfile.importers[0]?.dependencies.map(({ to }) => to[0])).toEqual([
    `a 1.0.0 (${crates})`,
    `a 1.0.0 (git+https://example.com/a.git?branch=main#${sha})`,
    "b 1.0.0 (sparse+https://crates.example.com/index/)",
    undefined,
  ]);
  expect(lockfile.packages.map(({ source, line }) => [source, line])).toEqual([
    [{ kind: "registry", registry: "https://github.com/rust-lang/crates.io-index" }, 6],
    [{ kind: "git", url: "https://example.com/a.git", commit: sha, ref: "main" }, 11],
    [{ kind: "registry", registry: "sparse+https://crates.example.com/index" }, 16],
    [{ kind: "unknown" }, 22],
  ]);
  expect(lockfile.packages[0]?.artifacts[0]?.digests).toEqual([`sha256:${hash}`]);
  expect(lockfile.problems.map(({ message }) => message)).toEqual([
    "line 27: a package has no name or no version",
  ]);
});

test("reads go.mod with its replacements, and joins the checksums of go.sum", () => {
  const mod = parseLockfile(readFixture("go", "go.mod"), { name: "go.mod" });
  const sum = parseLockfile(readFixture("go", "go.sum"), { name: "go.sum" });
  expect(mod).toMatchObject({ extent: "resolved", importers: [{ name: "example.com/shop" }] });
  expect(sum.extent).toBe("superset");
  expect(sum.problems.map(({ code }) => code)).toEqual(["LIST_EXCEEDS_BUILD"]);
  const joined = attachGoSums(mod, sum);
  expect(joined.problems).toEqual([]);
  expect(
    joined.packages.map(({ name, alias, version, source, artifacts }) => [
      name,
      alias,
      version,
      source.kind,
      artifacts.map(({ of }) => of),
    ]),
  ).toEqual([
    ["example.com/local", undefined, "v0.0.0", "directory", []],
    [
      "github.com/gofrs/uuid",
      "github.com/google/uuid",
      "v4.4.0+incompatible",
      "registry",
      ["tree", "manifest"],
    ],
    ["golang.org/x/net", undefined, "v0.62.0", "registry", ["tree", "manifest"]],
    ["golang.org/x/text", undefined, "v0.44.0", "registry", ["tree", "manifest"]],
  ]);
  // h1:18ELalfM5+XNRwzM2nYqXsZQ9ByS1uhj2O/U7+5jqRY= in hexadecimal
  expect(joined.packages[2]?.artifacts[0]?.digests).toEqual([
    `h1:${Buffer.from("18ELalfM5+XNRwzM2nYqXsZQ9ByS1uhj2O/U7+5jqRY=", "base64").toString("hex")}`,
  ]);
  expect(joined.packages[2]?.purl).toBe("pkg:golang/golang.org/x/net@v0.62.0");
});

test("reads blocks, comments, quotes and what is not whole in a go.mod", () => {
  const lockfile = parseLockfile(
    `// a comment
module "example.com/a b" // import "x"
go 1.16
require (
	example.com/b v1.0.0 // indirect
	example.com/c v1.0.0
	\`example.com/d\` v2.0.0+incompatible//x
	example.com/e
)
replace example.com/b v1.0.0 => example.com/b v1.0.1
replace (
	example.com/c v9.9.9 => ./never
	example.com/d
)
exclude example.com/f v1.0.0
retract [v1.0.0, v1.9.9]
`,
    { name: "go.mod" },
  );
  expect(lockfile.extent).toBe("requested");
  expect(lockfile.importers[0]).toMatchObject({ name: "example.com/a b" });
  expect(lockfile.importers[0]?.dependencies.map(({ name }) => name)).toEqual([
    "example.com/c",
    "example.com/d",
  ]);
  expect(lockfile.packages.map(({ name, version, line }) => [name, version, line])).toEqual([
    ["example.com/b", "v1.0.1", 5],
    ["example.com/c", "v1.0.0", 6],
    ["example.com/d", "v2.0.0+incompatible", 7],
  ]);
  expect(lockfile.problems).toHaveLength(2);
});

/** Modules of a go.mod, with whether the main module needs them itself, and how many problems there are. */
function readMod(text: string): { readonly modules: readonly string[]; readonly problems: number } {
  const lockfile = parseLockfile(`module example.com/m\ngo 1.22\n${text}`, { name: "go.mod" });
  const direct = lockfile.importers[0]?.dependencies.flatMap(({ to }) => to) ?? [];
  const modules = lockfile.packages.map(
    ({ key }) => key + (direct.includes(key) ? "" : " indirect"),
  );
  return { modules, problems: lockfile.problems.length };
}

test.each([
  ["require(\n\ta.b/c v1.0.0\n)\n", ["a.b/c@v1.0.0"]],
  ["require(// x\n\ta.b/c v1.0.0//indirect\n)// x\n", ["a.b/c@v1.0.0 indirect"]],
  ["require ()\nrequire a.b/c v1.0.0\n", ["a.b/c@v1.0.0"]],
  ["require rsc.io/quote v1.5.2//indirect\r\n", ["rsc.io/quote@v1.5.2 indirect"]],
  ['toolchain go1.22.1\nretract "v1.0.0" // x\nrequire(\n"a.b/c" `v1.0.0`\n)', ["a.b/c@v1.0.0"]],
])("reads %j as the go command does", (text, modules) => {
  expect(readMod(text)).toEqual({ modules, problems: 0 });
});

test.each([
  "requires a.b/c v1.0.0",
  "requires (\n\ta.b/c v1.0.0\n)",
  "require a.b/c v1.0.0 v2.0.0",
  "require (a.b/c v1.0.0",
  "require a.b/c (",
  'require"a.b/c"v1.0.0',
  "require",
  "replace => x",
  ")",
  "retract (v1.0.0",
])("says that %j is no directive", (text) => {
  expect(readMod(text)).toEqual({ modules: [], problems: 1 });
});

test("reads a go.sum up to what is damaged, and refuses what is none", () => {
  const line = "example.com/a v1.0.0 h1:18ELalfM5+XNRwzM2nYqXsZQ9ByS1uhj2O/U7+5jqRY=\n";
  const { packages, problems } = parseLockfile(`${line}broken\n${line.replace("h1", "h9")}`, {
    name: "go.sum",
  });
  expect(packages).toHaveLength(1);
  expect(problems.map(({ code }) => code)).toEqual([
    "ENTRY_INVALID",
    "ENTRY_INVALID",
    "LIST_EXCEEDS_BUILD",
  ]);
  expect(() => parseLockfile("broken", { name: "go.sum" })).toThrow(
    expect.objectContaining({ code: "LOCKFILE_INVALID" }),
  );
});

test.each([
  ["Cargo.lock", "version = 5", "VERSION_UNSUPPORTED"],
  ["go.mod", "go 1.22", "LOCKFILE_INVALID"],
])("refuses a %s of %.20j", (name, text, code) => {
  expect(() => parseLockfile(text, { name })).toThrow(expect.objectContaining({ code }));
});
