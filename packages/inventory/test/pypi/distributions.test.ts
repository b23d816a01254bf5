import { parsePythonRecord } from "@coppice/inventory";
import fc from "fast-check";
import { expect, test } from "vitest";
import { reasonOf, takeInventory } from "../take-inventory.ts";

const site = "/venv/lib/python3.11/site-packages";
const metadata = (name: string, more = "") =>
  `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0\n${more}\n\nText\n`;
const packed = new Uint8Array([0x50, 0x4b, 0x03, 0x04, 0, 0, 0, 0]);

test("finds eggs of both forms, and projects that are used in place", async () => {
  const bom = await takeInventory({
    [`${site}/folder-1.0-py3.11.egg/EGG-INFO/PKG-INFO`]: metadata("folder"),
    [`${site}/folder-1.0-py3.11.egg/folder.py`]: "",
    [`${site}/my_zip-2.0_rc1-py3.11.egg`]: packed,
    [`${site}/notzip-2.0-py3.11.egg`]: "text",
    [`${site}/easy-install.pth`]: "",
    [`${site}/linked.egg-link`]: "/src/linked\n.",
    "/src/linked/setup.py": "",
    "/src/linked/linked/__init__.py": "",
    "/src/linked/.venv/pyvenv.cfg": "",
    "/src/linked/.venv/other.py": "",
    "/src/linked/linked.egg-info/PKG-INFO": metadata("linked"),
    "/src/linked/linked.egg-info/requires.txt": "folder\n",
    [`${site}/edited-1.0.dist-info/METADATA`]: metadata("edited"),
    [`${site}/edited-1.0.dist-info/RECORD`]: "__editable__.edited-1.0.pth,sha256=AAEC,3\n",
    [`${site}/edited-1.0.dist-info/direct_url.json`]:
      '{"url":"file:///src/my%20edited/","dir_info":{"editable":true}}',
    [`${site}/__editable__.edited-1.0.pth`]: "/src/my edited",
    "/src/my edited/pyproject.toml": "",
    "/src/my edited/edited.py": "",
  });
  expect(bom.packages.map(({ id, location }) => `${id} ${location}`)).toEqual([
    "pkg:pypi/edited@1.0 /src/my edited",
    `pkg:pypi/folder@1.0 ${site}/folder-1.0-py3.11.egg`,
    "pkg:pypi/linked@1.0 /src/linked",
    `pkg:pypi/my-zip@2.0-rc1 ${site}/my_zip-2.0_rc1-py3.11.egg`,
  ]);
  expect(bom.dependencies).toMatchObject([{ from: "pkg:pypi/linked@1.0", requirement: "folder" }]);
  const owners: [path: string, name: string][] = [
    [`${site}/folder-1.0-py3.11.egg/folder.py`, "folder"],
    [`${site}/linked.egg-link`, "linked"],
    ["/src/linked/linked/__init__.py", "linked"],
    [`${site}/__editable__.edited-1.0.pth`, "edited"],
    ["/src/my edited/edited.py", "edited"],
  ];
  for (const [path, name] of owners) {
    expect(reasonOf(bom, path), path).toEqual({ kind: "owned", by: [name] });
  }
  expect(reasonOf(bom, "/src/linked/.venv/other.py")).toEqual({ kind: "unowned" });
  expect(reasonOf(bom, `${site}/easy-install.pth`)).toMatchObject({ kind: "package-database" });
});

test("lets no link claim what is no project", async () => {
  const bom = await takeInventory({
    [`${site}/evil.egg-link`]: "/",
    "/evil.egg-info/PKG-INFO": metadata("evil"),
    "/setup.py": "",
    [`${site}/worse-1.0.dist-info/METADATA`]: metadata("worse"),
    [`${site}/worse-1.0.dist-info/direct_url.json`]:
      '{"url":"file:///etc","dir_info":{"editable":true}}',
    "/etc/passwd": "",
    [`${site}/relative.egg-link`]: "../x",
    [`${site}/empty.egg-link`]: "/nowhere",
  });
  expect(bom.packages.map(({ name }) => name)).toEqual(["evil", "worse"]);
  expect(reasonOf(bom, "/setup.py")).toEqual({ kind: "unowned" });
  expect(reasonOf(bom, "/etc/passwd")).not.toMatchObject({ kind: "owned" });
});

test("finds what was installed outside of a site, and takes copies in packages for theirs", async () => {
  const bom = await takeInventory({
    "/opt/app/vendor/here-1.0.dist-info/METADATA": metadata("here"),
    "/opt/app/vendor/here-1.0.dist-info/RECORD": "here.py,,\n",
    "/opt/app/vendor/here.py": "",
    "/opt/tests/fixture-1.0.dist-info/METADATA": metadata("fixture"),
    "/src/built.egg-info/PKG-INFO": metadata("built"),
    [`${site}/setuptools/_vendor/copy-1.0.dist-info/METADATA`]: metadata("copy"),
    [`${site}/setuptools/_vendor/copy-1.0.dist-info/RECORD`]: "copy.py,,\n",
    [`${site}/~ip-1.0.dist-info/METADATA`]: metadata("pip"),
  });
  expect(bom.packages.map(({ name }) => name)).toEqual(["here"]);
  expect(reasonOf(bom, "/opt/app/vendor/here.py")).toEqual({ kind: "owned", by: ["here"] });
});

test("counts a distribution once that two tools recorded in the same folder", async () => {
  const bom = await takeInventory({
    [`${site}/Both.egg-info/PKG-INFO`]: metadata("Both"),
    [`${site}/Both.egg-info/top_level.txt`]: "both\n",
    [`${site}/both-1.0.dist-info/METADATA`]: metadata("both"),
    [`${site}/both/__init__.py`]: "",
  });
  expect(bom.packages.map(({ location }) => location)).toEqual([`${site}/both-1.0.dist-info`]);
  expect(reasonOf(bom, `${site}/both/__init__.py`)).toEqual({ kind: "owned", by: ["both"] });
});

test("gives each its own of a folder that several share", async () => {
  const bom = await takeInventory({
    [`${site}/one-1.0.egg-info/PKG-INFO`]: metadata("one"),
    [`${site}/one-1.0.egg-info/top_level.txt`]: "shared\nfast\n",
    [`${site}/one-1.0.egg-info/namespace_packages.txt`]: "shared\n",
    [`${site}/one-1.0.egg-info/SOURCES.txt`]: "setup.py\nsrc/shared/one.py\nshared/gone.py\n",
    [`${site}/two-1.0.dist-info/METADATA`]: metadata("two"),
    [`${site}/two-1.0.dist-info/RECORD`]: "shared/two.py,,\n",
    [`${site}/shared/one.py`]: "",
    [`${site}/shared/two.py`]: "",
    [`${site}/setup.py`]: "",
    [`${site}/fast.cpython-311-x86_64-linux-gnu.so`]: "",
    [`${site}/fast.txt`]: "",
  });
  const by = (path: string) => reasonOf(bom, `${site}/${path}`);
  expect(by("shared")).toEqual({ kind: "owned", by: ["one", "two"] });
  expect(by("shared/one.py")).toEqual({ kind: "owned", by: ["one"] });
  expect(by("shared/two.py")).toEqual({ kind: "owned", by: ["two"] });
  expect(by("fast.cpython-311-x86_64-linux-gnu.so")).toEqual({ kind: "owned", by: ["one"] });
  expect(by("fast.txt")).toEqual({ kind: "unowned" });
  expect(by("setup.py")).toEqual({ kind: "unowned" });
});

test("gives a folder to a number of distributions, however many say that it is theirs", async () => {
  const distributions = Array.from({ length: 100 }, (_, at) => [
    [`${site}/d${at}-1.0.egg-info/PKG-INFO`, metadata(`d${at}`)],
    [`${site}/d${at}-1.0.egg-info/top_level.txt`, "m\n"],
  ]);
  const bom = await takeInventory({
    ...Object.fromEntries(distributions.flat()),
    [`${site}/m/m.py`]: "",
  });
  const file = bom.files?.find(({ path }) => path === `${site}/m/m.py`);
  expect(bom.packages).toHaveLength(100);
  expect(file?.attribution.kind === "owned" && file.attribution.by.length).toBe(64);
});

test("tells where a distribution came from, and no password", async () => {
  const direct = (name: string, value: object) => ({
    [`${site}/${name}-1.0.dist-info/METADATA`]: metadata(name),
    [`${site}/${name}-1.0.dist-info/direct_url.json`]: JSON.stringify(value),
  });
  const bom = await takeInventory({
    ...direct("a", {
      url: "https://user:word@example.invalid/a.git",
      vcs_info: { vcs: "git", commit_id: "abc" },
      subdirectory: "py",
    }),
    ...direct("b", {
      url: "https://example.invalid/b-1.0.whl",
      archive_info: { hashes: { sha256: "00ff", "odd!": "text" } },
    }),
    ...direct("c", { url: "file:///tmp/c", dir_info: {} }),
    ...direct("d", { url: "no address" }),
    ...direct("e", { url: "file:///%ff", dir_info: { editable: true } }),
  });
  expect(bom.packages.map(({ purl, digests }) => [purl, digests])).toEqual([
    ["pkg:pypi/a@1.0?vcs_url=git%2Bhttps:%2F%2Fexample.invalid%2Fa.git%40abc%23py", undefined],
    ["pkg:pypi/b@1.0?download_url=https:%2F%2Fexample.invalid%2Fb-1.0.whl", ["sha256:00ff"]],
    ["pkg:pypi/c@1.0", undefined],
    ["pkg:pypi/d@1.0", undefined],
    ["pkg:pypi/e@1.0", undefined],
  ]);
});

test("tells licences by expression, by name, or by classifier in place of a whole text", async () => {
  const license = async (more: string) => {
    const bom = await takeInventory({ [`${site}/a-1.0.dist-info/METADATA`]: metadata("a", more) });
    return bom.packages[0]?.licenses;
  };
  const classifiers =
    "Classifier: License :: OSI Approved :: MIT License\nClassifier: License :: OSI Approved\nClassifier: Topic :: X";
  expect(await license(`License-Expression: MIT OR ISC\n${classifiers}`)).toEqual(["MIT OR ISC"]);
  expect(await license(`License: BSD\n${classifiers}`)).toEqual(["BSD"]);
  expect(await license(`License: Copyright\n  all of it\n${classifiers}`)).toEqual(["MIT License"]);
  expect(await license("License: Copyright\n\tall of it")).toEqual(["Copyright"]);
  expect(await license(`License: UNKNOWN\n${classifiers}`)).toEqual(["MIT License"]);
  expect(await license("")).toBeUndefined();
});

test("leaves out requirements of other Pythons and systems, and keeps those that may hold", async () => {
  const markers: readonly (readonly [marker: string, kept: boolean])[] = [
    ["python_version < '3.8'", false],
    ["python_version >= '3.8'", true],
    ["'3.8' > python_version", false],
    ["python_version == '3.11'", true],
    ["python_version != '3.11'", false],
    ["python_version > '3.2' and sys_platform == 'win32'", false],
    ["python_version <= '3.2' or platform_system != 'Windows'", true],
    ["(python_version < '3' or os_name == 'nt') and extra == 'x'", false],
    ["extra == 'x'", true],
    ["not_known == 'x'", true],
    ["sys_platform == 'linux' and platform_machine == 'x86_64'", true],
    ["python_version ~= '2.7'", true],
    ["python_version == '2.*'", true],
    ["sys_platform not in 'win32'", true],
    ["sys_platform === 'linux'", true],
    ["sys_platform == 'win32' )", true],
    [`${"(".repeat(100)}sys_platform == 'win32'`, true],
    ["", true],
  ];
  const requires = markers.map(([marker], at) => `Requires-Dist: r${at}; ${marker}`).join("\n");
  const bom = await takeInventory({
    [`${site}/a-1.0.dist-info/METADATA`]: metadata("a", requires),
  });
  const kept = new Set(bom.dependencies.map(({ requirement }) => requirement.split(";")[0]));
  expect(markers.map(([marker], at) => [marker, kept.has(`r${at}`)])).toEqual(markers);
});

test("satisfies requirements by what the Python of an environment sees", async () => {
  const system = "/usr/lib/python3/dist-packages";
  const files = (name: string, more: object) => ({
    [`/${name}/lib/python3.11/site-packages/a-1.0.dist-info/METADATA`]: metadata(
      "a",
      "Requires-Dist: b",
    ),
    ...more,
  });
  const bom = await takeInventory({
    [`${system}/b-1.0.dist-info/METADATA`]: metadata("b"),
    ...files("alone", { "/alone/pyvenv.cfg": "home = /usr/bin\n" }),
    ...files("open", { "/open/pyvenv.cfg": "include-system-site-packages = true\n" }),
  });
  expect(
    bom.dependencies.map(({ from, satisfiedBy }) => [from.includes("open"), satisfiedBy]),
  ).toEqual([
    [false, []],
    [true, ["pkg:pypi/b@1.0"]],
  ]);
});

test("reads digests of a record, and passes over those that are none", () => {
  expect(
    parsePythonRecord('a,sha256=AAEC,3\nb,sha256=,1\n"c","md5=_-8","2"\nd,x=AA,\ne,sha256=*,\nf'),
  ).toEqual([
    { path: "a", digest: "sha256:000102" },
    { path: "b" },
    { path: "c", digest: "md5:ffef" },
    { path: "d" },
    { path: "e" },
    { path: "f" },
  ]);
});

test("gives packages or coded problems for any metadata and record", async () => {
  const text = fc.string({ unit: fc.constantFrom(..."Name: Version:\n\r\"',;=[]#a1/. ") });
  await fc.assert(
    fc.asyncProperty(text, text, text, async (head, record, address) => {
      const bom = await takeInventory({
        [`${site}/a-1.0.dist-info/METADATA`]: `Name: a\nVersion: 1\n${head}`,
        [`${site}/a-1.0.dist-info/RECORD`]: record,
        [`${site}/a-1.0.dist-info/direct_url.json`]: address,
        [`${site}/b.egg-info/PKG-INFO`]: head,
        [`${site}/c.egg-link`]: record,
      });
      expect(bom.packages.map(({ name }) => name)).toContain("a");
      for (const { code } of bom.problems) expect(code).toBe("PYPI_METADATA_INVALID");
    }),
    { numRuns: 60 },
  );
});

test("leaves to a project in a project what is its own, and takes many records of one distribution for one", async () => {
  const site = "/usr/lib/python3/site-packages";
  const metadata = (name: string) => `Metadata-Version: 2.1\nName: ${name}\nVersion: 1\n`;
  const bom = await takeInventory({
    "/src/setup.py": "",
    "/src/outer.egg-info/PKG-INFO": metadata("outer"),
    "/src/part/setup.py": "",
    "/src/part/inner.egg-info/PKG-INFO": metadata("inner"),
    "/src/part/code.py": "",
    [`${site}/outer.egg-link`]: "/src",
    [`${site}/inner.egg-link`]: "/src/part",
    ...Object.fromEntries(
      ["a-1.egg-info", "A-1.dist-info", "a-1.dist-info"].map((name) => [
        `${site}/${name}/${name.endsWith(".egg-info") ? "PKG-INFO" : "METADATA"}`,
        metadata("a"),
      ]),
    ),
  });
  expect(bom.packages.map(({ purl, location }) => [purl, location])).toEqual([
    ["pkg:pypi/a@1", `${site}/A-1.dist-info`],
    ["pkg:pypi/inner@1", "/src/part"],
    ["pkg:pypi/outer@1", "/src"],
  ]);
  expect(reasonOf(bom, "/src/part/code.py")).toEqual({ kind: "owned", by: ["inner"] });
  expect(reasonOf(bom, "/src/setup.py")).toEqual({ kind: "owned", by: ["outer"] });
  expect(reasonOf(bom, `${site}/a-1.egg-info/PKG-INFO`)).toEqual({ kind: "owned", by: ["a"] });
});
