/** Names that say one licence, as `simplifyLicenseName` leaves them, by the id that they say. */
const names: readonly (readonly [id: string, ...names: string[]])[] = [
  ["Apache-2.0", "apache 2", "apache software 2.0", "apache software 2", "asl 2.0", "asl 2"],
  ["BSD-2-Clause", "2 clause bsd", "bsd 2 clause simplified", "simplified bsd"],
  [
    "BSD-3-Clause",
    "3 clause bsd",
    "bsd 3 clause new or revised",
    "eclipse distribution 1.0",
    "modified bsd",
    "new bsd",
    "revised bsd",
  ],
  ["BSL-1.0", "boost", "boost software 1.0", "boost software 1.0 bsl 1.0"],
  ["CC0-1.0", "cc0", "cc0 1.0 universal", "cc0 1.0 universal cc0 1.0 public domain dedication"],
  ["CDDL-1.0", "common development and distribution 1.0"],
  ["EPL-1.0", "eclipse public 1.0", "eclipse public 1.0 epl 1.0"],
  ["EPL-2.0", "eclipse public 2.0", "eclipse public 2.0 epl 2.0"],
  ["EUPL-1.2", "european union public 1.2", "european union public 1.2 eupl 1.2"],
  ["ISC", "isc iscl"],
  ["MIT", "expat", "mit expat"],
  ["MIT-0", "mit no attribution", "mit no attribution mit 0"],
  ["MPL-1.1", "mozilla public 1.1", "mozilla public 1.1 mpl 1.1"],
  ["MPL-2.0", "mozilla public 2.0", "mozilla public 2.0 mpl 2.0", "mpl 2"],
  ["MS-PL", "microsoft public"],
  ["PSF-2.0", "psf 2", "python software foundation"],
  ["UPL-1.0", "universal permissive upl"],
  ["Zlib", "zlib libpng"],
];

/** Ids by the names that say them. */
export const licenseNames: ReadonlyMap<string, string> = /* @__PURE__ */ new Map(
  names.flatMap(([id, ...all]) => all.map((name): [string, string] => [name, id])),
);

/** Ids by where their texts are, without scheme, `www.` and ending. An address of the GPL leaves open what `-only` says. */
export const licenseAddresses: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ["apache.org/licenses/license-1.1", "Apache-1.1"],
  ["apache.org/licenses/license-2.0", "Apache-2.0"],
  ["boost.org/license_1_0", "BSL-1.0"],
  ["creativecommons.org/publicdomain/zero/1.0", "CC0-1.0"],
  ["eclipse.org/legal/epl-2.0", "EPL-2.0"],
  ["eclipse.org/legal/epl-v10", "EPL-1.0"],
  ["eclipse.org/legal/epl-v20", "EPL-2.0"],
  ["eclipse.org/org/documents/edl-v10", "BSD-3-Clause"],
  ["eclipse.org/org/documents/epl-v10", "EPL-1.0"],
  ["mozilla.org/en-us/mpl/2.0", "MPL-2.0"],
  ["mozilla.org/mpl/2.0", "MPL-2.0"],
  ["opensource.org/licenses/mit-license", "MIT"],
  ["unlicense.org", "Unlicense"],
]);
