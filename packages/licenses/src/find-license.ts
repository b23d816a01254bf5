import { licenseAddresses, licenseNames } from "./license-aliases.ts";
import { licenses } from "./license-lists.ts";

/**
 * The SPDX id of a licence that is named by an id in any case, by a usual name, by an address of its text, or in the
 * style of Debian (`GPL-2+`, `Expat`), of older RPM packages (`LGPLv2+`, `ASL 2.0`), of CRAN (`GPL (>= 2)`) or of
 * Python's classifiers. What does not name one licence, such as `BSD`, `GPL`, `GPL (< 3)` or `Public Domain`, has
 * none: nothing is guessed. A version of a GNU licence without `+` or `>=` is that version only, as the SPDX list has
 * it. An id stays itself, a deprecated one too.
 *
 * @example
 * ```ts
 * import { findLicense } from "@coppice/licenses";
 *
 * findLicense("apache-2.0"); // => "Apache-2.0"
 * findLicense("The Apache Software License, Version 2.0"); // => "Apache-2.0"
 * findLicense("https://opensource.org/licenses/MIT"); // => "MIT"
 * findLicense("GPL-2+"); // => "GPL-2.0-or-later"
 * findLicense("GPL (>= 2)"); // => "GPL-2.0-or-later"
 * findLicense("License :: OSI Approved :: BSD License"); // => undefined
 * ```
 */
export function findLicense(idOrName: string): string | undefined {
  if (idOrName.length > longestName) return undefined;
  const text = idOrName.trim().toLowerCase();
  const id = licenses.get(text);
  if (id !== undefined) return id;
  const [, address] = /^https?:\/\/(.+)$/.exec(text) ?? [];
  if (address !== undefined) return findByAddress(address);
  const stated = text.replace(/>= ?([0-9.]+)/g, "$1+");
  if (condition.test(stated)) return undefined;
  const name = simplifyLicenseName(stated.slice(stated.lastIndexOf(":") + 1));
  return findGnuLicense(name) ?? licenses.get(name.replaceAll(" ", "-")) ?? licenseNames.get(name);
}

/** A longer text is a licence itself, or no name at all. */
const longestName = 200;

/** What makes a name a range, a choice, a denial or a doubt. */
const condition = /[<>=!~?|^*≤≥]/;

const unimportant: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "license",
  "licence",
  "the",
  "v",
  "version",
]);

/** The words of a name that matter, with `v2` as `2`, `gplv2+` as `gpl 2 +`, and none twice in a row. */
function simplifyLicenseName(text: string): string {
  const words = text
    .replace(/([gm]pl)v?(?=[0-9])/g, "$1 ")
    .replaceAll("+", " + ")
    .split(/[^a-z0-9.+]/)
    .map((word) => (/^v[0-9]/.test(word) ? word.slice(1) : word))
    .filter((word) => word !== "" && !unimportant.has(word));
  return words.filter((word, index) => word !== words[index - 1]).join(" ");
}

function findByAddress(address: string): string | undefined {
  const place = address
    .replace(/^www\./, "")
    .replace(/\/$/, "")
    .replace(/\.(?:html|php|txt)$/, "");
  const [host, folder, name = "", version] = place.split("/");
  if (host === "spdx.org" && folder === "licenses") return licenses.get(name);
  if (host === "creativecommons.org" && folder === "licenses") {
    return licenses.get(`cc-${name}-${version}`);
  }
  const isList = host === "opensource.org" && (folder === "licenses" || folder === "license");
  return licenseAddresses.get(place) ?? (isList ? licenses.get(name) : undefined);
}

const gnuFamilies: readonly (readonly [words: string, family: string])[] = [
  ["gnu affero general public", "agpl"],
  ["affero general public", "agpl"],
  ["gnu agpl", "agpl"],
  ["agpl", "agpl"],
  ["gnu free documentation", "gfdl"],
  ["gfdl", "gfdl"],
  ["gnu lesser general public", "lgpl"],
  ["lesser general public", "lgpl"],
  ["gnu library general public", "lgpl"],
  ["gnu lgpl", "lgpl"],
  ["lgpl", "lgpl"],
  ["gnu general public", "gpl"],
  ["general public", "gpl"],
  ["gnu gpl", "gpl"],
  ["gpl", "gpl"],
];

/** `gpl 2`, `gnu lesser general public 2.1 or later`, `gnu general public 3 or later gpl 3 +`. */
function findGnuLicense(name: string): string | undefined {
  const [words = "", family = ""] =
    gnuFamilies.find(([start]) => name.startsWith(`${start} `)) ?? [];
  const [version = "", ...more] = name.slice(words.length + 1).split(" ");
  if (!/^[0-9](?:\.[0-9])?$/.test(version)) return undefined;
  const again = `${family} ${version}`;
  const rest = more.join(" ");
  const base = `${family}-${version.includes(".") ? version : `${version}.0`}`;
  if (["", "only", again].includes(rest)) return licenses.get(`${base}-only`);
  const later = ["+", "or later", "or any later", `or later ${again} +`, `${again} +`];
  return later.includes(rest) ? licenses.get(`${base}-or-later`) : undefined;
}
