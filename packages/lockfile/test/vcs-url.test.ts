import { parseLockfile } from "@coppice/lockfile";
import { parsePurl } from "@coppice/purl";
import { expect, test } from "vitest";

const sha = "0123456789abcdef0123456789abcdef01234567";

/** `vcs_url` in the purl of the only package. */
function vcsOf(name: string, text: string): string | undefined {
  const [only] = parseLockfile(text, { name }).packages;
  return only?.purl === undefined ? undefined : parsePurl(only.purl).qualifiers?.["vcs_url"];
}

const npm = (version: string) =>
  vcsOf(
    "package-lock.json",
    JSON.stringify({ lockfileVersion: 1, dependencies: { h: { version } } }),
  );

test.each([
  ["github:a/h#abc", "git+https://github.com/a/h@abc"],
  [`github:a/h#${sha}`, `git+https://github.com/a/h@${sha}`],
  ["gitlab:a/h", "git+https://gitlab.com/a/h"],
  ["bitbucket:a/h#main", "git+https://bitbucket.org/a/h@main"],
  ["gist:0123", "git+https://gist.github.com/0123"],
  ["git+ssh://git@github.com/a/h.git#semver:^1.0.0", "git+ssh://git@github.com/a/h.git"],
  ["git://example.com/h.git#v1", "git+git://example.com/h.git@v1"],
])("writes npm's %j as SPDX does", (version, url) => {
  expect(npm(version)).toBe(url);
});

test("keeps the revision of a repository in a bun.lock", () => {
  const packages = { g: ["g@github:a/g#0123456", {}, "a-g-0123456"] };
  const text = JSON.stringify({ lockfileVersion: 1, workspaces: { "": {} }, packages });
  expect(vcsOf("bun.lock", text)).toBe("git+https://github.com/a/g@0123456");
});

test.each([
  ["git@github.com:v/b.git", `git+ssh://git@github.com/v/b.git@${sha}`],
  ["git:hunter2@example.com:/v/b.git", `git+ssh://git@example.com/v/b.git@${sha}`],
  ["example.com:b", `git+ssh://example.com/b@${sha}`],
  ["/srv/b.git", `git+file:///srv/b.git@${sha}`],
  ["../b:c.git", undefined],
  ["C:/b.git", undefined],
  ["b", undefined],
])("gives the repository %j of Composer a transport", (address, url) => {
  const source = { type: "git", url: address, reference: sha };
  const text = JSON.stringify({ packages: [{ name: "v/b", version: "1.0", source }] });
  expect(vcsOf("composer.lock", text)).toBe(url);
});

test.each([
  [
    "e @ git+https://example.com/o/e.git@main#subdirectory=sub",
    "git+https://example.com/o/e.git@main#sub",
  ],
  ["e @ git+ssh://git@example.com/o/e.git", "git+ssh://git@example.com/o/e.git"],
  ["e @ hg+https://example.com/o/e@tip", "hg+https://example.com/o/e@tip"],
])("keeps revision and folder of the requirement %j", (text, url) => {
  expect(vcsOf("requirements.txt", text)).toBe(url);
});

test.each([
  ["sub/*.gemspec", "sub"],
  ["a/b/{,*,*/*}.gemspec", undefined],
  ["a/b/*.gemspec", "a/b"],
  ["*.gemspec", undefined],
  ["gems/*/*.gemspec", undefined],
])("takes from Bundler's glob %j the folder alone", (glob, folder) => {
  const text = `GIT\n  remote: https://example.com/g.git\n  revision: ${sha}\n  glob: ${glob}\n  specs:\n    g (0.1.0)\n`;
  const { packages } = parseLockfile(text, { name: "Gemfile.lock" });
  expect(packages.map(({ source }) => source)).toEqual([
    {
      kind: "git",
      url: "https://example.com/g.git",
      commit: sha,
      ...(folder && { directory: folder }),
    },
  ]);
  const rest = folder === undefined ? "" : `#${folder}`;
  expect(vcsOf("Gemfile.lock", text)).toBe(`git+https://example.com/g.git@${sha}${rest}`);
});

const archive = "https://codeload.github.com/o/hub/tar.gz/";

test.each([
  [
    "pnpm-lock.yaml",
    (url: string) =>
      `lockfileVersion: '9.0'\npackages:\n  hub@${url}:\n    resolution: {tarball: ${url}}\n    version: 1.0.0\nsnapshots:\n  hub@${url}: {}\n`,
  ],
  [
    "yarn.lock",
    (url: string) => `# yarn lockfile v1\n"hub@o/hub":\n  version "1.0.0"\n  resolved "${url}"\n`,
  ],
  [
    "package-lock.json",
    (url: string) =>
      JSON.stringify({
        lockfileVersion: 3,
        packages: { "node_modules/hub": { version: "1.0.0", resolved: url } },
      }),
  ],
])("takes GitHub's archive of a commit in a %s for the commit", (name, write) => {
  const sourceOf = (url: string) => parseLockfile(write(url), { name }).packages[0]?.source;
  const url = "https://github.com/o/hub";
  expect(sourceOf(archive + sha)).toEqual({ kind: "git", url, commit: sha });
  expect(sourceOf(`${archive}refs/heads/main`)).toEqual({
    kind: "git",
    url,
    ref: "refs/heads/main",
  });
  expect(sourceOf("https://codeload.github.com/o/hub/zip/main")?.kind).not.toBe("git");
});
