import { parseLockfile } from "@coppice/lockfile";
import { expect, test } from "vitest";
import { readFixture } from "./referee.ts";

const sha = "0123456789abcdef0123456789abcdef01234567";
const hash = "ab".repeat(32);

test("reads what uv knows of projects, groups, extras and several versions", () => {
  const { importers, packages } = parseLockfile(readFixture("uv", "uv.lock"), { name: "uv.lock" });
  expect(importers.map(({ name, path, line }) => [name, path, line])).toEqual([
    ["shop", ".", 190],
    ["shop-core", "members/core", 226],
  ]);
  const root = importers[0]?.dependencies ?? [];
  expect(root.filter(({ name }) => name === "click")).toEqual([
    {
      name: "click",
      kind: "runtime",
      specifier: ">=8",
      marker: "python_full_version < '3.10'",
      to: ["click==8.1.8"],
    },
    {
      name: "click",
      kind: "runtime",
      specifier: ">=8",
      marker: "python_full_version >= '3.10'",
      to: ["click==8.5.1"],
    },
  ]);
  expect(root.find(({ name }) => name === "httpx")).toMatchObject({
    specifier: ">=0.27",
    extras: ["socks"],
  });
  expect(root.find(({ name }) => name === "tomli-w")).toMatchObject({
    kind: "optional",
    marker: "extra == 'yaml'",
  });
  expect(root.find(({ name }) => name === "iniconfig")).toMatchObject({
    kind: "development",
    specifier: ">=2",
  });
  const flags = (name: string) => {
    const found = packages.find((each) => each.name === name);
    return [found?.development, found?.optional];
  };
  expect(flags("iniconfig")).toEqual([true, false]);
  expect(flags("tomli-w")).toEqual([false, true]);
  expect(flags("socksio")).toEqual([false, false]);
  const [click] = packages.filter(({ name }) => name === "click");
  expect(click?.artifacts).toHaveLength(2);
  expect(click?.artifacts[0]).toMatchObject({
    url: expect.stringContaining("click-8.1.8"),
    size: expect.any(Number),
  });
});

test("tells where packages of uv come from", () => {
  const { packages, problems } = parseLockfile(
    `version = 1
[[package]]
name = "git"
version = "1.0"
source = { git = "https://example.com/o/git.git?rev=main&subdirectory=sub#${sha}" }
[[package]]
name = "url"
version = "1.0"
source = { url = "https://example.com/url-1.0.tar.gz" }
sdist = { hash = "sha256:${hash}" }
[[package]]
name = "path"
version = "1.0"
source = { path = "vendor/path-1.0.tar.gz" }
dependencies = [{ name = "twice", version = "1.0", source = { registry = "https://a.example.com" }, marker = "a" }, { name = "absent" }]
[package.optional-dependencies]
x = [{ name = "twice", version = "1.0", marker = "b" }]
[[package]]
name = "twice"
version = "1.0"
source = { registry = "https://a.example.com" }
[[package]]
name = "twice"
version = "1.0"
source = { registry = "https://b.example.com" }
[[package]]
name = "dynamic"
source = { editable = "../dynamic" }
[[package]]
name = "folder"
source = { directory = "../folder" }
[[package]]
name = "strange"
source = { moon = "x" }
[[package]]
version = "1"
`,
    { name: "uv.lock" },
  );
  expect(packages.map(({ key, source }) => [key, source])).toEqual([
    [
      "git==1.0",
      {
        kind: "git",
        url: "https://example.com/o/git.git",
        commit: sha,
        ref: "main",
        directory: "sub",
      },
    ],
    ["url==1.0", { kind: "archive", url: "https://example.com/url-1.0.tar.gz" }],
    ["path==1.0", { kind: "file", path: "vendor/path-1.0.tar.gz" }],
    ["twice==1.0", { kind: "registry", registry: "https://a.example.com" }],
    ["twice==1.0#2", { kind: "registry", registry: "https://b.example.com" }],
    ["dynamic", { kind: "directory", path: "../dynamic", linked: true }],
    ["folder", { kind: "directory", path: "../folder" }],
    ["strange", { kind: "unknown" }],
  ]);
  expect(packages[2]?.dependencies).toEqual([
    { name: "twice", kind: "runtime", marker: "a", to: ["twice==1.0"] },
    { name: "absent", kind: "runtime", to: [] },
    {
      name: "twice",
      kind: "runtime",
      marker: "(b) and (extra == 'x')",
      to: ["twice==1.0", "twice==1.0#2"],
    },
  ]);
  expect(problems.map(({ message }) => message)).toEqual(["line 35: a package has no name"]);
});
