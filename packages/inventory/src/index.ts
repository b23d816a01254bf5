/**
 * Finds the packages of a root file system, and says of every file whose it is or why it is there.
 *
 * @module @coppice/inventory
 */
export { alpmExtractor } from "./alpm/alpm-extractor.ts";
export { parseAlpmRecord } from "./alpm/parse-alpm-record.ts";
export { type MtreeEntry, parseMtree } from "./alpm/parse-mtree.ts";
export { apkExtractor } from "./apk/apk-extractor.ts";
export { type ApkFile, type ApkRecord, parseApkDatabase } from "./apk/parse-apk-database.ts";
export { type ApkDependency, parseApkDependency } from "./apk/parse-apk-dependency.ts";
export { binaryExtractor } from "./binary/binary-extractor.ts";
export { bitnamiExtractor } from "./bitnami/bitnami-extractor.ts";
export { cargoExtractor } from "./cargo/cargo-extractor.ts";
export { chiselExtractor } from "./chisel/chisel-extractor.ts";
export {
  type ChiselManifest,
  type ChiselPackage,
  type ChiselPath,
  parseChiselManifest,
} from "./chisel/parse-chisel-manifest.ts";
export { composerExtractor } from "./composer/composer-extractor.ts";
export { condaExtractor } from "./conda/conda-extractor.ts";
export { cpanExtractor } from "./cpan/cpan-extractor.ts";
export { cranExtractor } from "./cran/cran-extractor.ts";
export { defaultExtractors } from "./default-extractors.ts";
export { dpkgExtractor } from "./dpkg/dpkg-extractor.ts";
export { opkgExtractor } from "./dpkg/opkg-extractor.ts";
export { parseDebianCopyright } from "./dpkg/parse-debian-copyright.ts";
export {
  type DebianAlternative,
  type DebianClause,
  type DebianRelation,
  parseDebianDependency,
} from "./dpkg/parse-debian-dependency.ts";
export { type DpkgStanza, parseDpkgStatus } from "./dpkg/parse-dpkg-status.ts";
export { elfNoteExtractor } from "./elf/elf-note-extractor.ts";
export type { ReadRange } from "./elf/elf-reader.ts";
export { isElf } from "./elf/is-elf.ts";
export { parseElf } from "./elf/parse-elf.ts";
export { type ElfNote, parseElfNotes } from "./elf/parse-elf-notes.ts";
export { type ElfSection, parseElfSections } from "./elf/parse-elf-sections.ts";
export type {
  Claim,
  ConfiguredPath,
  Extraction,
  Extractor,
  ExtractorCapabilities,
  ExtractorContext,
} from "./extractor.ts";
export { type FileFormat, fileFormat } from "./file-format.ts";
export { flatpakExtractor } from "./flatpak/flatpak-extractor.ts";
export { parseKeyFile } from "./flatpak/parse-key-file.ts";
export { gemExtractor } from "./gem/gem-extractor.ts";
export { goExtractor } from "./golang/go-extractor.ts";
export { hexExtractor } from "./hex/hex-extractor.ts";
export { type InventoryOptions, inventory } from "./inventory.ts";
export { InventoryError, type InventoryErrorCode, isInventoryError } from "./inventory-error.ts";
export { createJavaExtractor, javaExtractor } from "./java/java-extractor.ts";
export { defaultJavaLimits, type JavaLimits } from "./java/java-limits.ts";
export type { MavenCoordinates } from "./java/maven-coordinates.ts";
export { parseJarManifest } from "./java/parse-jar-manifest.ts";
export { parseJavaRelease } from "./java/parse-java-release.ts";
export { parseJimageModules } from "./java/parse-jimage-modules.ts";
export { type Pom, type PomDependency, parsePom } from "./java/parse-pom.ts";
export { splitJarName } from "./java/split-jar-name.ts";
export { defaultLimits, type InventoryLimits } from "./limits.ts";
export { parseOsRelease } from "./linux/parse-os-release.ts";
export { parseShebang } from "./linux/parse-shebang.ts";
export { luarocksExtractor } from "./luarocks/luarocks-extractor.ts";
export { nixExtractor } from "./nix/nix-extractor.ts";
export { npmExtractor } from "./npm/npm-extractor.ts";
export { nugetExtractor } from "./nuget/nuget-extractor.ts";
export { type PortageContent, parsePortageContents } from "./portage/parse-portage-contents.ts";
export {
  type PortageAtom,
  type PortageClause,
  parsePortageDependency,
} from "./portage/parse-portage-dependency.ts";
export { portageExtractor } from "./portage/portage-extractor.ts";
export { normalizePypiName } from "./pypi/normalize-pypi-name.ts";
export { type PythonRecordRow, parsePythonRecord } from "./pypi/parse-python-record.ts";
export { pypiExtractor } from "./pypi/pypi-extractor.ts";
export { type ParseRpmDatabaseOptions, parseRpmDatabase } from "./rpm/parse-rpm-database.ts";
export { parseRpmHeader, type RpmHeader } from "./rpm/parse-rpm-header.ts";
export { rpmExtractor } from "./rpm/rpm-extractor.ts";
export type { RpmFile, RpmFileState } from "./rpm/rpm-files-of.ts";
export type { RpmPackage } from "./rpm/rpm-package.ts";
export { rpmPackageOf } from "./rpm/rpm-package-of.ts";
export type { RpmRelation } from "./rpm/rpm-relations-of.ts";
export { rpmTags } from "./rpm/rpm-tags.ts";
export { parseSnapYaml } from "./snap/parse-snap-yaml.ts";
export { snapExtractor } from "./snap/snap-extractor.ts";
export type { SqliteValue } from "./sqlite/parse-sqlite-record.ts";
export {
  type ParseSqliteTableOptions,
  parseSqliteTable,
  type SqliteRow,
} from "./sqlite/parse-sqlite-table.ts";
export { wordpressExtractor } from "./wordpress/wordpress-extractor.ts";
export { readZipDirectory } from "./zip/read-zip-directory.ts";
export { readZipEntry } from "./zip/read-zip-entry.ts";
export type { ZipEntry } from "./zip/zip-entry.ts";
export { defaultZipLimits, type ZipLimits } from "./zip/zip-limits.ts";
