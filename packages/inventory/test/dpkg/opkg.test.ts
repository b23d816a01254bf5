import { opkgExtractor } from "@coppice/inventory";
import { expect, test } from "vitest";
import { createTextTree } from "../create-tree.ts";
import { reasonOf, takeInventory } from "../take-inventory.ts";
import { withDigests } from "./with-digests.ts";

const take = (files: Record<string, string>) =>
  takeInventory(withDigests(createTextTree(files)), { extractors: [opkgExtractor] });

const sha256OfEmpty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

test("reads the records of OpenWrt's opkg", async () => {
  const bom = await take({
    "/etc/os-release": "ID=openwrt\nVERSION_ID=23.05.5\n",
    "/usr/lib/opkg/status": `Package: libc\nVersion: 1.2.4-4\nStatus: install hold installed\nEssential: yes\nArchitecture: x86_64\n\nPackage: dropbear\nVersion: 2022.82-6\nDepends: libc, kmod (>= 1)\nStatus: install user installed\nArchitecture: x86_64\nConffiles:\n /etc/config/dropbear ${"0".repeat(64)}\n /etc/right ${sha256OfEmpty}\n /etc/bad 00\n`,
    "/usr/lib/opkg/info/libc.list": "/lib/libc.so\n",
    "/usr/lib/opkg/info/dropbear.list": "/etc/config/dropbear\n/etc/right\n/usr/sbin/dropbear\n",
    "/usr/lib/opkg/info/dropbear.postinst": "touch /etc/dropbear.key\n",
    "/etc/dropbear.key": "",
    "/lib/libc.so": "",
    "/etc/config/dropbear": "",
    "/etc/right": "",
    "/usr/sbin/dropbear": "",
  });
  expect(bom.packages).toMatchObject([
    {
      id: "pkg:generic/openwrt/dropbear@2022.82-6?arch=x86_64",
      ecosystem: "opkg",
      location: "/usr/lib/opkg/status",
      modifiedSinceInstall: [{ path: "/etc/config/dropbear", configuration: true }],
    },
    { name: "libc", version: "1.2.4-4", essential: true },
  ]);
  expect(
    bom.dependencies.map(({ requirement, satisfiedBy }) => [requirement, satisfiedBy]),
  ).toEqual([
    ["kmod (>= 1)", []],
    ["libc", [bom.packages[1]?.id]],
  ]);
  expect(reasonOf(bom, "/etc/dropbear.key")).toEqual({ kind: "configuration", by: "dropbear" });
  expect(reasonOf(bom, "/usr/sbin/dropbear")).toEqual({ kind: "owned", by: ["dropbear"] });
  expect(reasonOf(bom, "/usr/lib/opkg")).toEqual({ kind: "package-database", ecosystem: "opkg" });
});

test("reads the records of a system that Yocto built", async () => {
  const bom = await take({
    "/var/lib/opkg/status":
      "Package: a\nVersion: 1.0-r0\nStatus: install ok installed\nArchitecture: core2-64\nMaintainer: A <a@example.org>\nLicense: MIT\nDescription: short\n long\n",
    "/var/lib/opkg/info/a.list": "/usr/bin/a\t0100755\n/usr/bin/b\t0120777\ta\n",
    "/usr/bin/a": "",
    "/usr/bin/b": "-> a",
  });
  expect(bom.packages).toMatchObject([
    {
      purl: "pkg:generic/a@1.0-r0?arch=core2-64",
      licenses: ["MIT"],
      description: "short",
      supplier: "A <a@example.org>",
    },
  ]);
  expect(reasonOf(bom, "/usr/bin/b")).toEqual({ kind: "owned", by: ["a"] });
  expect(bom.problems).toEqual([]);
});
