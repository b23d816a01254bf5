import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { editDpkgDatabase } from "@coppice/harden";
import { createFileIndex } from "@coppice/image";
import type { FileEntry, FileTree } from "@coppice/types";
import { describe, expect, test } from "vitest";

const decoder = new TextDecoder();
const md5 = "0123456789abcdef".repeat(2);

/** A tree whose files have the given texts. */
function treeOf(texts: { readonly [path: string]: string }): FileTree {
  const facts = { mode: 0o644, uid: 0, gid: 0 };
  const contents = new Map(
    Object.entries(texts).map(([path, text]) => [path, new TextEncoder().encode(text)]),
  );
  const entries = new Map<string, FileEntry>();
  for (const [path, { length }] of contents) {
    for (let at = dirname(path); at !== "/"; at = dirname(at)) {
      entries.set(at, { path: at, type: "directory", ...facts, size: 0 });
    }
    entries.set(path, { path, type: "file", ...facts, size: length });
  }
  const index = createFileIndex(entries.values());
  return {
    ...index,
    async *read(path) {
      yield contents.get(path) ?? new Uint8Array();
    },
  };
}

async function edit(
  texts: { readonly [path: string]: string },
  packages: readonly string[],
  paths: readonly string[],
): Promise<Record<string, string | undefined>> {
  const edits = await editDpkgDatabase(treeOf(texts), Object.keys(texts), {
    hasPackage: (name) => packages.includes(name),
    hasPath: (path) => paths.includes(path),
  });
  return Object.fromEntries(
    [...edits].map(([path, bytes]) => [path, bytes && decoder.decode(bytes)]),
  );
}

describe("editDpkgDatabase", () => {
  test("leaves stanzas out and keeps the others byte for byte", async () => {
    const a =
      "Package: a\nStatus: install ok installed\nVersion: 1\nDescription: caf\u00e9\n .\n more\n\n";
    const b = "Package: b\nStatus: install ok installed\nVersion: 1\n\n";
    const edits = await edit(
      { "/var/lib/dpkg/status": a + b + a.replace(" a\n", " c\n") },
      ["a", "c"],
      [],
    );
    expect(edits["/var/lib/dpkg/status"]).toBe(a + a.replace(" a\n", " c\n"));
  });

  test("leaves conffiles out that are not there, and the field when none is", async () => {
    const stanza = (conffiles: string): string =>
      `Package: a\nStatus: install ok installed\nConffiles:\n${conffiles}Description: x\n y\n`;
    const one = ` /etc/one ${md5}\n`;
    const two = ` /etc/two words ${md5} obsolete\n`;
    const status = "/var/lib/dpkg/status";
    expect((await edit({ [status]: stanza(one + two) }, ["a"], ["/etc/two words"]))[status]).toBe(
      stanza(two),
    );
    expect((await edit({ [status]: stanza(one + two) }, ["a"], []))[status]).toBe(
      "Package: a\nStatus: install ok installed\nDescription: x\n y\n",
    );
  });

  test("keeps what is left of a removed package while one of its conffiles is there", async () => {
    const stanza = `Package: gone\nStatus: deinstall ok config-files\nVersion: 1\nConffiles:\n /etc/gone ${md5}\n`;
    const status = "/var/lib/dpkg/status";
    expect(await edit({ [status]: stanza }, [], ["/etc/gone"])).toEqual({});
    expect((await edit({ [status]: stanza }, [], []))[status]).toBe("");
  });

  test("lists of a package only what is there", async () => {
    const info = "/var/lib/dpkg/info";
    const edits = await edit(
      {
        [`${info}/a.list`]: "/.\n/usr\n/usr/bin\n/usr/bin/a\n/usr/bin/b\n",
        [`${info}/a:amd64.md5sums`]: "0123  usr/bin/a\n4567  usr/bin/b\n",
        [`${info}/a.conffiles`]: "/etc/a\nremove-on-upgrade /etc/b\n",
        [`${info}/a.postinst`]: "#!/bin/sh\n/usr/bin/b\n",
      },
      ["a"],
      ["/usr", "/usr/bin", "/usr/bin/a", "/etc/a"],
    );
    expect(edits).toEqual({
      [`${info}/a.list`]: "/.\n/usr\n/usr/bin\n/usr/bin/a\n",
      [`${info}/a:amd64.md5sums`]: "0123  usr/bin/a\n",
      [`${info}/a.conffiles`]: "/etc/a\n",
    });
  });

  test("follows a diversion for all but the package that asked for it", async () => {
    const texts = {
      "/var/lib/dpkg/diversions": "/bin/x\n/bin/x.real\nb\n",
      "/var/lib/dpkg/info/a.list": "/bin/x\n",
      "/var/lib/dpkg/info/b.list": "/bin/x\n",
    };
    expect(await edit(texts, ["a", "b"], ["/bin/x"])).toEqual({ "/var/lib/dpkg/info/a.list": "" });
    expect(await edit(texts, ["a", "b"], ["/bin/x.real"])).toEqual({
      "/var/lib/dpkg/info/b.list": "",
    });
    expect(await edit(texts, ["a"], ["/bin/x"])).toEqual({
      "/var/lib/dpkg/diversions": "",
      "/var/lib/dpkg/info/a.list": "",
    });
  });

  test("keeps the diversion of a package that goes while what it diverted stays", async () => {
    const texts = {
      "/var/lib/dpkg/diversions": "/bin/x\n/bin/x.real\nb\n/bin/y\n/bin/y.real\nb\n",
      "/var/lib/dpkg/info/a.list": "/bin/x\n",
    };
    expect(await edit(texts, ["a"], ["/bin/x.real"])).toEqual({
      "/var/lib/dpkg/diversions": "/bin/x\n/bin/x.real\nb\n",
    });
  });

  test("forgets triggers and overrides of what goes", async () => {
    const folder = "/var/lib/dpkg";
    const edits = await edit(
      {
        [`${folder}/triggers/File`]: "/usr/share/x a/noawait\n/usr/share/y b\n",
        [`${folder}/triggers/update`]: "b\na:amd64\n",
        [`${folder}/statoverride`]: "root a 4755 /usr/bin/a\nroot b 710 /usr/lib/b c\n",
      },
      ["a"],
      ["/usr/bin/a"],
    );
    expect(edits).toEqual({
      [`${folder}/triggers/File`]: "/usr/share/x a/noawait\n",
      [`${folder}/triggers/update`]: "a:amd64\n",
      [`${folder}/statoverride`]: "root a 4755 /usr/bin/a\n",
    });
  });

  test("keeps of an alternative the choices that are there, and nothing of one without any", async () => {
    const path = "/var/lib/dpkg/alternatives/pager";
    const head = "auto\n/usr/bin/pager\npager.1\n/usr/share/man/pager.1\n\n";
    const less = "/usr/bin/less\n77\n/usr/share/man/less.1\n";
    const more = "/usr/bin/more\n50\n\n";
    const text = `${head}${less}${more}\n`;
    expect((await edit({ [path]: text }, [], ["/usr/bin/more"]))[path]).toBe(`${head}${more}\n`);
    expect(await edit({ [path]: text }, [], ["/usr/bin/more", "/usr/bin/less"])).toEqual({});
    expect(await edit({ [path]: text }, [], [])).toEqual({ [path]: undefined });
  });

  test("edits the one-file records of distroless images", async () => {
    const folder = "/var/lib/dpkg/status.d";
    const edits = await edit(
      {
        [`${folder}/a`]: "Package: a\nVersion: 1\n",
        [`${folder}/a.md5sums`]: "0123  usr/bin/a\n4567  usr/bin/b\n",
      },
      ["a"],
      ["/usr/bin/a"],
    );
    expect(edits).toEqual({ [`${folder}/a.md5sums`]: "0123  usr/bin/a\n" });
  });

  const hasDpkg = process.getuid?.() === 0 && spawnSync("dpkg-deb", ["--version"]).status === 0;
  test.skipIf(!hasDpkg)("leaves a database that dpkg itself finds nothing missing in", async () => {
    const folder = mkdtempSync(join(tmpdir(), "coppice-dpkg-"));
    try {
      const root = join(folder, "root");
      for (const path of ["var/lib/dpkg/info", "var/lib/dpkg/updates", "usr/lib"]) {
        mkdirSync(join(root, path), { recursive: true });
      }
      writeFileSync(join(root, "var/lib/dpkg/status"), "");
      symlinkSync("usr/lib", join(root, "lib"));
      for (const name of ["kept", "gone"]) {
        const source = join(folder, name);
        const write = (path: string, text: string): void => {
          mkdirSync(dirname(join(source, path)), { recursive: true });
          writeFileSync(join(source, path), text);
        };
        write(
          "DEBIAN/control",
          `Package: ${name}\nVersion: 1:2-3\nArchitecture: all\nMaintainer: x <x@example.org>\nDescription: x\n`,
        );
        const paths = [
          `/lib/${name}/one`,
          `/lib/${name}/two`,
          `/etc/${name}.conf`,
          `/etc/${name}.d/x`,
        ];
        for (const path of paths) write(path, path);
        write("DEBIAN/conffiles", `/etc/${name}.conf\n/etc/${name}.d/x\n`);
        execFileSync("dpkg-deb", ["--root-owner-group", "--build", source], { stdio: "pipe" });
        execFileSync("dpkg", [`--root=${root}`, "--install", `${source}.deb`], { stdio: "pipe" });
      }
      const run = (...args: string[]): string =>
        spawnSync("dpkg", [`--root=${root}`, ...args], { encoding: "utf8" }).stdout;
      const removed = [
        "usr/lib/gone",
        "etc/gone.conf",
        "etc/gone.d",
        "usr/lib/kept/two",
        "etc/kept.d/x",
      ];
      for (const path of removed) rmSync(join(root, path), { recursive: true });
      for (const kind of ["list", "conffiles", "md5sums"]) {
        rmSync(join(root, `var/lib/dpkg/info/gone.${kind}`), { force: true });
      }
      expect(run("--verify")).toContain("missing");

      const listing = execFileSync("find", [root, "-printf", "/%P\\t%y\\t%l\\n"], {
        encoding: "utf8",
      });
      const entries = listing
        .split("\n")
        .filter((line) => line !== "")
        .map((line): FileEntry => {
          const [path = "", kind = "", target = ""] = line.split("\t");
          const type = kind === "d" ? "directory" : kind === "l" ? "symlink" : "file";
          return { path, type, mode: 0o755, uid: 0, gid: 0, size: 0, target };
        });
      const index = createFileIndex(entries);
      const tree: FileTree = {
        ...index,
        async *read(path) {
          yield readFileSync(join(root, path));
        },
      };
      const paths = entries.filter(({ type }) => type === "file").map(({ path }) => path);
      const edits = await editDpkgDatabase(tree, paths, {
        hasPackage: (name) => name === "kept",
        hasPath: (path) => index.stat(path) !== undefined,
      });
      for (const [path, bytes] of edits) writeFileSync(join(root, path), bytes ?? "");

      expect(run("--verify")).toBe("");
      expect(run("--listfiles", "kept").split("\n")).toEqual([
        "/.",
        "/etc",
        "/etc/kept.conf",
        "/etc/kept.d",
        "/lib",
        "/lib/kept",
        "/lib/kept/one",
        "",
      ]);
      const shown = execFileSync("dpkg-query", [`--admindir=${root}/var/lib/dpkg`, "-W"]);
      expect(shown.toString()).toBe("kept\t1:2-3\n");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
