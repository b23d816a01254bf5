import { compareVersions, isValidVersion, isVersError, type VersionScheme } from "@coppice/vers";
import { expect, test } from "vitest";

/** From the earliest to the latest, none equal to another. */
const ascending: { readonly [Scheme in VersionScheme]?: readonly string[] } = {
  alpm: ["1.0a", "1.0alpha", "1.0b", "1.0beta", "1.0rc", "1.0", "1.0.a", "1.0.1", "1.5", "1:0.1"],
  apk: [
    "0.1_alpha_pre2",
    "0.1_alpha",
    "0.1_rc3",
    "0.1",
    "0.1-r1",
    "0.1~ab12",
    "0.1_git2",
    "0.1_p1",
    "0.1a",
    "0.1.01",
    "0.1.1",
  ],
  bazel: ["1.0-rc1", "1.0", "1.0.bcr.1", "1.2.3", "1.2.3.bcr.1", "1.2.3.bcr.2", "1.2.a"],
  composer: [
    "dev-main",
    "1.0.0-dev",
    "1.0-alpha",
    "1.0-beta1",
    "1.0.0-beta10",
    "1.0RC1",
    "1.0",
    "1.0-patch1",
    "1.0.1",
    "1.x-dev",
    "2.0",
  ],
  conan: [
    "1.0-",
    "1.0-1",
    "1.0-alpha",
    "1.0",
    "1.0+b1",
    "1.0+b2",
    "1.0.a",
    "1.1",
    "1.1a",
    "20",
    "20a",
    "100",
    "a.b.c",
    "b.c",
  ],
  conda: [
    "0.4",
    "0.4.1.rc",
    "0.4.1",
    "0.5a1",
    "0.5b3",
    "0.5C1",
    "0.5",
    "0.9.6",
    "0.960923",
    "1.0",
    "1.1dev1",
    "1.1a1",
    "1.1.0dev1",
    "1.1.a1",
    "1.1.0rc1",
    "1.1.0",
    "1.1.0post1",
    "1!0.4",
  ],
  cpan: ["0.9", "1.002003", "v1.2.4", "1.02", "1.10", "1.5", "v1.600"],
  cran: ["1.0", "1.0.0", "1.0-1", "1.2", "1.10"],
  datetime: [
    "2024-01-01T00:00:00+02:00",
    "2023-12-31T23:00:00Z",
    "2023-12-31T23:00:00.09Z",
    "2023-12-31T23:00:00.9Z",
    "2024-02-29T00:00:00-00:30",
  ],
  deb: [
    "0~~",
    "0~",
    "0",
    "0a",
    "0+",
    "1.0~rc1-1",
    "1.0-0",
    "1.0-1",
    "1.0-1+deb12u1",
    "1.0+dfsg-1",
    "1.9",
    "1.10",
    "1:0.1",
  ],
  gem: ["1.0.a", "1.0.b1", "1.0.b2", "1.0.b10", "1.0.rc", "1.0", "1.0.1.pre", "1.0.1", "1.10"],
  generic: ["1.0-dev", "1.0-alpha", "1.0-beta.2", "1.0rc1", "1.0", "1.0a", "1.0.1", "1.0.10", "v2"],
  gentoo: [
    "1.0_alpha1",
    "1.0_beta",
    "1.0_pre2",
    "1.0_rc3",
    "1.0",
    "1.0-r1",
    "1.0_p1",
    "1.0b",
    "1.0.0",
    "1.01",
    "1.1",
    "1.9",
    "1.10",
  ],
  golang: [
    "v0.0.0-20191109021931-daa7c04131f5",
    "v0.0.0-20200101000000-aaaaaaaaaaaa",
    "v0.1.0",
    "v1.0.0-rc.1",
    "go1.21rc2",
    "go1.21",
    "v2.0.0+incompatible",
    "v2.0.1-0.20200101000000-abcdefabcdef",
    "v2.0.1",
  ],
  hackage: ["1.0", "1.0.0", "1.0.1", "1.2"],
  intdot: ["1.2beta", "1.2.1", "1.10alpha", "10.234.5.12"],
  julia: ["1.0.0-rc1", "1.0", "1.0.0+1", "1.0.0+2", "1.0.1"],
  lexicographic: ["A", "a", "aa", "z", "ä", "é", "€", "\uffee", "😀"],
  maven: [
    "1-alpha",
    "1-alpha-2",
    "1.0-beta",
    "1-M1",
    "1-rc",
    "1-SNAPSHOT",
    "1",
    "1-sp",
    "1-abc",
    "1-1",
    "1.0.1",
    "1.1",
  ],
  npm: [
    "0.9.0",
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.beta",
    "1.0.0-beta",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0-rc.1",
    "1.0.0",
    "1.9.0",
    "1.10.0",
  ],
  nuget: ["1.0-a", "1.0.0-B", "1.0-c", "1", "1.0.0.1-alpha", "1.0.0.1", "1.0.1"],
  opam: ["1.0~beta1", "1.0", "1.0-1", "1.0+options", "1.0.1"],
  openssl: [
    "0.9.8",
    "0.9.8a",
    "0.9.8z",
    "0.9.8za",
    "1.0.2-beta1",
    "1.0.2",
    "1.0.2k-fips",
    "1.1.0-pre1",
    "1.1.0",
    "3.0.0-alpha1",
    "3.0.0",
  ],
  pub: ["1.0.0-dev", "1.0.0", "1.0.0+1", "1.0.0+2", "1.0.1"],
  pypi: [
    "1.dev0",
    "1.0.dev456",
    "1.0a1",
    "1.0a2.dev456",
    "1.0a12",
    "1.0b1.dev456",
    "1.0b2",
    "1.0b2.post345",
    "1.0rc1",
    "1.0",
    "1.0+abc.5",
    "1.0+abc.7",
    "1.0+5",
    "1.0.post456.dev34",
    "1.0.post456",
    "1.1.dev1",
    "1!0.1",
  ],
  rpm: ["1.0~rc1", "1.0", "1.0^git1", "1.0a", "1.0.1-1", "1.0.1-2", "1:0.9"],
};

test("orders versions of each scheme as its ecosystem does", () => {
  for (const [scheme, versions] of Object.entries(ascending) as [VersionScheme, string[]][]) {
    for (const [index, version] of versions.entries()) {
      for (const [other, against] of versions.entries()) {
        const order = Math.sign(compareVersions(scheme, version, against));
        expect(order, `${scheme}: ${version} and ${against}`).toBe(Math.sign(index - other));
      }
    }
  }
});

test.each<readonly [VersionScheme, string, string]>([
  ["alpm", "1.5-1", "1.5"],
  ["apk", "1.0", "1.0"],
  ["bazel", "1.0+a", "1.0+b"],
  ["composer", "v1.0.0.0-b2", "1-beta.2"],
  ["conan", "1-pre1.0+b1", "1.0.0-pre1+b1.0"],
  ["conda", "1.0.0", "1"],
  ["conda", "2.0_dev", "2.0.DEV"],
  ["cpan", "1.002003", "v1.2.3"],
  ["cpan", "1.02_03", "1.0203"],
  ["datetime", "2024-01-01T00:00:00Z", "2023-12-31T19:00:00.000-05:00"],
  ["deb", "0:1.0-0", "1.0"],
  ["gem", "1.0.0.a", "1.a"],
  ["gem", "1-1", "1.0.pre.1.0"],
  ["generic", "v1.0.0", "1"],
  ["gentoo", "1.0-r0", "1.0"],
  ["gentoo", "1.00", "1.0"],
  ["golang", "v2.0.0+incompatible", "2.0.0"],
  ["intdot", "01.002rc1", "1.2.0"],
  ["maven", "1.0.0-ga", "1"],
  ["maven", "1a1", "1-Alpha-1"],
  ["maven", "1.0.RC2", "1.0-cr-2"],
  ["maven", "1.0.Final-redhat-1", "1-redhat-1"],
  ["npm", "=v1.0.0+build", "1.0.0"],
  ["npm", "1.0.0beta", "1.0.0-beta"],
  ["nuget", "1.0.01-BETA+A", "1.0.1.0-beta"],
  ["openssl", "1.0.2k-fips", "1.0.2k"],
  ["pypi", " V1.0-1 ", "1.0.0.post1"],
  ["pypi", "1.0-Alpha_1", "1.0a1"],
  ["pypi", "1.0rev", "1.0post0"],
  ["pypi", "1.0+a-b", "1.0+a.B"],
  ["rpm", "1.0.0", "1_0..00"],
])("%s takes %s and %s as equal", (scheme, a, b) => {
  expect(compareVersions(scheme, a, b)).toBe(0);
  expect(compareVersions(scheme, b, a)).toBe(0);
});

test.each<readonly [VersionScheme, readonly string[], readonly string[]]>([
  [
    "alpm",
    ["1.0-1", "2:1.0_a-1.1", "r12.abc"],
    ["", ":1-1", "1.0-a", "1 0", "1:", "1.0-1.", "1-2-1"],
  ],
  [
    "apk",
    ["1.0", "1.2.3a_rc1_p2~ab12-r3"],
    ["", "a", "1.", "1_x", "1-r", "1.0a1", "1~xyz", "1_rc-1", "1.0-r1_p1"],
  ],
  ["bazel", ["1", "1.2-a.b+c", "a.b"], ["", "1..2", "1_2", "1-"]],
  [
    "composer",
    ["1.0", "v1.0-RC1", "dev-main", "1.x-dev", "1.0 as 2.0", "1.0.1-p1@dev"],
    ["", "dev-", "1.x", "main", "1.0-foo", "1..0"],
  ],
  ["conan", ["1.0", "cci.20200203", "1.0-pre+b"], ["", "A", "-1", "1 0"]],
  ["conda", ["1.0", "1!2.0rc1+l", "1.0_"], ["", "!1", "a!1", "1..0", "1.0/2", "1.0+"]],
  [
    "cpan",
    ["1", "1.", ".5", "v1.2", "1.2.3", "1.02_03"],
    ["", ".", "_1", "1_", "1a", "1_2", "1._2", "1..2"],
  ],
  ["cran", ["1.0", "1.0-2"], ["1", "1.0a", "", "1."]],
  [
    "datetime",
    ["2024-02-29T00:00:00Z", "0001-01-01t23:59:60.123+23:59"],
    [
      "2023-02-29T00:00:00Z",
      "2024-01-01",
      "2024-01-01T00:00:00",
      "2024-13-01T00:00:00Z",
      "2024-01-01T24:00:00Z",
      "2024-01-01T00:00:00.Z",
      "2024-01-01T00:00:00ZZ",
      "2024-01-01T00:00:00+0100",
      "2024-01-01 00:00:00Z",
      "",
    ],
  ],
  [
    "deb",
    ["1.0", "1:1.0~rc1+a-1:2-3.4"],
    ["", ":1", "a:1", "a", "1.0-", "1_0", "1.0-1_2", "1-1:2"],
  ],
  ["gem", ["1", "1.0.a", "1.0-x.y"], ["a", "", "1..0", "1.0-", "1_0"]],
  ["gentoo", ["1", "1.2b_rc1_p-r3"], ["", "1.", "1.2B", "1_foo", "1-r", "1_", "1.0-r1a", "a"]],
  ["golang", ["v1.2.3", "1.2.3", "v2.0.0+incompatible"], ["v1.2", "go1.2", ""]],
  ["hackage", ["1", "1.2.3.4"], ["", "1.", "1a"]],
  ["intdot", ["1", "01.2"], ["", "1a", ".1"]],
  ["julia", ["1", "v1.2", "1.2.3+1"], ["1.2.3.4", "a"]],
  ["lexicographic", ["a"], [""]],
  ["maven", ["1", "a"], ["", "[1,2]", "1 0"]],
  ["nginx", ["1.25.1", "1.2"], ["1", "a"]],
  [
    "npm",
    ["1.2.3", "1.2.3-a.1-b+01.c", "0.0.0-0"],
    [
      "1.2",
      "01.2.3",
      "1.2.3-",
      "1.2.3-01",
      "1.2.3-a..b",
      "1.2.3+",
      "v1.2.3",
      "1.2.3 ",
      "latest",
      "",
    ],
  ],
  ["nuget", ["1", "1.0", "1.0.0.01", "1.0-A"], ["1.2.3.4.5", "a", ""]],
  ["opam", ["1.0~a", "v0.1"], ["", "1 0", "é"]],
  ["openssl", ["1.0.2zg", "3.0.0-alpha1", "1.0.2k-fips"], ["1.0.2_a", "a", "1.", "1.0"]],
  ["pub", ["1.2.3+1"], ["1.2"]],
  [
    "pypi",
    ["1.0", "1!1.0rc1.post2.dev3+l.1"],
    ["", "a", "1.0+", "1.0+a..b", "1.0foo", "!1", "1!", "1.0 0", "1.0+_"],
  ],
  ["rpm", ["1.0", "1:1.0^a~b-1.fc40"], ["", ":1", "1-", "1-2-3", "1 0", "é"]],
])("tells versions of %s from other texts", (scheme, versions, others) => {
  for (const version of versions) expect(isValidVersion(scheme, version), version).toBe(true);
  for (const other of others) expect(isValidVersion(scheme, other), other).toBe(false);
});

test("places what is no version before all versions where the scheme cannot read it", () => {
  const schemes = ["bazel", "cargo", "composer", "conda", "cran", "gentoo", "npm", "pypi"] as const;
  for (const scheme of schemes) {
    expect(compareVersions(scheme, "???", "0"), scheme).toBeLessThan(0);
    expect(compareVersions(scheme, "0", "???"), scheme).toBeGreaterThan(0);
  }
});

test("refuses a scheme that nobody knows, with its name", () => {
  for (const call of [
    () => compareVersions("toString" as VersionScheme, "1", "2"),
    () => isValidVersion("__proto__" as VersionScheme, "1"),
  ]) {
    let caught: unknown;
    try {
      call();
    } catch (error) {
      caught = error;
    }
    expect(isVersError(caught) && caught.code).toBe("SCHEME_UNKNOWN");
  }
});
