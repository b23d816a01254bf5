import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import type { Bom } from "@coppice/types";
import { beforeAll, describe, expect, test } from "vitest";
import { openFolder } from "./open-folder.ts";
import { takeInventory } from "./take-inventory.ts";

const hasDpkg =
  existsSync("/var/lib/dpkg/status") && spawnSync("dpkg-query", ["--version"]).status === 0;

/** What is looked at: enough for the referees, and readable by everybody. */
const folders = ["/var/lib/dpkg", "/usr/bin", "/usr/sbin", "/usr/share/bug", "/etc/alternatives"];
const only = (path: string) =>
  folders.some((folder) => `${path}/`.startsWith(`${folder}/`) || folder.startsWith(`${path}/`)) ||
  ["/bin", "/sbin", "/lib", "/lib64"].includes(path);

describe.skipIf(!hasDpkg)("this Debian system", () => {
  let bom: Bom;
  beforeAll(async () => {
    bom = await takeInventory(openFolder("", only));
  });
  const run = (command: string, ...args: string[]) =>
    spawnSync(command, args, { encoding: "utf8", maxBuffer: 1 << 28 }).stdout.split("\n");

  test("has the packages that dpkg-query has", () => {
    const format = `\${db:Status-Abbrev}\${Package}:\${Architecture} \${Version}\\n`;
    const rows = run("dpkg-query", "-W", `-f=${format}`).filter((row) => /^.[iUFHWt]/.test(row));
    const found = bom.packages
      .filter(({ ecosystem }) => ecosystem === "deb")
      .map(({ name, architecture, version }) => `${name}:${architecture} ${version}`);
    expect(found.sort()).toEqual(rows.map((row) => row.slice(3).trim()).sort());
  });

  test("gives programs to the packages that dpkg -S names", () => {
    const programs = (bom.files ?? []).filter(
      ({ path, type, attribution }) =>
        path.startsWith("/usr/") && type !== "directory" && attribution.kind === "owned",
    );
    const sample = programs.filter((_, index) => index % 7 === 0);
    const names = new Map(bom.packages.map(({ id, name }) => [id, name]));
    const spelled = (path: string) => [path, path.replace(/^\/usr/, "")];
    const owners = new Map<string, string>();
    for (const line of run("dpkg", "-S", ...sample.flatMap(({ path }) => spelled(path)))) {
      const [, by = "", path = ""] = /^([^ ]+): (\/.+)$/.exec(line) ?? [];
      if (path) owners.set(path.replace(/^\/(s?bin|lib)/, "/usr/$1"), by.replace(/:.*/, ""));
    }
    const diverted = new Set(run("dpkg-divert", "--list").flatMap((line) => line.split(" ")));
    expect(sample.length).toBeGreaterThan(20);
    for (const { path, attribution } of sample) {
      if (spelled(path).some((spelling) => diverted.has(spelling))) continue;
      const by = attribution.kind === "owned" ? attribution.by.map((id) => names.get(id)) : [];
      expect(by, path).toEqual([owners.get(path)]);
    }
  });

  test("explains every alternative", () => {
    const links = (bom.files ?? []).filter(({ path }) => path.startsWith("/etc/alternatives/"));
    const unexplained = links.filter(
      ({ target = "", attribution }) => attribution.kind === "unowned" && only(target),
    );
    expect(unexplained.map(({ path }) => path)).toEqual([]);
  });
});
