import { findLicense, parseLicenseExpression } from "@coppice/licenses";
import { expect, test } from "vitest";
import { licenseAddresses, licenseNames } from "../src/license-aliases.ts";

test.each([
  ["mit", "MIT"],
  [" BSD-3-CLAUSE ", "BSD-3-Clause"],
  ["GPL-2.0", "GPL-2.0"],
  ["Apache License, Version 2.0", "Apache-2.0"],
  ["Apache License 2.0", "Apache-2.0"],
  ["The Apache Software License, Version 2.0", "Apache-2.0"],
  ["Apache 2", "Apache-2.0"],
  ["ASL 2.0", "Apache-2.0"],
  ["MIT License", "MIT"],
  ["The MIT License (MIT)", "MIT"],
  ["MIT Licence", "MIT"],
  ["Expat", "MIT"],
  ["BSD 3-Clause", "BSD-3-Clause"],
  ['BSD 3-Clause "New" or "Revised" License', "BSD-3-Clause"],
  ["New BSD License", "BSD-3-Clause"],
  ["BSD-2-Clause License", "BSD-2-Clause"],
  ["Mozilla Public License Version 2.0", "MPL-2.0"],
  ["MPLv2.0", "MPL-2.0"],
  ["MPL 2.0", "MPL-2.0"],
  ["Eclipse Public License - v 2.0", "EPL-2.0"],
  ["CC0", "CC0-1.0"],
  ["zlib/libpng License", "Zlib"],
  ["GPL (>= 2)", "GPL-2.0-or-later"],
  ["GPL (>=2.0)", "GPL-2.0-or-later"],
  ["LGPL (>= 2.1)", "LGPL-2.1-or-later"],
  ["AGPL (>= 3)", "AGPL-3.0-or-later"],
  ["GNU General Public License (>= 3)", "GPL-3.0-or-later"],
  ["GPL-2", "GPL-2.0-only"],
  ["GPL-2+", "GPL-2.0-or-later"],
  ["GPLv2", "GPL-2.0-only"],
  ["GPL v2.0", "GPL-2.0-only"],
  ["GPL 2.0 License", "GPL-2.0-only"],
  ["LGPL v2.1", "LGPL-2.1-only"],
  ["GPL 2.0 with GCC exception", "GPL-2.0-with-GCC-exception"],
  ["GPLv3+", "GPL-3.0-or-later"],
  ["LGPL-2.1+", "LGPL-2.1-or-later"],
  ["LGPLv2+", "LGPL-2.0-or-later"],
  ["AGPLv3", "AGPL-3.0-only"],
  ["GFDL-1.3+", "GFDL-1.3-or-later"],
  ["GNU General Public License v3.0 only", "GPL-3.0-only"],
  ["GNU General Public License, version 2 or later", "GPL-2.0-or-later"],
  ["GNU Lesser General Public License v2.1", "LGPL-2.1-only"],
  ["License :: OSI Approved :: MIT License", "MIT"],
  ["License :: OSI Approved :: GNU General Public License v3 (GPLv3)", "GPL-3.0-only"],
  [
    "License :: OSI Approved :: GNU Lesser General Public License v3 or later (LGPLv3+)",
    "LGPL-3.0-or-later",
  ],
  ["License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)", "MPL-2.0"],
  ["License :: OSI Approved :: ISC License (ISCL)", "ISC"],
  ["License :: OSI Approved :: The Unlicense (Unlicense)", "Unlicense"],
  ["https://www.apache.org/licenses/LICENSE-2.0.txt", "Apache-2.0"],
  ["http://www.opensource.org/licenses/mit-license.php", "MIT"],
  ["https://opensource.org/licenses/BSD-3-Clause", "BSD-3-Clause"],
  ["https://spdx.org/licenses/MIT.html", "MIT"],
  ["https://creativecommons.org/licenses/by-sa/4.0/", "CC-BY-SA-4.0"],
  ["https://www.mozilla.org/en-US/MPL/2.0/", "MPL-2.0"],
])("takes %s for %s", (name, id) => {
  expect(findLicense(name)).toBe(id);
});

test.each([
  "",
  "BSD",
  "GPL",
  "LGPL",
  "GPL-9",
  "Apache",
  "Public Domain",
  "Proprietary",
  "MIT OR Apache-2.0",
  "License :: OSI Approved :: BSD License",
  "License :: OSI Approved :: Apache Software License",
  "https://opensource.org/licenses/bsd-license.php",
  "https://www.gnu.org/licenses/gpl-3.0.html",
  "https://example.org/licenses/MIT",
  "gpl 2 or something",
  "GPL (> 2)",
  "GPL (< 3)",
  "GPL (<= 3)",
  "GPL (== 2)",
  "GPL (≥ 2)",
  "GPL (>= 2, < 4)",
  "GPL (>= )",
  "GPL (>= 2) | MIT",
  "Apache License (>= 2)",
  "MPL (>= 2.0)",
  "ASL ^2.0",
  "!MIT",
  "~MIT",
  "MIT?",
  "MIT*",
  "MIT | MIT",
  "MIT ".repeat(100),
])("does not guess at %s", (name) => {
  expect(findLicense(name)).toBeUndefined();
});

test("gives ids that are on the list and not deprecated, whatever the name", () => {
  const deprecated: string[] = [];
  for (const id of [...licenseNames.values(), ...licenseAddresses.values()]) {
    parseLicenseExpression(id, { onProblem: ({ message }) => deprecated.push(message) });
  }
  expect(deprecated).toEqual([]);
});

test("finds every name and address of its table", () => {
  for (const [name, id] of licenseNames) expect(findLicense(name)).toBe(id);
  for (const [address, id] of licenseAddresses) expect(findLicense(`https://${address}`)).toBe(id);
});
