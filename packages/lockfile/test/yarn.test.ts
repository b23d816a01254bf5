import { parseLockfile } from "@coppice/lockfile";
import { expect, test } from "vitest";
import { readFixture } from "./referee.ts";

const parse = (text: string | Uint8Array) => parseLockfile(text, { name: "yarn.lock" });
const sha = "0123456789abcdef0123456789abcdef01234567";

test("tells sources, aliases, digests and lines of Yarn 1", () => {
  const { packages, importers } = parse(readFixture("yarn-classic", "yarn.lock"));
  const at = (key: string) => packages.find((found) => found.key === key);
  expect(importers).toEqual([]);
  expect(at("old-debug@npm:debug@2.6.9")).toMatchObject({
    name: "debug",
    alias: "old-debug",
    version: "2.6.9",
    source: { kind: "registry", registry: "https://registry.yarnpkg.com" },
    line: 143,
  });
  expect(
    at("left-pad@https://registry.npmjs.org/left-pad/-/left-pad-1.3.0.tgz")?.artifacts,
  ).toEqual([
    {
      of: "archive",
      url: "https://registry.npmjs.org/left-pad/-/left-pad-1.3.0.tgz",
      digests: ["sha1:5b8a3a7765dfe001261dde915589e782f8c94d1e"],
    },
  ]);
  expect(at("debug@^4.3.0")?.artifacts[0]?.digests.map((digest) => digest.split(":")[0])).toEqual([
    "sha512",
    "sha1",
  ]);
  expect(at("folder@file:./folder")?.source).toEqual({ kind: "directory", path: "./folder" });
  expect(at("tarball@file:./tarball-1.0.0.tgz")?.source).toEqual({
    kind: "file",
    path: "./tarball-1.0.0.tgz",
  });
  expect(at("chokidar@^3.5.0")?.dependencies.at(-1)).toEqual({
    name: "fsevents",
    specifier: "~2.3.2",
    kind: "optional",
    to: ["fsevents@^2.3.0"],
  });
});

test("reads repositories and requirements that are not there in Yarn 1", () => {
  const { packages } = parse(
    `# yarn lockfile v1\n\n"a@git+https://example.com/a.git":\n  version "1.0.0"\n  resolved "git+https://example.com/a.git#${sha}"\n  dependencies:\n    b "^1.0.0"\n    c-"d" "1"\n`,
  );
  expect(packages[0]?.source).toEqual({
    kind: "git",
    url: "https://example.com/a.git",
    commit: sha,
  });
  expect(packages[0]?.dependencies[0]).toMatchObject({ name: "b", to: [] });
  expect(packages[0]?.artifacts).toEqual([]);
});

test.each([
  "a@1\n",
  "  version 1\n",
  'a@1:\n  version "1\n',
  "<<<<<<< HEAD\n",
  'a@1:\n  version "\\x"\n',
  "a@1:\n  version 1 2\n",
])("refuses the line in %j", (text) => {
  expect(() => parse(`# yarn lockfile v1\n${text}`)).toThrow(
    expect.objectContaining({ code: "SYNTAX_INVALID" }),
  );
});

test("prefers the patches that Yarn brings itself, and binds what is relative to its parent", () => {
  for (const version of ["6", "10"]) {
    const { packages, importers } = parse(readFixture(`yarn-berry-${version}`, "yarn.lock"));
    const core = importers.find(({ name }) => name === "@shop/core");
    const root = importers.find(({ path }) => path === ".");
    const [to = ""] = core?.dependencies.find(({ name }) => name === "typescript")?.to ?? [];
    expect(packages.find(({ key }) => key === to)).toMatchObject({
      name: "typescript",
      version: "4.9.5",
      patch: expect.stringContaining("builtin<compat/typescript>"),
      source: { kind: "registry" },
    });
    expect(core?.dependencies.find(({ name }) => name === "fsevents")?.kind).toBe("optional");
    expect(root?.dependencies.find(({ name }) => name === "folder")?.to[0]).toMatch(
      /^folder@file:/,
    );
    expect(root?.version).toBeUndefined();
    const debug = packages.find(({ key }) => key === "debug@npm:2.6.9");
    expect(debug?.artifacts).toMatchObject([{ of: "cache" }]);
  }
});

test("tells where packages of Yarn 2 and later come from", () => {
  const entry = (descriptor: string, resolution: string, more = "") =>
    `"${descriptor}":\n  version: 1.0.0\n  resolution: "${resolution}"\n${more}  languageName: node\n  linkType: hard\n\n`;
  const { packages, problems } = parse(
    `__metadata:\n  version: 8\n\n${[
      entry("a@npm:^1.0.0", "a@npm:1.0.0::__archiveUrl=https%3A%2F%2Fnpm.example.com%2Fa.tgz"),
      entry("b@npm:^1.0.0", "b@npm:1.0.0::__archiveUrl=%"),
      entry("alias@npm:c@^1.0.0", "alias@npm:c@1.0.0"),
      entry("d@https://example.com/d.git", `d@https://example.com/d.git#commit=${sha}`),
      entry("e@git@github.com:o/e.git", `e@git@github.com:o/e.git#branch=main&commit=${sha}`),
      entry("f@https://example.com/f.tgz", "f@https://example.com/f.tgz"),
      entry("g@portal:../g", "g@portal:../g::locator=shop%40workspace%3A."),
      entry("h@exec:./h.js", "h@exec:./h.js#./h.js::hash=1&locator=x"),
      entry(
        "i@patch:i@npm%3A^1.0.0#~/.yarn/patches/i.patch",
        "i@patch:i@npm%3A1.0.0#~/.yarn/patches/i.patch::version=1.0.0&hash=1",
      ),
      entry("j@patch:%", "j@patch:%"),
      entry(
        "k@npm:1",
        "k@npm:1.0.0",
        '  dependencies:\n    l: "link:../l"\n    missing: "^1.0.0"\n',
      ),
    ].join("")}broken: text\n`,
  );
  const facts = ({ name, alias, source, patch }: (typeof packages)[number]) => ({
    name,
    ...(alias && { alias }),
    source,
    ...(patch && { patch }),
  });
  expect(packages.map(facts)).toEqual([
    { name: "a", source: { kind: "registry", registry: "https://npm.example.com" } },
    { name: "b", source: { kind: "registry" } },
    { name: "c", alias: "alias", source: { kind: "registry" } },
    { name: "d", source: { kind: "git", url: "https://example.com/d.git", commit: sha } },
    { name: "e", source: { kind: "git", url: "git@github.com:o/e.git", commit: sha, ref: "main" } },
    { name: "f", source: { kind: "archive", url: "https://example.com/f.tgz" } },
    { name: "g", source: { kind: "directory", path: "../g", linked: true } },
    { name: "h", source: { kind: "unknown" } },
    { name: "i", source: { kind: "registry" }, patch: "~/.yarn/patches/i.patch" },
    { name: "j", source: { kind: "unknown" } },
    { name: "k", source: { kind: "registry" } },
  ]);
  expect(packages.at(-1)?.dependencies.map(({ to }) => to)).toEqual([[], []]);
  expect(problems.map(({ code }) => code)).toEqual(["ENTRY_INVALID"]);
});

test("refuses a lockfile without a version", () => {
  expect(() => parseLockfile("a: b", { name: "x", format: "yarn-berry" })).toThrow(
    expect.objectContaining({ code: "LOCKFILE_INVALID" }),
  );
});
