import { parsePythonRecord } from "@coppice/inventory";
import fc from "fast-check";
import { expect, test } from "vitest";
import { dpkgFiles, reasonOf, takeInventory } from "./take-inventory.ts";

const site = "/venv/lib/python3.11/site-packages";
const metadata = (name: string, more = "") =>
  `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0\n${more}\n\nText\n`;

test("finds distributions of each form", async () => {
  const bom = await takeInventory({
    [`${site}/Foo_Bar-1.0.dist-info/METADATA`]: metadata(
      "Foo_Bar",
      "Summary: good\nLicense: MIT\nAuthor: UNKNOWN",
    ),
    [`${site}/old-1.0.egg-info/PKG-INFO`]: metadata("old"),
    [`${site}/older-1.0.egg-info`]: metadata("older"),
    [`${site}/foo/_vendor/hidden-1.0.dist-info/METADATA`]: metadata("hidden"),
  });
  expect(bom.packages.map(({ purl, location }) => [purl, location])).toEqual([
    ["pkg:pypi/foo-bar@1.0", `${site}/Foo_Bar-1.0.dist-info`],
    ["pkg:pypi/old@1.0", `${site}/old-1.0.egg-info`],
    ["pkg:pypi/older@1.0", `${site}/older-1.0.egg-info`],
  ]);
  const [foo] = bom.packages;
  expect(foo).toMatchObject({ name: "Foo_Bar", description: "good", licenses: ["MIT"] });
  expect(foo?.supplier).toBeUndefined();
});

test("owns what RECORD names, also outside the site and through links", async () => {
  const bom = await takeInventory({
    [`${site}/foo-1.0.dist-info/METADATA`]: metadata("foo"),
    [`${site}/foo-1.0.dist-info/RECORD`]:
      'foo/__init__.py,sha256=x,1\nfoo/__pycache__/__init__.cpython-311.pyc,,\n../../../bin/foo,,\n"foo/a,b.py",,\n../../../../../../../../etc/x,,\n/venv/lib64/abs,,\n',
    [`${site}/foo/__init__.py`]: "",
    [`${site}/foo/a,b.py`]: "",
    [`${site}/foo/made.txt`]: "",
    [`${site}/foo/__pycache__/__init__.cpython-311.pyc`]: "",
    "/venv/bin/foo": "#!/venv/bin/python\n",
    "/venv/lib64": "-> lib",
    "/venv/lib/abs": "",
    "/etc/x": "",
  });
  const owned = { kind: "owned", by: ["foo"] };
  for (const path of [
    `${site}/foo`,
    `${site}/foo/a,b.py`,
    "/venv/bin/foo",
    "/venv/lib/abs",
    "/etc/x",
  ]) {
    expect(reasonOf(bom, path), path).toEqual(owned);
  }
  expect(reasonOf(bom, `${site}/foo-1.0.dist-info/RECORD`)).toEqual(owned);
  expect(reasonOf(bom, `${site}/foo/made.txt`)).toEqual({ kind: "unowned" });
  expect(reasonOf(bom, site)).toEqual({ kind: "derived", rule: "folder", from: [], by: ["foo"] });
  const bytecode = { kind: "derived", rule: "python-bytecode", from: [`${site}/foo/__init__.py`] };
  expect(reasonOf(bom, `${site}/foo/__pycache__/__init__.cpython-311.pyc`)).toEqual({
    ...bytecode,
    by: ["foo"],
  });
  expect(bom.files?.find(({ path }) => path === "/venv/bin/foo")?.shebang).toEqual({
    interpreter: "/venv/bin/python",
  });
});

test("owns what older installers listed, or at least what top_level.txt names", async () => {
  const bom = await takeInventory({
    [`${site}/one-1.0.egg-info/PKG-INFO`]: metadata("one"),
    [`${site}/one-1.0.egg-info/installed-files.txt`]: "../one.py\nPKG-INFO\n",
    [`${site}/one.py`]: "",
    [`${site}/two-1.0.egg-info/PKG-INFO`]: metadata("two"),
    [`${site}/two-1.0.egg-info/top_level.txt`]: "two\nlone\n..\n../../evil\n",
    [`${site}/two/deep/file.txt`]: "",
    [`${site}/lone.py`]: "",
  });
  expect(reasonOf(bom, `${site}/one.py`)).toEqual({ kind: "owned", by: ["one"] });
  expect(reasonOf(bom, `${site}/two/deep/file.txt`)).toEqual({ kind: "owned", by: ["two"] });
  expect(reasonOf(bom, `${site}/lone.py`)).toEqual({ kind: "owned", by: ["two"] });
});

test("knows the .deb that brought a distribution", async () => {
  const packages = "/usr/lib/python3/dist-packages";
  const info = `${packages}/six-1.16.0.egg-info/PKG-INFO`;
  const bom = await takeInventory({
    ...dpkgFiles({ "python3-six": { list: [`${packages}/six.py`, info] } }),
    [info]: metadata("six"),
    [`${packages}/six-1.16.0.egg-info/top_level.txt`]: "six\n",
    [`${packages}/six.py`]: "",
    [`${packages}/__pycache__/six.cpython-311.opt-1.pyc`]: "",
  });
  const [deb, six] = bom.packages;
  expect(six?.ownedBy).toBe(deb?.id);
  expect(reasonOf(bom, `${packages}/six.py`)).toEqual({
    kind: "owned",
    by: ["python3-six", "six"],
  });
  expect(reasonOf(bom, `${packages}/__pycache__`)).toEqual({
    kind: "derived",
    rule: "folder",
    from: [],
    by: ["python3-six", "six"],
  });
});

test("satisfies requirements by name, in the same site first", async () => {
  const other = "/usr/lib/python3/dist-packages";
  const requires =
    "Requires-Dist: Dep.One (>=2) ; python_version < '4'\nRequires-Dist: extra-thing; extra == 'x'\nRequires-Dist: far";
  const bom = await takeInventory({
    [`${site}/a-1.0.dist-info/METADATA`]: metadata("a", requires),
    [`${site}/dep_one-1.0.dist-info/METADATA`]: metadata("dep_one"),
    [`${other}/dep_one-1.0.dist-info/METADATA`]: metadata("dep_one"),
    [`${other}/far-1.0.egg-info/PKG-INFO`]: metadata("far"),
    [`${other}/far-1.0.egg-info/requires.txt`]: "dep-one>=1\n\n[x:python_version<'4']\na\n[y]\nb\n",
  });
  const found = bom.dependencies.map(({ kind, requirement, satisfiedBy }) => [
    kind,
    requirement,
    satisfiedBy.map((id) => id.replace("pkg:pypi/", "")),
  ]);
  expect(found).toEqual([
    ["optional", "extra-thing; extra == 'x'", []],
    [
      "runtime",
      "Dep.One (>=2) ; python_version < '4'",
      [`dep-one@1.0#${site}/dep_one-1.0.dist-info`],
    ],
    ["runtime", "far", ["far@1.0"]],
    ["optional", `a; python_version<'4' and extra == "x"`, ["a@1.0"]],
    ["optional", 'b; extra == "y"', []],
    ["runtime", "dep-one>=1", ["dep-one@1.0"]],
  ]);
});

test("ends soon with a module named over and over, and with a path of any length", async () => {
  const modules = Array.from({ length: 2000 }, (_, index) => [`${site}/m/${index}.py`, ""]);
  const bom = await takeInventory({
    ...Object.fromEntries(modules),
    [`${site}/a-1.0.egg-info/PKG-INFO`]: metadata("a"),
    [`${site}/a-1.0.egg-info/top_level.txt`]: "m\n".repeat(200_000),
    [`${site}/b-1.0.dist-info/METADATA`]: metadata("b"),
    [`${site}/b-1.0.dist-info/RECORD`]: `${"d/".repeat(200_000)}b.py,,\nb.py,,\n`,
    [`${site}/b.py`]: "",
  });
  expect(reasonOf(bom, `${site}/m/7.py`)).toEqual({ kind: "owned", by: ["a"] });
  expect(reasonOf(bom, `${site}/b.py`)).toEqual({ kind: "owned", by: ["b"] });
});

test("reports metadata without a name", async () => {
  const path = `${site}/x.dist-info/METADATA`;
  const bom = await takeInventory({ [path]: "Version: 1\n" });
  expect(bom.problems).toMatchObject([{ code: "PYPI_METADATA_INVALID", path }]);
});

test("reads back every path that a CSV writer quotes", () => {
  const path = fc.string({ unit: fc.constantFrom(...'ab/,"\n\r é') }).filter((text) => text !== "");
  const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
  fc.assert(
    fc.property(fc.array(path), fc.constantFrom("\n", "\r\n"), (paths, end) => {
      const text = paths.map((each) => `${quote(each)},${quote("sha256=x")},${end}`).join("");
      expect(parsePythonRecord(text).map((row) => row.path)).toEqual(paths);
    }),
  );
});

test("ends with any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'a,"\n') }), (text) => {
      expect(parsePythonRecord(text).length).toBeLessThanOrEqual(text.length);
    }),
  );
});
