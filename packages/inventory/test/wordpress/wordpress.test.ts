import { expect, test } from "vitest";
import { reasonOf, takeInventory } from "../take-inventory.ts";

test("finds WordPress, its plugins in folders and files, and its themes", async () => {
  const site = "/var/www/html";
  const bom = await takeInventory({
    [`${site}/wp-includes/version.php`]: "<?php\n$wp_version = '6.4.2';\n",
    [`${site}/index.php`]: "<?php",
    [`${site}/wp-content/plugins/akismet/akismet.php`]:
      "<?php\n/**\n * @package Akismet\n */\n/*\nPlugin Name: Akismet Anti-spam: Spam Protection\nVersion: 5.3\nLicense: GPLv2 or later\n*/\n",
    [`${site}/wp-content/plugins/akismet/class.akismet.php`]: "<?php\n// Version: 9\n",
    [`${site}/wp-content/plugins/hello.php`]:
      "<?php\n/*\n * Plugin Name: Hello Dolly\n * Version: 1.7.2\n */\n",
    [`${site}/wp-content/plugins/index.php`]: "<?php\n// Silence is golden.\n",
    [`${site}/wp-content/themes/twentytwenty/style.css`]:
      "/*\r\nTheme Name: Twenty Twenty\r\nVersion: 2.5\r\n*/",
    [`${site}/wp-content/uploads/x.png`]: "",
    [`${site}/wp-config.php`]: "<?php",
    [`${site}/shop/app.php`]: "<?php",
  });
  expect(
    bom.packages.map(({ purl, description, licenses }) => [purl, description, licenses]),
  ).toEqual([
    ["pkg:generic/wordpress@6.4.2", undefined, undefined],
    ["pkg:wordpress-plugin/akismet@5.3", "Akismet Anti-spam: Spam Protection", ["GPLv2 or later"]],
    ["pkg:wordpress-plugin/hello@1.7.2", "Hello Dolly", undefined],
    ["pkg:wordpress-theme/twentytwenty@2.5", "Twenty Twenty", undefined],
  ]);
  const owner = (path: string) => reasonOf(bom, `${site}/${path}`);
  expect(owner("wp-content/plugins/akismet/class.akismet.php")).toEqual({
    kind: "owned",
    by: ["akismet"],
  });
  expect(owner("wp-content/plugins/hello.php")).toEqual({ kind: "owned", by: ["hello"] });
  expect(owner("wp-content/plugins/index.php")).toEqual({ kind: "owned", by: ["wordpress"] });
  expect(owner("wp-content/uploads/x.png")).toEqual({ kind: "unowned" });
  expect(owner("wp-config.php")).toEqual({ kind: "configuration", by: "wordpress" });
  expect(owner("shop/app.php")).toEqual({ kind: "unowned" });
});

test("does not take a whole system for a site, and ends values where the comment or PHP does", async () => {
  const bom = await takeInventory({
    "/wp-includes/version.php": "<?php\n$wp_version = '6.4.2';\n",
    "/wp-content/plugins/a/a.php": "<?php /* Plugin Name: A */ ?>",
    "/wp-content/plugins/b.php": "<?php\n// Plugin Name: B ?> text",
    "/etc/file": "",
  });
  expect(bom.packages.map(({ purl, description }) => [purl, description])).toEqual([
    ["pkg:generic/wordpress@6.4.2", undefined],
    ["pkg:wordpress-plugin/a", "A"],
    ["pkg:wordpress-plugin/b", "B"],
  ]);
  expect(reasonOf(bom, "/etc/file")).toEqual({ kind: "unowned" });
  expect(reasonOf(bom, "/wp-includes/version.php")).toEqual({ kind: "owned", by: ["wordpress"] });
});
