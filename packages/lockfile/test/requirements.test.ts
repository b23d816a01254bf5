import { type Lockfile, parseLockfile } from "@coppice/lockfile";
import { expect, test } from "vitest";
import { readFixture } from "./referee.ts";

const sha = "0123456789abcdef0123456789abcdef01234567";
const hash = "ab".repeat(32);
const requirements = (text: string) => parseLockfile(text, { name: "requirements.txt" });
const at = ({ packages }: Lockfile, key: string) => packages.find((found) => found.key === key);

test("reads pins, hashes, extras and markers of a requirements file", () => {
  const lockfile = requirements(
    `requests[socks,security] == 2.31.0 ; python_version >= "3.8" \\\n    --hash=sha256:${hash} \\\n    --hash sha512:${hash}${hash}\n` +
      "Flask>=2,<3 # the web\nname (==1.0)\nwild==1.*\narbitrary===1.0-x\n",
  );
  expect(lockfile).toMatchObject({ format: "requirements", extent: "requested", problems: [] });
  expect(lockfile.packages.map(({ key, version, line }) => [key, version, line])).toEqual([
    ["requests==2.31.0", "2.31.0", 1],
    ["Flask>=2,<3", undefined, 4],
    ["name==1.0", "1.0", 5],
    ["wild==1.*", undefined, 6],
    ["arbitrary==1.0-x", "1.0-x", 7],
  ]);
  expect(at(lockfile, "requests==2.31.0")).toMatchObject({
    marker: 'python_version >= "3.8"',
    artifacts: [{ digests: [`sha256:${hash}`] }, { digests: [`sha512:${hash}${hash}`] }],
  });
  expect(lockfile.importers[0]?.dependencies.slice(0, 2)).toEqual([
    {
      name: "requests",
      specifier: "==2.31.0",
      kind: "runtime",
      to: ["requests==2.31.0"],
      marker: 'python_version >= "3.8"',
      extras: ["socks", "security"],
    },
    { name: "Flask", specifier: ">=2,<3", kind: "runtime", to: ["Flask>=2,<3"] },
  ]);
});

test("reads options, addresses, paths and repositories of a requirements file", () => {
  const lockfile = requirements(
    [
      "-i https://pypi.example.com/simple",
      "--extra-index-url=https://other.example.com/simple",
      "-r base.txt",
      "-cconstraints.txt",
      "--requirement more.txt",
      "--no-binary :all:",
      "--pre",
      `-e git+https://example.com/o/edit.git@${sha}#egg=edit&subdirectory=sub`,
      "git+ssh://git@example.com/o/plain.git@v1.0#egg=plain[x]",
      "named @ git+https://example.com/o/named.git ; python_version > '3'",
      `wheel @ https://example.com/wheel-1.2-py3-none-any.whl#sha256=${hash}`,
      "https://example.com/sdist-2.0.tar.gz",
      "./downloads/local-3.0.zip",
      "--editable=.",
      "-e .",
      "https://example.com/page",
    ].join("\n"),
  );
  expect(lockfile.registries).toEqual([
    "https://pypi.example.com/simple",
    "https://other.example.com/simple",
  ]);
  expect(lockfile.includes).toEqual([
    { kind: "requirements", path: "base.txt", line: 3 },
    { kind: "constraints", path: "constraints.txt", line: 4 },
    { kind: "requirements", path: "more.txt", line: 5 },
  ]);
  expect(lockfile.packages.map(({ name, version, source }) => [name, version, source])).toEqual([
    [
      "edit",
      undefined,
      { kind: "git", url: "https://example.com/o/edit.git", commit: sha, directory: "sub" },
    ],
    ["plain", undefined, { kind: "git", url: "ssh://git@example.com/o/plain.git", ref: "v1.0" }],
    ["named", undefined, { kind: "git", url: "https://example.com/o/named.git" }],
    ["wheel", "1.2", { kind: "archive", url: "https://example.com/wheel-1.2-py3-none-any.whl" }],
    ["sdist", "2.0", { kind: "archive", url: "https://example.com/sdist-2.0.tar.gz" }],
    ["local", "3.0", { kind: "file", path: "./downloads/local-3.0.zip" }],
    [".", undefined, { kind: "directory", path: ".", linked: true }],
    [".", undefined, { kind: "directory", path: ".", linked: true }],
    ["https://example.com/page", undefined, { kind: "archive", url: "https://example.com/page" }],
  ]);
  expect(requirements("zip @ https://example.com/zip-1.0.zip").packages).toMatchObject([
    {
      name: "zip",
      version: "1.0",
      source: { kind: "archive", url: "https://example.com/zip-1.0.zip" },
    },
  ]);
  expect(at(lockfile, "wheel==1.2")?.artifacts).toEqual([
    {
      of: "archive",
      url: "https://example.com/wheel-1.2-py3-none-any.whl",
      digests: [`sha256:${hash}`],
    },
  ]);
  expect(lockfile.packages.map(({ purl }) => purl)).toContain(
    "pkg:pypi/sdist@2.0?download_url=https:%2F%2Fexample.com%2Fsdist-2.0.tar.gz",
  );
  expect(lockfile.packages.filter(({ name }) => name === ".").map(({ purl }) => purl)).toEqual([
    undefined,
    undefined,
  ]);
});

test("reads in comments who requires a package, as pip-compile and uv write it", () => {
  const { importers, packages } = parseLockfile(readFixture("pip", "requirements.txt"), {
    name: "requirements.txt",
  });
  expect(importers[0]?.dependencies.map(({ name }) => name)).toEqual(["click", "httpx"]);
  expect(
    packages.find(({ name }) => name === "httpx")?.dependencies.map(({ name }) => name),
  ).toEqual(["anyio", "certifi", "httpcore", "idna", "socksio"]);
  const old = requirements("a==1  # via b, -r x.in\nb==1    # via -r x.in\n# a comment\nc==1\n");
  expect(old.importers[0]?.dependencies.map(({ name }) => name)).toEqual(["a", "b", "c"]);
  expect(at(old, "b==1")?.dependencies.map(({ to }) => to)).toEqual([["a==1"]]);
});

test("reports what is no requirement, and goes on", () => {
  const { packages, problems } = requirements("a==1\n???\nb[==1\nc~1 d\n# end \\\nd==1 \\");
  expect(packages.map(({ name }) => name)).toEqual(["a", "c", "d"]);
  expect(problems.map(({ message }) => message)).toEqual([
    'line 2: "???" is no requirement',
    'line 3: "b[==1" is no requirement',
  ]);
});

test("reads UTF-16, as pip does", () => {
  const bytes = new Uint8Array(Buffer.from("\ufeffa==1.0\n", "utf16le"));
  expect(parseLockfile(bytes, { name: "requirements.txt" }).packages[0]?.purl).toBe(
    "pkg:pypi/a@1.0",
  );
});
