import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { normalizePypiName } from "@coppice/inventory";
import { afterAll, describe, expect, test } from "vitest";
import { openFolder } from "../open-folder.ts";
import { takeInventory } from "../take-inventory.ts";

const python = "/usr/bin/python3";
const hasVenv = spawnSync(python, ["-c", "import venv, ensurepip"]).status === 0;

describe.skipIf(!hasVenv)("a virtual environment that Python made (python3, venv)", async () => {
  if (!hasVenv) return;
  const folder = mkdtempSync(join(tmpdir(), "coppice-venv-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  execFileSync(python, ["-m", "venv", join(folder, "venv")]);
  const pip = (...args: string[]) =>
    execFileSync(
      join(folder, "venv/bin/python3"),
      ["-m", "pip", "--disable-pip-version-check", "--no-input", ...args],
      { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
    );
  // A project without a build, which pip installs from the wheel that is written here, and one that is used in place.
  mkdirSync(join(folder, "wheel"));
  writeFileSync(join(folder, "make.py"), wheelProgram());
  execFileSync(python, [join(folder, "make.py"), join(folder, "wheel")]);
  pip("install", "--no-index", "--find-links", join(folder, "wheel"), "My.Project");
  const bom = await takeInventory(openFolder(join(folder, "venv")));

  test("has the distributions that pip lists", () => {
    const listed: { name: string; version: string }[] = JSON.parse(pip("list", "--format=json"));
    const key = (name: string, version = "") => `${normalizePypiName(name)} ${version}`;
    expect(bom.packages.map(({ name, version }) => key(name, version)).sort()).toEqual(
      listed.map(({ name, version }) => key(name, version)).sort(),
    );
    expect(bom.packages.map(({ name }) => name)).toContain("My.Project");
  });

  test("has the files that pip shows, with their digests", () => {
    const shown = pip("show", "--files", "My.Project").split("\n");
    const files = shown.slice(shown.indexOf("Files:") + 1).flatMap((line) => line.trim() || []);
    const id = bom.packages.find(({ name }) => name === "My.Project")?.id;
    const site = bom.files
      ?.find(({ path }) => path.endsWith("/my_project.py"))
      ?.path.replace("/my_project.py", "");
    const owned = bom.files?.flatMap(({ path, type, attribution }) =>
      type === "file" && attribution.kind === "owned" && attribution.by.includes(id ?? "")
        ? [path]
        : [],
    );
    const expected = files
      .filter((file) => !file.endsWith(".pyc"))
      .map((file) => new URL(file, `file://${site}/`).pathname);
    expect(owned?.sort()).toEqual(expected.sort());
  });

  test("leaves only the links to Python itself unexplained", () => {
    const unowned = bom.files?.filter(({ attribution }) => attribution.kind === "unowned") ?? [];
    const names = unowned.map(({ path }) => path.slice(path.lastIndexOf("/") + 1));
    expect(names.filter((name) => !/^(?:|bin|python[\d.]*|include|lib64)$/.test(name))).toEqual([]);
  });
});

/** Writes a wheel with a module and a command; the digests are pip's to record. */
function wheelProgram(): string {
  return `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1] + "/my_project-1.0-py3-none-any.whl", "w") as wheel:
    wheel.writestr("my_project.py", "def main(): pass\\n")
    info = "my_project-1.0.dist-info/"
    wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: My.Project\\nVersion: 1.0\\n")
    wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    wheel.writestr(info + "entry_points.txt", "[console_scripts]\\nmine = my_project:main\\n")
    wheel.writestr(info + "RECORD", "".join(
        name + ",,\\n" for name in ["my_project.py", info + "METADATA", info + "WHEEL", info + "entry_points.txt", info + "RECORD"]
    ))
`;
}
