import { spawnSync } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { alpmExtractor } from "@coppice/inventory";
import type { Bom } from "@coppice/types";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withDigests } from "../dpkg/with-digests.ts";
import { openFolder } from "../open-folder.ts";
import { takeInventory } from "../take-inventory.ts";

const runs = (command: string) => spawnSync(command, ["--version"]).status === 0;
/** pacman installs for nobody but root, also below another folder. */
const canInstall = runs("pacman") && runs("bsdtar") && process.getuid?.() === 0;

/** A small system that pacman itself sets up, with files changed afterwards. */
describe.skipIf(!canInstall)("a system that pacman made", () => {
  const work = mkdtempSync(join(tmpdir(), "coppice-pacman-"));
  const root = join(work, "root");
  let bom: Bom;

  const run = (cwd: string, command: string, ...args: string[]): string => {
    const options = { cwd, encoding: "utf8", env: { ...process.env, LC_ALL: "C" } } as const;
    const { stdout, stderr, status } = spawnSync(command, args, options);
    if (status !== 0) throw new Error(`${command}: ${stderr}`);
    return stdout;
  };
  const pacman = (...args: string[]) =>
    run(work, "pacman", "--root", root, "--config", join(work, "pacman.conf"), ...args);
  const write = (path: string, text: string) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };
  const build = (name: string, information: string, files: Record<string, string>): string => {
    const folder = join(work, name);
    const head = `pkgname = ${name}\npkgbase = source\npkgver = 1:1.0-1\npkgdesc = x\narch = any\n`;
    write(`${folder}/.PKGINFO`, `${head}${information}`);
    for (const [path, text] of Object.entries(files)) write(`${folder}/${path}`, text);
    const options = "--options=!all,use-set,type,uid,gid,mode,time,size,md5,sha256,link";
    run(folder, "bsdtar", "-czf", ".MTREE", "--format=mtree", options, ".PKGINFO", "etc", "usr");
    run(folder, "bsdtar", "-czf", `${folder}.pkg.tar.gz`, ".PKGINFO", ".MTREE", "etc", "usr");
    return `${folder}.pkg.tar.gz`;
  };

  beforeAll(async () => {
    write(join(work, "pacman.conf"), "[options]\nArchitecture = auto\nSigLevel = Never\n");
    mkdirSync(`${root}/var/lib/pacman`, { recursive: true });
    const one = build("one", "license = MIT\nbackup = etc/one.conf\nprovides = virtual=2\n", {
      "etc/one.conf": "a\n",
      "usr/bin/one": "#!/bin/sh\n",
      "usr/share/one/näme with space": "data\n",
      "usr/share/one/other": "other\n",
    });
    const two = build("two", "depend = one>=1:1\ndepend = virtual>1\n", {
      "etc/two.conf": "a\n",
      "usr/bin/two": "",
    });
    pacman("--upgrade", "--noconfirm", one, two);
    appendFileSync(`${root}/etc/one.conf`, "changed\n");
    appendFileSync(`${root}/usr/bin/one`, "changed\n");
    bom = await takeInventory(withDigests(openFolder(root)), { extractors: [alpmExtractor] });
  });
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  test("has the packages that pacman --query names, with what it says of them", () => {
    const found = bom.packages.map(({ name, version }) => `${name} ${version}`);
    expect(found.sort()).toEqual(pacman("--query").split("\n").filter(Boolean).sort());
    const information = pacman("--query", "--info", "one");
    const said = (field: string) => new RegExp(`^${field} *: (.*)$`, "m").exec(information)?.[1];
    const one = bom.packages.find(({ name }) => name === "one");
    expect(one?.description).toBe(said("Description"));
    expect(one?.architecture).toBe(said("Architecture"));
    expect(one?.licenses?.join("  ")).toBe(said("Licenses"));
  });

  test("gives files to the packages that pacman --query --list does", () => {
    const lines = pacman("--query", "--list").split("\n").filter(Boolean);
    const listed = lines.map((line) => line.replace(` ${root}`, " ").replace(/\/$/, ""));
    const names = new Map(bom.packages.map(({ id, name }) => [id, name]));
    const owned = (bom.files ?? []).flatMap(({ path, attribution }) =>
      attribution.kind === "owned" ? attribution.by.map((id) => `${names.get(id)} ${path}`) : [],
    );
    expect(owned.sort()).toEqual(listed.sort());
    const unowned = bom.files?.filter(({ attribution }) => attribution.kind === "unowned");
    expect(unowned?.map(({ path }) => path)).toEqual([]);
  });

  test("sees the files that were changed, and no others", () => {
    const modified = bom.packages.flatMap((found) => found.modifiedSinceInstall ?? []);
    expect(modified).toMatchObject([
      { path: "/etc/one.conf", configuration: true },
      { path: "/usr/bin/one" },
    ]);
  });

  test("has no unsatisfied dependency", () => {
    expect(bom.dependencies.map(({ requirement }) => requirement)).toEqual([
      "one>=1:1",
      "virtual>1",
    ]);
    expect(bom.dependencies.filter(({ satisfiedBy }) => satisfiedBy.length !== 1)).toEqual([]);
    expect(bom.problems).toEqual([]);
  });
});
