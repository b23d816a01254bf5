import { alpmExtractor } from "./alpm/alpm-extractor.ts";
import { apkExtractor } from "./apk/apk-extractor.ts";
import { binaryExtractor } from "./binary/binary-extractor.ts";
import { bitnamiExtractor } from "./bitnami/bitnami-extractor.ts";
import { cargoExtractor } from "./cargo/cargo-extractor.ts";
import { chiselExtractor } from "./chisel/chisel-extractor.ts";
import { composerExtractor } from "./composer/composer-extractor.ts";
import { condaExtractor } from "./conda/conda-extractor.ts";
import { cpanExtractor } from "./cpan/cpan-extractor.ts";
import { cranExtractor } from "./cran/cran-extractor.ts";
import { dpkgExtractor } from "./dpkg/dpkg-extractor.ts";
import { opkgExtractor } from "./dpkg/opkg-extractor.ts";
import { elfNoteExtractor } from "./elf/elf-note-extractor.ts";
import type { Extractor } from "./extractor.ts";
import { flatpakExtractor } from "./flatpak/flatpak-extractor.ts";
import { gemExtractor } from "./gem/gem-extractor.ts";
import { goExtractor } from "./golang/go-extractor.ts";
import { hexExtractor } from "./hex/hex-extractor.ts";
import { javaExtractor } from "./java/java-extractor.ts";
import { luarocksExtractor } from "./luarocks/luarocks-extractor.ts";
import { nixExtractor } from "./nix/nix-extractor.ts";
import { npmExtractor } from "./npm/npm-extractor.ts";
import { nugetExtractor } from "./nuget/nuget-extractor.ts";
import { portageExtractor } from "./portage/portage-extractor.ts";
import { pypiExtractor } from "./pypi/pypi-extractor.ts";
import { rpmExtractor } from "./rpm/rpm-extractor.ts";
import { snapExtractor } from "./snap/snap-extractor.ts";
import { wordpressExtractor } from "./wordpress/wordpress-extractor.ts";

/**
 * All that this package knows, in the order in which they run: the operating system's packages first, then those of languages, npm after
 * those in whose folders lockfiles may lie, then what stands in archives and programs.
 */
export const defaultExtractors: readonly Extractor[] = [
  dpkgExtractor,
  opkgExtractor,
  apkExtractor,
  rpmExtractor,
  alpmExtractor,
  portageExtractor,
  nixExtractor,
  chiselExtractor,
  snapExtractor,
  flatpakExtractor,
  elfNoteExtractor,
  bitnamiExtractor,
  condaExtractor,
  gemExtractor,
  composerExtractor,
  pypiExtractor,
  hexExtractor,
  cranExtractor,
  luarocksExtractor,
  cpanExtractor,
  wordpressExtractor,
  npmExtractor,
  javaExtractor,
  goExtractor,
  cargoExtractor,
  nugetExtractor,
  binaryExtractor,
];
