import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parsePerlVersion } from "../../src/cpan/parse-perl-version.ts";
import { openFolder } from "../open-folder.ts";
import { reasonOf, takeInventory } from "../take-inventory.ts";

test("finds distributions by cpanm's records, with the files of their lists", async () => {
  const library = "/usr/local/lib/x86_64-linux-gnu/perl/5.36.0";
  const meta = `${library}/.meta/DateTime-Locale-1.39`;
  const bom = await takeInventory({
    [`${meta}/install.json`]: JSON.stringify({
      name: "DateTime::Locale",
      dist: "DateTime-Locale-1.39",
      version: "1.39",
      pathname: "D/DR/DROLSKY/DateTime-Locale-1.39.tar.gz",
      provides: { "DateTime::Locale": {}, "DateTime::Locale::Base": {} },
    }),
    [`${meta}/MYMETA.json`]: JSON.stringify({
      name: "DateTime-Locale",
      version: "1.39",
      license: ["perl_5"],
      prereqs: { runtime: { requires: { perl: "5.008", "List::Util": "1.45", strict: 0 } } },
    }),
    [`${library}/auto/DateTime/Locale/.packlist`]:
      "/usr/local/share/perl/5.36.0/DateTime/Locale.pm\n/usr/local/man/x.3pm type=file\n",
    "/usr/local/share/perl/5.36.0/DateTime/Locale.pm": "",
    [`${library}/auto/List/Util/.packlist`]: "/usr/local/share/perl/5.36.0/List/Util.pm\n",
    "/usr/local/share/perl/5.36.0/List/Util.pm": "package List::Util;\nour $VERSION = '1.63';\n",
  });
  const [locale, util] = ["pkg:cpan/DROLSKY/DateTime-Locale@1.39", "pkg:cpan/List-Util@1.63"];
  expect(bom.packages).toMatchObject([{ purl: locale, licenses: ["perl_5"] }, { purl: util }]);
  expect(bom.dependencies.map(({ requirement }) => requirement)).toEqual([
    "List::Util 1.45",
    "strict",
  ]);
  expect(reasonOf(bom, "/usr/local/share/perl/5.36.0/DateTime/Locale.pm")).toEqual({
    kind: "owned",
    by: ["DateTime-Locale"],
  });
});

test("keeps the distributions of two libraries apart, and those of one whose records are damaged", async () => {
  const record = (version: string, requires = {}) => ({
    "install.json": JSON.stringify({ name: "Moo", dist: `Moo-${version}`, version }),
    "MYMETA.json": JSON.stringify({ prereqs: { runtime: { requires } } }),
  });
  const place = (library: string, name: string, files: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(files).map(([file, text]) => [`${library}/.meta/${name}/${file}`, text]),
    );
  const deep = `${"[".repeat(5000)}${"]".repeat(5000)}`;
  const bom = await takeInventory({
    ...place("/a/arch", "Moo-1.0", record("1.0", { "Try::Tiny": 0.3, perl: 5, Odd: {} })),
    ...place("/b/arch", "Moo-2.0", record("2.0")),
    ...place("/b/arch", "Deep-1", {
      "install.json": '{"name":"Deep","dist":"Deep-1"}',
      "MYMETA.json": `{"prereqs":{"runtime":{"requires":{"X":${deep}}}}}`,
    }),
    ...place("/b/arch", "Bad-1", { "install.json": "{" }),
    "/a/arch/auto/Moo/.packlist": "/a/Moo.pm\n/gone.pm\n",
    "/b/arch/auto/Moo/.packlist": "/b/Moo.pm\n",
    "/b/arch/auto/Try/Tiny/.packlist": "/b/Try/Tiny.pm\n",
    "/c/arch/auto/Moo/.packlist": "/c/gone/Moo.pm\n",
    "/a/Moo.pm": "",
    "/b/Moo.pm": "",
  });
  expect(bom.packages.map(({ purl }) => purl)).toEqual([
    "pkg:cpan/Deep",
    "pkg:cpan/Moo",
    "pkg:cpan/Moo@1.0",
    "pkg:cpan/Moo@2.0",
    "pkg:cpan/Try-Tiny",
  ]);
  const owners = bom.files?.flatMap(({ path, attribution }) =>
    path.endsWith("/Moo.pm") && attribution.kind === "owned" ? [attribution.by] : [],
  );
  expect(owners).toEqual([["pkg:cpan/Moo@1.0"], ["pkg:cpan/Moo@2.0"]]);
  expect(bom.dependencies).toMatchObject([
    { from: "pkg:cpan/Moo@1.0", requirement: "Try::Tiny 0.3", satisfiedBy: ["pkg:cpan/Try-Tiny"] },
  ]);
  expect(bom.problems.map(({ code }) => code)).toEqual(["CPAN_RECORD_INVALID"]);
});

const hasMakeMaker =
  spawnSync("perl", ["-MExtUtils::MakeMaker", "-e", "1"]).status === 0 &&
  spawnSync("make", ["--version"]).status === 0;

test.skipIf(!hasMakeMaker)("finds what MakeMaker installed, and all of its files", async () => {
  const folder = mkdtempSync(join(tmpdir(), "coppice-cpan-"));
  try {
    const source = join(folder, "source");
    mkdirSync(join(source, "lib/Coppice"), { recursive: true });
    writeFileSync(
      join(source, "lib/Coppice/Example.pm"),
      'package Coppice::Example;\nour $VERSION = "0.07";\n1;\n',
    );
    writeFileSync(
      join(source, "Makefile.PL"),
      'use ExtUtils::MakeMaker;\nWriteMakefile(NAME => "Coppice::Example", VERSION_FROM => "lib/Coppice/Example.pm");\n',
    );
    const root = join(folder, "root");
    for (const command of ["perl Makefile.PL", "make", `make install DESTDIR=${root}`]) {
      expect(spawnSync("sh", ["-c", command], { cwd: source }).status, command).toBe(0);
    }
    const bom = await takeInventory(openFolder(root));
    expect(bom.packages.map(({ purl }) => purl)).toEqual(["pkg:cpan/Coppice-Example@0.07"]);
    const unowned = (bom.files ?? []).filter(
      ({ type, attribution }) => type === "file" && attribution.kind === "unowned",
    );
    // `perllocal.pod` is a log of all installations.
    expect(unowned.map(({ path }) => path.replace(/.*\//, ""))).toEqual(["perllocal.pod"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each([
  ["our $VERSION = '1.23';", "1.23"],
  ["$Foo::Bar::VERSION = 2.5;", "2.5"],
  ["package Foo v1.2.3 {", "v1.2.3"],
  ["package Foo;\n# VERSION\n__END__\n$VERSION = '9'", undefined],
])("reads the version of %j", (text, version) => {
  expect(parsePerlVersion(text)).toBe(version);
});
