import { dpkgExtractor } from "@coppice/inventory";
import { expect, test } from "vitest";
import { createTextTree } from "../create-tree.ts";
import { dpkgFiles, reasonOf, takeInventory as take } from "../take-inventory.ts";
import { withDigests } from "./with-digests.ts";

const takeInventory = (source: Parameters<typeof take>[0]) =>
  take(source, { extractors: [dpkgExtractor] });

const md5OfEmpty = "d41d8cd98f00b204e9800998ecf8427e";
const other = "0".repeat(32);

test("compares files with the digests that md5sums and conffiles record", async () => {
  const bom = await takeInventory(
    withDigests(
      createTextTree({
        ...dpkgFiles({
          one: {
            fields: `Conffiles:\n /etc/a ${other}\n /etc/b ${md5OfEmpty}\n /etc/new newconffile remove-on-upgrade\n /etc/old ${other} obsolete`,
            list: ["/etc/a", "/etc/b", "/etc/new", "/usr/bin/right", "/usr/bin/wrong", "/usr/link"],
          },
        }),
        "/var/lib/dpkg/info/one.md5sums": `${md5OfEmpty}  usr/bin/right\n${other} *usr/bin/wrong\n${other}  usr/link\n${other}  usr/gone\n`,
        "/etc/a": "",
        "/etc/b": "",
        "/etc/new": "",
        "/etc/old": "",
        "/usr/bin/right": "",
        "/usr/bin/wrong": "",
        "/usr/link": "-> bin/wrong",
      }),
    ),
  );
  const [recorded, found] = [`md5:${other}`, `md5:${md5OfEmpty}`];
  expect(bom.packages[0]?.modifiedSinceInstall).toEqual([
    { path: "/etc/a", recorded, found, configuration: true },
    { path: "/usr/bin/wrong", recorded, found },
  ]);
  expect(reasonOf(bom, "/etc/new")).toEqual({ kind: "owned", by: ["one"], configuration: true });
  expect(reasonOf(bom, "/etc/old")).toEqual({ kind: "configuration", by: "one" });
});

test("compares the files of distroless images as well", async () => {
  const bom = await takeInventory(
    withDigests(
      createTextTree({
        "/var/lib/dpkg/status.d/base": "Package: base\nVersion: 1\nArchitecture: amd64\n",
        "/var/lib/dpkg/status.d/base.md5sums": `${other}  ./etc/a\n${md5OfEmpty}  etc/b\r\n${md5OfEmpty}  etc/c\n`,
        "/etc/a": "",
        "/etc/c": "",
      }),
    ),
  );
  expect(bom.packages[0]?.modifiedSinceInstall?.map(({ path }) => path)).toEqual(["/etc/a"]);
});

test("takes what dpkg has not yet written to its status from its updates", async () => {
  const stanza = (name: string, version: string, state: string) =>
    `Package: ${name}\nStatus: install ok ${state}\nVersion: ${version}\nArchitecture: all\n`;
  const bom = await takeInventory({
    "/var/lib/dpkg/status": `${stanza("a", "1", "installed")}\n${stanza("b", "1", "installed")}`,
    "/var/lib/dpkg/updates/0000": stanza("a", "2", "unpacked"),
    "/var/lib/dpkg/updates/0001": stanza("b", "1", "not-installed"),
    "/var/lib/dpkg/updates/0002": stanza("c", "1", "half-installed"),
    "/var/lib/dpkg/updates/tmp.i": stanza("d", "1", "installed"),
    "/var/lib/dpkg/info/a.list": "/.\n",
    "/var/lib/dpkg/info/c.list": "/.\n",
  });
  expect(bom.packages.map(({ name, version }) => `${name} ${version}`)).toEqual(["a 2", "c 1"]);
  expect(bom.problems).toEqual([]);
});

test("names the distribution of a derivative as its os-release does", async () => {
  const bom = await takeInventory({
    ...dpkgFiles({ one: {} }),
    "/etc/os-release": "ID=ubuntu\nID_LIKE=debian\nVERSION_CODENAME=noble\n",
  });
  expect(bom.packages[0]?.purl).toBe("pkg:deb/ubuntu/one@1?arch=amd64&distro=noble");
});

test("follows a link of the documentation to the licences of another package", async () => {
  const bom = await takeInventory({
    ...dpkgFiles({ a: {}, b: {}, c: {}, constructor: {} }),
    "/usr/share/doc/a/copyright": "Format: https://example.org/1.0/\nLicense: MIT\n",
    "/usr/share/doc/b": "-> a",
    "/usr/share/doc/c/copyright": "All rights reserved.\nLicense: none\n",
  });
  expect(bom.packages.map(({ licenses }) => licenses)).toEqual([
    ["MIT"],
    ["MIT"],
    undefined,
    undefined,
  ]);
});
