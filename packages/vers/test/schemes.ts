import type { VersionScheme } from "@coppice/vers";

const all: { readonly [Scheme in VersionScheme]: true } = {
  alpm: true,
  apk: true,
  bazel: true,
  cargo: true,
  cocoapods: true,
  composer: true,
  conan: true,
  conda: true,
  cpan: true,
  cran: true,
  datetime: true,
  deb: true,
  gem: true,
  generic: true,
  gentoo: true,
  golang: true,
  hackage: true,
  hex: true,
  intdot: true,
  julia: true,
  lexicographic: true,
  maven: true,
  nginx: true,
  npm: true,
  nuget: true,
  opam: true,
  openssl: true,
  pub: true,
  pypi: true,
  rpm: true,
  semver: true,
  swift: true,
};

/** Every scheme, by a table that the type checker keeps complete. */
export const schemes: readonly VersionScheme[] = (Object.keys(all) as string[]).filter(
  (name): name is VersionScheme => name in all,
);
