import { spawnSync } from "node:child_process";
import { readFileSync, realpathSync } from "node:fs";
import { binaryExtractor, dpkgExtractor } from "@coppice/inventory";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { classifiers } from "../../src/binary/classifiers.ts";
import { findClassifiers } from "../../src/binary/find-classifiers.ts";
import { readyEvidence } from "../../src/binary/ready-evidence.ts";
import { scanForVersion } from "../../src/binary/scan-for-version.ts";
import { createTree } from "../create-tree.ts";
import { dpkgFiles, reasonOf, takeInventory } from "../take-inventory.ts";

const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const elf = (text: string) => latin1(`\x7fELF\x02\x01\x01${"\0".repeat(57)}${text}`);
const read = (
  files: Readonly<Record<string, string | Uint8Array>>,
  extractors = [binaryExtractor],
) => takeInventory(files, { extractors });

/** A name that a pattern stands for, and a text that a line of evidence stands for, with the version in it. */
const nameOf = (pattern: string) => pattern.replace("@", "3.4").replaceAll("*", "");
function example(line: string): { text: string; version: string } {
  const open = line.search(/\{[@\dn]/);
  const close = line.indexOf("}", open);
  const version = line
    .slice(open + 1, close)
    .replace("@", "3.4")
    .split(".")
    .map((part) => part.replace("nnnn", "8078").replace(/[?a]/g, "").replaceAll("n", "7"))
    .join(".");
  const [before, after] = [line.slice(0, open), line.slice(close + 1)];
  const filled = (text: string) => text.replace("^", "").replace("*", " some ");
  return { text: `${filled(before)}${version}${filled(after)}`, version };
}

const cases = classifiers.flatMap(({ name, files, evidence }) =>
  evidence.map((line) => ({ name, path: `/opt/${nameOf(files[0] ?? "")}`, line })),
);

test("knows at least 45 programs", () => {
  expect(new Set(classifiers.map(({ name }) => name)).size).toBeGreaterThanOrEqual(45);
});

test.each(cases)("$name is known by $line", async ({ name, path, line }) => {
  const { text, version } = example(line);
  const content = line.startsWith("^") ? latin1(text) : elf(`\0${text}\0`);
  const bom = await read({ [path]: content });
  expect(bom.packages.map((found) => `${found.name}@${found.version}`)).toEqual([
    `${name}@${version}`,
  ]);
  const { offset = 0 } = bom.packages[0]?.foundAt ?? {};
  expect(content.subarray(offset, offset + version.length)).toEqual(latin1(version));
});

test("names purls by the type that the registry has", async () => {
  const bom = await read({
    "/usr/local/bin/composer":
      "#!/usr/bin/env php\nconst VERSION = '2.7.1'; const BRANCH_ALIAS_VERSION",
    "/usr/local/bin/node": elf("node.js/v20.1.0\0"),
  });
  expect(bom.packages.map(({ purl }) => purl)).toEqual([
    "pkg:composer/composer/composer@2.7.1",
    "pkg:generic/node@20.1.0",
  ]);
});

test("tells one package of a program and the libraries installed with it, and two of two places", async () => {
  const bom = await read({
    "/usr/local/bin/openssl": elf("\0OpenSSL 3.0.1 1 Jan 2022\0"),
    "/usr/local/lib64/libcrypto.so.3": elf("\0OpenSSL 3.0.1 1 Jan 2022\0"),
    "/opt/lib/libcrypto.so.3": elf("\0OpenSSL 3.0.1 1 Jan 2022\0"),
    "/usr/local/bin/link": "-> openssl",
  });
  expect(bom.packages.map(({ location }) => location)).toEqual([
    "/opt/lib/libcrypto.so.3",
    "/usr/local/bin/openssl",
  ]);
  expect(reasonOf(bom, "/usr/local/lib64/libcrypto.so.3")).toEqual({
    kind: "owned",
    by: ["openssl"],
  });
  expect(reasonOf(bom, "/usr/local/bin/link")).toMatchObject({ kind: "derived", by: ["openssl"] });
});

test("leaves files of packages alone, and those that say nothing of a version", async () => {
  const bash = elf("@(#)Bash version 5.2.15(1) release GNU");
  const bom = await read(
    {
      ...dpkgFiles({ bash: { list: ["/bin/bash"] } }),
      "/bin/bash": bash,
      "/opt/bash": elf("@(#)Bash version 5.2"),
      "/share/completions/bash": "# Bash version 5.2.15(1)",
    },
    [dpkgExtractor, binaryExtractor],
  );
  expect(bom.packages.map(({ foundBy }) => foundBy)).toEqual(["dpkg"]);
  expect(reasonOf(bom, "/opt/bash")).toEqual({ kind: "unowned" });
});

test("goes on to the next classifier of a name", async () => {
  const bom = await read({ "/a/nginx": elf("nginx version: openresty/1.25.3.1\n") });
  expect(bom.packages.map(({ name }) => name)).toEqual(["openresty"]);
});

test("finds evidence wherever windows end", async () => {
  const evidence = [
    readyEvidence("\0tool {n.n.n}*, released 20"),
    readyEvidence("\0{n.n}\0tool tail"),
  ];
  const lines = evidence.filter((line) => line !== undefined);
  const window = 1 << 20;
  const zeros = new Uint8Array(window + 1000);
  const near = fc.integer({ min: window - 400, max: window + 400 });
  const text = fc.constantFrom(
    ["\0tool 1.22.333-x, released 2024", "1.22.333"],
    ["\0 4.5\0\0 7.8\0tool tail", ""],
    ["\x007.8\0tool tail", "7.8"],
  );
  await fc.assert(
    fc.asyncProperty(near, text, async (at, [content = "", version = ""]) => {
      const bytes = zeros.slice();
      bytes.set(latin1(content), at);
      const read = async ({ start, end }: { start: number; end: number }) =>
        bytes.subarray(start, end);
      const found = await scanForVersion(read, bytes.length, lines);
      expect(found).toEqual(
        version === "" ? undefined : { version, offset: at + content.indexOf(version) },
      );
    }),
    { numRuns: 40 },
  );
});

test("takes no version out of the middle of a longer number", () => {
  const ofLine = (line: string, text: string) => {
    const evidence = readyEvidence(line);
    return evidence?.read(text, text.indexOf(evidence.anchor))?.version;
  };
  expect(ofLine("tool {n.n}", "tool 1.2.3")).toBeUndefined();
  expect(ofLine("tool {n.n.n?}", "tool 1.2.3.4")).toBeUndefined();
  expect(ofLine("tool {n.n.n?}", "tool 1.2")).toBe("1.2");
  expect(ofLine("{n.n} tail", "x1.2 tail")).toBeUndefined();
  expect(ofLine("\0{n.0.nnnn.n}\0", "\x0a7.0.0.1\0")).toBeUndefined();
  expect(ofLine("tool {n.n.na} ", "tool 1.2.3rc1 ")).toBe("1.2.3rc1");
  expect(ofLine("\0{n.n.n}*000000000\0", "\x007.2.4host-1700000000000000000\0")).toBe("7.2.4");
});

test("looks for nothing where a name's version is too short to be rare", () => {
  expect(readyEvidence("{@}\0", "1")).toBeUndefined();
  expect(findClassifiers("/lib/libzstd.so.1")).toHaveLength(1);
  expect(findClassifiers(`/bin/python${"1.".repeat(4000)}1`)).toEqual([]);
});

test("takes linear time of anchors without versions, and reads any bytes", async () => {
  const hostile = elf("\0OpenSSL ".repeat(100_000));
  const { packages, problems } = await read({ "/openssl": hostile });
  expect({ packages, problems }).toEqual({ packages: [], problems: [] });
  const anchors = cases.map(({ line }) => line.replace(/[{}*@?]/g, ""));
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...cases),
      fc.array(fc.oneof(fc.constantFrom(...anchors), fc.string({ unit: "binary-ascii" }))),
      async ({ path }, parts) => {
        const bom = await read({ [path]: elf(parts.join("")) });
        expect(bom.problems.filter(({ code }) => code !== "ELF_INVALID")).toEqual([]);
      },
    ),
    { numRuns: 100 },
  );
});

/** Programs of this machine that say their version themselves. */
describe.each([
  ["/bin/bash", ["--version"], /version (\d+\.\d+\.\d+)/],
  ["/usr/bin/openssl", ["version"], /OpenSSL (\S+)/],
  ["/usr/bin/curl", ["--version"], /curl (\d+\.\d+\.\d+)/],
  ["/usr/bin/git", ["--version"], /version (\d+\.\d+\.\d+)/],
  ["/usr/bin/perl", ["-v"], /\(v(\d+\.\d+\.\d+)\)/],
  ["/usr/bin/python3", ["--version"], /Python (\S+)/],
  ["/usr/bin/find", ["--version"], /findutils\) (\S+)/],
  ["/usr/bin/grep", ["--version"], /grep\) (\S+)/],
  ["/usr/bin/gzip", ["--version"], /gzip (\S+)/],
  ["/usr/bin/lsblk", ["--version"], /util-linux (\S+)/],
  ["/usr/bin/xz", ["--version"], /xz \(XZ Utils\) (\S+)/],
  ["/usr/bin/ssh", ["-V"], /OpenSSH_(\d+\.\d+p\d+)/],
  ["/usr/bin/gpg", ["--version"], /gpg \(GnuPG\) (\S+)/],
  [process.execPath, ["--version"], /v(\S+)/],
] as const)("%s", (program, options, pattern) => {
  const { status, stdout, stderr } = spawnSync(program, options, { encoding: "utf8" });

  test.skipIf(status !== 0)("has the version that it prints", async () => {
    const path = realpathSync(program);
    const name = path.slice(path.lastIndexOf("/"));
    const bom = await read({ [name]: readFileSync(path) });
    const [, version] = pattern.exec(stdout + stderr) ?? [];
    expect(version).toBeDefined();
    expect(bom.packages.map((found) => found.version)).toEqual([version]);
  });
});

test("owns what is installed with it, without what others put there", async () => {
  const site = "/usr/local/lib/python3.11";
  const bom = await read({
    "/usr/local/lib/libpython3.11.so.1.0": elf("\0/opt/3.11.2\0"),
    "/usr/local/bin/python3.11": elf("a launcher"),
    "/usr/local/bin/pydoc3.11": "#!/usr/local/bin/python3.11",
    [`${site}/os.py`]: "",
    [`${site}/__pycache__/os.cpython-311.pyc`]: "",
    [`${site}/site-packages/mine.py`]: "",
    "/usr/local/lib/python3.10/os.py": "",
    "/usr/local/go/VERSION": "go1.22.3\ntime 2024-05-01T19:49:47Z\n",
    "/usr/local/go/src/fmt/print.go": "",
    "/usr/local/go/mine.txt": "",
    "/usr/bin/perl": elf("\0v5.36.0\0"),
    "/usr/lib/perl5/5.36.0/strict.pm": "",
  });
  expect(bom.packages.map(({ name, version }) => `${name}@${version}`)).toEqual([
    "go@1.22.3",
    "perl@5.36.0",
    "python@3.11.2",
  ]);
  for (const path of [`${site}/os.py`, "/usr/local/bin/python3.11", "/usr/local/bin/pydoc3.11"]) {
    expect(reasonOf(bom, path), path).toEqual({ kind: "owned", by: ["python"] });
  }
  expect(reasonOf(bom, `${site}/__pycache__/os.cpython-311.pyc`)).toMatchObject({
    kind: "derived",
  });
  expect(reasonOf(bom, "/usr/local/go/src/fmt/print.go")).toEqual({ kind: "owned", by: ["go"] });
  expect(reasonOf(bom, "/usr/lib/perl5/5.36.0/strict.pm")).toEqual({ kind: "owned", by: ["perl"] });
  for (const path of [
    `${site}/site-packages/mine.py`,
    "/usr/local/lib/python3.10/os.py",
    "/usr/local/go/mine.txt",
  ]) {
    expect(reasonOf(bom, path), path).toEqual({ kind: "unowned" });
  }
});

test("tells one package of a program with several hard links", async () => {
  const facts = { type: "file", mode: 0o755, uid: 0, gid: 0, size: 0 } as const;
  const content = elf("\0git/2.39.5\0");
  const entries = ["/git", "/opt/git"].map((path) => ({ ...facts, path, size: content.length }));
  const tree = createTree(
    [
      { ...facts, path: "/", type: "directory" },
      { ...facts, path: "/opt", type: "directory" },
      ...entries.map((entry) => (entry.path === "/git" ? entry : { ...entry, hardLink: "/git" })),
    ],
    (_, { start, end }) => content.subarray(start, end),
  );
  const bom = await takeInventory(tree, { extractors: [binaryExtractor] });
  expect(bom.packages.map(({ location }) => location)).toEqual(["/git"]);
  expect(reasonOf(bom, "/opt/git")).toEqual({ kind: "owned", by: ["git"] });
});
