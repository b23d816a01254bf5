import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dpkgExtractor } from "@coppice/inventory";
import type { Bom } from "@coppice/types";
import { beforeAll, describe, expect, test } from "vitest";
import { openFolder } from "../open-folder.ts";
import { takeInventory } from "../take-inventory.ts";
import { withDigests } from "./with-digests.ts";

const hasDpkg =
  existsSync("/var/lib/dpkg/status") && spawnSync("dpkg-query", ["--version"]).status === 0;

/** Essential packages, whose files are everywhere. */
const sample = ["base-files", "base-passwd", "bash", "coreutils", "dash", "diffutils", "dpkg"];

const run = (command: string, ...args: string[]) =>
  spawnSync(command, args, { encoding: "utf8", maxBuffer: 1 << 28 })
    .stdout.split("\n")
    .filter(Boolean);

describe.skipIf(!hasDpkg)("the Debian system that this runs on", () => {
  let bom: Bom;
  let compared = 0;
  beforeAll(async () => {
    const merged = (path: string) => path.replace(/^\/(bin|sbin|lib|lib64)\//, "/usr/$1/");
    const files = new Set([
      "/bin",
      "/sbin",
      "/lib",
      "/lib64",
      ...run("dpkg-query", "-L", ...sample).map(merged),
    ]);
    const only = (path: string) => files.has(path) || `${path}/`.startsWith("/var/lib/dpkg/");
    const parents = new Set(["/var", "/var/lib"]);
    bom = await takeInventory(
      withDigests(
        openFolder("", (path) => parents.has(path) || only(path)),
        () => compared++,
      ),
      { extractors: [dpkgExtractor] },
    );
  });

  test("has the sources that dpkg-query shows", () => {
    const format = `\${db:Status-Abbrev}\${Package}:\${Architecture} \${source:Package} \${source:Version}\\n`;
    const rows = run("dpkg-query", "-W", `-f=${format}`).filter((row) => /^.[iUFHWt]/.test(row));
    const found = bom.packages.map(
      ({ name, architecture, source }) =>
        `${name}:${architecture} ${source?.name} ${source?.version}`,
    );
    expect(found.sort()).toEqual(rows.map((row) => row.slice(3).trim()).sort());
  });

  test("has the changed files of a sample that dpkg --verify names", () => {
    const differing = run("dpkg", "--verify", ...sample).flatMap((line) =>
      line.startsWith("??5") ? [line.slice(line.indexOf("/"))] : [],
    );
    const modified = bom.packages
      .filter(({ name }) => sample.includes(name))
      .flatMap((found) => found.modifiedSinceInstall ?? []);
    expect(compared).toBeGreaterThan(100);
    expect(modified.map(({ path }) => path).sort()).toEqual(differing.sort());
  });
});
