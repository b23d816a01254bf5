import { type Lockfile, parseLockfile } from "@coppice/lockfile";
import { expect, test } from "vitest";
import { readFixture } from "./referee.ts";
import { parseSample } from "./samples.ts";

const sha = "0123456789abcdef0123456789abcdef01234567";
const hash = "ab".repeat(32);
const at = ({ packages }: Lockfile, key: string) => packages.find((found) => found.key === key);

test("reads providers, licences, sources and abandonment of Composer", () => {
  const lockfile = parseLockfile(readFixture("composer", "composer.lock"), {
    name: "composer.lock",
  });
  expect(at(lockfile, "shop/uses")?.dependencies[0]?.to).toEqual(["acme/log"]);
  expect(at(lockfile, "shop/lib")).toMatchObject({
    source: { kind: "directory", path: "./lib" },
    artifacts: [],
    line: 25,
  });
  expect(at(lockfile, "shop/lib")?.dependencies.map(({ to }) => to)).toEqual([[], ["shop/vcs"]]);
  expect(at(lockfile, "shop/vcs")).toMatchObject({
    licenses: ["BSD-3-Clause"],
    deprecated: "abandoned; use shop/new",
    source: { kind: "git", url: "https://git.example.com/vcs.git" },
  });
  expect(at(lockfile, "acme/log")).toMatchObject({
    source: { kind: "archive", url: "https://example.com/log.zip" },
    artifacts: [{ digests: ["sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709"] }],
  });
  expect(at(lockfile, "shop/other")?.development).toBe(true);
  const more = parseLockfile(
    JSON.stringify({
      packages: [
        {
          name: "a/a",
          version: "1",
          "notification-url": "https://packagist.org/downloads/",
          abandoned: true,
          dist: { type: "zip", url: "https://x.example.com/a.zip", shasum: "" },
        },
        {
          name: "b/b",
          version: "1",
          "notification-url": "strange",
          replace: { "B/C": "*", "b/b": "*" },
        },
        { name: "c/c", version: "1", require: { "b/c": "*" } },
        {},
      ],
    }),
    { name: "composer.lock" },
  );
  expect(more.packages.map(({ source }) => source)).toEqual([
    { kind: "registry", registry: "https://packagist.org" },
    { kind: "registry", registry: "strange" },
    { kind: "unknown" },
  ]);
  expect(more.packages[0]?.deprecated).toBe("abandoned");
  expect(more.packages[2]?.dependencies[0]?.to).toEqual(["b/b"]);
  expect(more.problems).toHaveLength(1);
});

test("reads platforms, checksums, repositories and folders of Bundler", () => {
  const lockfile = parseLockfile(
    `GIT
  remote: https://example.com/git.git
  revision: ${sha}
  tag: v1
  glob: sub/*.gemspec
  specs:
    git (0.1.0)
      nokogiri (>= 1.0, < 2)

PATH
  remote: ../path
  specs:
    path (1.0.0)

PLUGIN SOURCE
  remote: x
  specs:
    plugin (1.0)

GEM
  remote: https://rubygems.org/
  remote: https://gems.example.com/
  specs:
    nokogiri (1.16.0)
      racc (~> 1.4)
    nokogiri (1.16.0-x86_64-linux)
      racc
    broken

PLATFORMS
  ruby
  x86_64-linux

DEPENDENCIES
  git!
  nokogiri (~> 1.16)

CHECKSUMS
  nokogiri (1.16.0) sha256=${hash}
  nokogiri (1.16.0-x86_64-linux) sha256=${"cd".repeat(32)}
  git (0.1.0)

BUNDLED WITH
   2.5.0
`,
    { name: "Gemfile.lock" },
  );
  expect(lockfile).toMatchObject({
    version: "2.5.0",
    registries: ["https://rubygems.org/", "https://gems.example.com/"],
  });
  expect(lockfile.importers[0]?.dependencies).toEqual([
    { name: "git", kind: "runtime", to: ["git (0.1.0)"] },
    {
      name: "nokogiri",
      specifier: "~> 1.16",
      kind: "runtime",
      to: ["nokogiri (1.16.0)", "nokogiri (1.16.0-x86_64-linux)"],
    },
  ]);
  expect(at(lockfile, "git (0.1.0)")).toMatchObject({
    source: {
      kind: "git",
      url: "https://example.com/git.git",
      commit: sha,
      ref: "v1",
      directory: "sub",
    },
    dependencies: [{ name: "nokogiri", specifier: ">= 1.0, < 2" }],
  });
  expect(at(lockfile, "path (1.0.0)")?.source).toEqual({
    kind: "directory",
    path: "../path",
    linked: true,
  });
  expect(at(lockfile, "plugin (1.0)")?.source).toEqual({ kind: "unknown" });
  expect(at(lockfile, "nokogiri (1.16.0-x86_64-linux)")).toMatchObject({
    platform: "x86_64-linux",
    purl: "pkg:gem/nokogiri@1.16.0?platform=x86_64-linux",
    source: { kind: "registry" },
    artifacts: [{ digests: [`sha256:${"cd".repeat(32)}`] }],
    dependencies: [{ name: "racc", kind: "runtime", to: [] }],
  });
  expect(lockfile.problems.map(({ message }) => message)).toEqual([
    'line 28: "broken" is no gem with a version',
  ]);
});

test("reads modules and configurations of Gradle", () => {
  const lockfile = parseSample("gradle.lockfile");
  expect(lockfile.packages.map(({ name, groups, line }) => [name, groups, line])).toEqual([
    ["com.google.guava:guava", ["compileClasspath", "runtimeClasspath"], 4],
    ["org.junit.jupiter:junit-jupiter", ["testCompileClasspath"], 5],
  ]);
  expect(lockfile.packages[0]?.purl).toBe("pkg:maven/com.google.guava/guava@33.0.0-jre");
  const damaged = parseLockfile("a:b:1=x\na:b\nc:d:1\n", { name: "gradle.lockfile" });
  expect(damaged.packages.map(({ groups }) => groups)).toEqual([["x"], undefined]);
  expect(damaged.problems).toHaveLength(1);
});

test("reads the checksums of Gradle's verification metadata", () => {
  const lockfile = parseSample("verification-metadata.xml");
  expect(lockfile.extent).toBe("superset");
  expect(lockfile.packages).toMatchObject([
    {
      key: "com.google.guava:guava:33.0.0-jre",
      artifacts: [
        { of: "archive", file: "guava-33.0.0-jre.jar", digests: [`sha256:${hash}`] },
        { of: "manifest", file: "guava-33.0.0-jre.pom", digests: [`sha1:${"12".repeat(20)}`] },
      ],
      line: 5,
    },
  ]);
});

test("keeps the graphs of target frameworks apart in a lockfile of NuGet", () => {
  const lockfile = parseSample("packages.lock.json");
  expect(lockfile.importers.map(({ key, dependencies }) => [key, dependencies.length])).toEqual([
    ["net8.0", 1],
    ["net8.0/win-x64", 0],
    ["net472", 1],
  ]);
  expect(at(lockfile, "Newtonsoft.Json.Bson/1.0.2")).toMatchObject({
    artifacts: [{ digests: [`sha512:${"01".repeat(64)}`] }],
    dependencies: [
      { name: "newtonsoft.json", to: ["Newtonsoft.Json/12.0.1"] },
      { name: "Absent.Package", to: [] },
      { name: "Newtonsoft.Json", to: ["Newtonsoft.Json/13.0.1"] },
    ],
  });
  expect(at(lockfile, "library")?.source).toMatchObject({ kind: "directory" });
  expect(at(lockfile, "runtime.native/4.0.0")?.dependencies[0]?.to).toEqual([
    "Newtonsoft.Json/12.0.1",
  ]);
  const { problems } = parseLockfile('{"version":1,"dependencies":{"x":{"a":1}}}', {
    name: "packages.lock.json",
  });
  expect(problems).toHaveLength(1);
});

test("reads the terms of a mix.lock", () => {
  const lockfile = parseSample("mix.lock");
  expect(at(lockfile, "jason")).toMatchObject({
    version: "1.4.1",
    source: { kind: "registry", registry: "hexpm" },
    artifacts: [{ digests: [`sha256:${"cd".repeat(32)}`] }],
    dependencies: [
      { name: "decimal", specifier: "~> 1.0 or ~> 2.0", kind: "optional", to: [] },
      { name: "telemetry", specifier: "~> 1.0", kind: "runtime", to: ["telemetry"] },
    ],
    line: 2,
  });
  expect(at(lockfile, "my_jason")).toMatchObject({ name: "jason_fork", alias: "my_jason" });
  expect(at(lockfile, "plug")?.source).toEqual({
    kind: "git",
    url: "https://git.example.com/plug.git",
    commit: "12".repeat(20),
    ref: "main",
  });
  expect(lockfile.problems).toHaveLength(1);
  const escaped = parseLockfile(
    '%{"a\\"b": {:hex, :"a\\\\b", "1"}, c: {:git, "u", nil, [ref: "x", sparse: "s"]}, "d" => []}',
    { name: "mix.lock" },
  );
  expect(escaped.packages.map(({ key, name }) => [key, name])).toEqual([
    ['a"b', "a\\b"],
    ["c", "c"],
  ]);
});

test.each([
  ["composer.lock", "{}", "LOCKFILE_INVALID"],
  ["Gemfile.lock", "PLATFORMS\n  ruby\n", "LOCKFILE_INVALID"],
  ["Gemfile.lock", "<<<<<<< HEAD\n", "SYNTAX_INVALID"],
  ["gradle.lockfile", "hello", "LOCKFILE_INVALID"],
  ["verification-metadata.xml", "<a/>", "LOCKFILE_INVALID"],
  ["verification-metadata.xml", "<a>", "SYNTAX_INVALID"],
  ["verification-metadata.xml", "<a>".repeat(300), "LOCKFILE_TOO_DEEP"],
  ["packages.lock.json", '{"version":3}', "VERSION_UNSUPPORTED"],
  ["packages.lock.json", '{"version":1}', "LOCKFILE_INVALID"],
  ["mix.lock", "[]", "LOCKFILE_INVALID"],
  ["mix.lock", "%{", "SYNTAX_INVALID"],
  ["mix.lock", "%{]", "SYNTAX_INVALID"],
  ["mix.lock", '"a', "SYNTAX_INVALID"],
  ["mix.lock", "<<<<<<<", "SYNTAX_INVALID"],
  ["mix.lock", "[".repeat(300), "LOCKFILE_TOO_DEEP"],
])("refuses a %s of %.20j", (name, text, code) => {
  expect(() => parseLockfile(text, { name })).toThrow(expect.objectContaining({ code }));
});
