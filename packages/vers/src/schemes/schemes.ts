import { VersError } from "../vers-error.ts";
import type { VersionScheme } from "../version-scheme.ts";
import { alpm } from "./alpm.ts";
import { apk } from "./apk.ts";
import { bazel } from "./bazel.ts";
import { composer } from "./composer.ts";
import { conan } from "./conan.ts";
import { conda } from "./conda.ts";
import { cpan } from "./cpan.ts";
import { datetime } from "./datetime.ts";
import { deb, opam } from "./deb.ts";
import { gem } from "./gem.ts";
import { generic } from "./generic.ts";
import { gentoo } from "./gentoo.ts";
import { lexicographic } from "./lexicographic.ts";
import { maven } from "./maven.ts";
import { cran, hackage, intdot } from "./number-lists.ts";
import { openssl } from "./openssl.ts";
import { pypi } from "./pypi.ts";
import { rpm } from "./rpm.ts";
import type { SchemeRules } from "./scheme-rules.ts";
import { golang, julia, nginx, nuget, pub, semver } from "./semver.ts";

const table: { readonly [Scheme in VersionScheme]: SchemeRules } = {
  alpm,
  apk,
  bazel,
  cargo: semver,
  cocoapods: gem,
  composer,
  conan,
  conda,
  cpan,
  cran,
  datetime,
  deb,
  gem,
  generic,
  gentoo,
  golang,
  hackage,
  hex: semver,
  intdot,
  julia,
  lexicographic,
  maven,
  nginx,
  npm: semver,
  nuget,
  opam,
  openssl,
  pub,
  pypi,
  rpm,
  semver,
  swift: semver,
};

const rules: ReadonlyMap<string, SchemeRules> = new Map(Object.entries(table));

/** Whether a name is that of a scheme, and of no other spelling of one. */
export function isVersionScheme(name: string): name is VersionScheme {
  return rules.has(name);
}

/**
 * What is known of a scheme.
 *
 * @throws A {@link VersError} with code `SCHEME_UNKNOWN`.
 */
export function rulesOf(scheme: string): SchemeRules {
  const found = rules.get(scheme);
  if (found !== undefined) return found;
  throw new VersError(
    "SCHEME_UNKNOWN",
    `no order of versions is known for "${scheme.slice(0, 40)}"; ask versionSchemeOf for one that is, or use "generic"`,
  );
}
