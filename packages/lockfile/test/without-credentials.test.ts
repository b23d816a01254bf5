import { bomOfLockfile, parseLockfile } from "@coppice/lockfile";
import fc from "fast-check";
import { expect, test } from "vitest";

const subject = { name: "shop", digest: `sha256:${"0".repeat(64)}` };
const commit = "0123456789abcdef0123456789abcdef01234567";

/** Lockfiles with the password or token `hunter2` in them, and the purls that they give. */
const secrets: readonly (readonly [name: string, text: string, purls: readonly string[]])[] = [
  [
    "package-lock.json",
    JSON.stringify({
      lockfileVersion: 3,
      packages: {
        "": { dependencies: { a: "https://u:hunter2@example.com/a.tgz" } },
        "node_modules/ms": {
          version: "2.1.3",
          resolved: "https://u:hunter2@npm.corp/ms/-/ms-2.1.3.tgz",
        },
        "node_modules/b": {
          version: "1.0.0",
          resolved: "https://u:hunter2@registry.npmjs.org/b/-/b-1.0.0.tgz",
        },
        "node_modules/a": { version: "1.0.0", resolved: "https://u:hunter2@example.com/a.tgz" },
        "node_modules/g": {
          version: "1.0.0",
          resolved: `git+https://hunter2@example.com/g.git#${commit}`,
        },
        "node_modules/h": {
          version: "1.0.0",
          resolved: `git+ssh://git:hunter2@example.com/h.git#${commit}`,
        },
      },
    }),
    [
      "pkg:npm/ms@2.1.3?repository_url=https:%2F%2Fnpm.corp",
      "pkg:npm/b@1.0.0",
      "pkg:npm/a@1.0.0?download_url=https:%2F%2Fexample.com%2Fa.tgz",
      `pkg:npm/g@1.0.0?vcs_url=git%2Bhttps:%2F%2Fexample.com%2Fg.git%40${commit}`,
      `pkg:npm/h@1.0.0?vcs_url=git%2Bssh:%2F%2Fgit%40example.com%2Fh.git%40${commit}`,
    ],
  ],
  [
    "yarn.lock",
    `# yarn lockfile v1
"a@https://u:hunter2@example.com/a.tgz":
  version "1.0.0"
  resolved "https://u:hunter2@example.com/a.tgz"
"a@https://v:hunter2@example.com/a.tgz":
  version "1.0.0"
  resolved "https://v:hunter2@example.com/a.tgz"
"a@https://w:hunter2@example.com/a.tgz":
  version "1.0.0"
  resolved "https://w:hunter2@example.com/a.tgz"
"a@https://w:hunter2@example.com/a.tgz":
  version "1.0.0"
`,
    Array<string>(3).fill("pkg:npm/a@1.0.0?download_url=https:%2F%2Fexample.com%2Fa.tgz"),
  ],
  [
    "Pipfile.lock",
    JSON.stringify({
      _meta: {
        sources: [
          { name: "corp", url: "https://u:hunter2@pypi.corp/simple", verify_ssl: true },
          { name: "pypi", url: "https://u:hunter2@pypi.org/simple", verify_ssl: true },
        ],
      },
      default: {
        a: { version: "==1.0", index: "corp" },
        b: { version: "==1.0", index: "pypi" },
      },
    }),
    ["pkg:pypi/a@1.0?repository_url=https:%2F%2Fpypi.corp%2Fsimple", "pkg:pypi/b@1.0"],
  ],
  [
    "yarn.lock",
    '# yarn lockfile v1\n"b@1":\n  version "https://u:hunter2@example.com"\n',
    ["pkg:npm/b@https:%2F%2Fexample.com"],
  ],
  [
    "poetry.lock",
    `[[package]]
name = "a"
version = "1.0"
[package.source]
type = "legacy"
url = "https://u:hunter2@pypi.corp/simple"
reference = "corp"
[metadata]
lock-version = "2.1"
`,
    ["pkg:pypi/a@1.0?repository_url=https:%2F%2Fpypi.corp%2Fsimple"],
  ],
  [
    "requirements.txt",
    "a @ https://u:hunter2@example.com/a-1.0.zip\n??? https://u:hunter2@example.com\n",
    ["pkg:pypi/a@1.0?download_url=https:%2F%2Fexample.com%2Fa-1.0.zip"],
  ],
  [
    "conda-linux-64.lock",
    `@EXPLICIT
https://conda.anaconda.org/t/hunter2/corp/linux-64/a-1.0-0.conda
https://conda.corp/t/hunter2/linux-64/b-1.0-0.conda
https://conda.corp/t/hunter2/c-1.0-0.conda
https://conda.corp/t/hunter2/page
`,
    [
      "pkg:conda/a@1.0?build=0&channel=corp&subdir=linux-64&type=conda",
      "pkg:conda/b@1.0?build=0&channel=conda.corp&subdir=linux-64&type=conda",
      "pkg:conda/c@1.0?build=0&subdir=conda.corp&type=conda",
    ],
  ],
  [
    "environment.yml",
    "dependencies:\n- https://u:hunter2@conda.corp/t/hunter2/main::a==1.0\n",
    ["pkg:conda/a@1.0?channel=https:%2F%2Fconda.corp%2Fmain"],
  ],
];

test.each(secrets)("lets no password of a %s out", (name, text, purls) => {
  const lockfile = parseLockfile(text, { name });
  expect(lockfile.packages.map(({ purl }) => purl)).toEqual(purls);
  expect(JSON.stringify(lockfile.packages)).toContain("hunter2");
  const bom = bomOfLockfile(lockfile, { subject });
  expect(JSON.stringify(bom)).not.toContain("hunter2");
  const ids = bom.packages.map(({ id }) => id);
  expect(new Set(ids).size).toBe(lockfile.packages.length + lockfile.importers.length);
});

test("lets no password of a registry's address out, whatever it is", () => {
  const password = fc.stringMatching(/^[A-Za-z0-9:@!$&'()*+,;=._~%?#-]{1,30}$/);
  fc.assert(
    fc.property(password, (text) => {
      const resolved = `https://u:${text}@npm.corp/ms/-/ms-2.1.3.tgz`;
      const packages = { "node_modules/ms": { version: "2.1.3", resolved } };
      const lockfile = parseLockfile(JSON.stringify({ lockfileVersion: 3, packages }), {
        name: "package-lock.json",
      });
      expect(lockfile.packages[0]?.purl).toBe(
        "pkg:npm/ms@2.1.3?repository_url=https:%2F%2Fnpm.corp",
      );
    }),
  );
});
