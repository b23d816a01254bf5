/**
 * Finds the packages of a root file system, and says of every file whose it is or why it is there.
 *
 * @module @coppice/inventory
 */
export { defaultExtractors } from "./default-extractors.ts";
export { dpkgExtractor } from "./dpkg/dpkg-extractor.ts";
export {
  type DebianAlternative,
  type DebianClause,
  type DebianRelation,
  parseDebianDependency,
} from "./dpkg/parse-debian-dependency.ts";
export { type DpkgStanza, parseDpkgStatus } from "./dpkg/parse-dpkg-status.ts";
export type { ReadRange } from "./elf/elf-reader.ts";
export { isElf } from "./elf/is-elf.ts";
export { parseElf } from "./elf/parse-elf.ts";
export type {
  Claim,
  ConfiguredPath,
  Extraction,
  Extractor,
  ExtractorContext,
} from "./extractor.ts";
export { type InventoryOptions, inventory } from "./inventory.ts";
export { InventoryError, type InventoryErrorCode, isInventoryError } from "./inventory-error.ts";
export { defaultLimits, type InventoryLimits } from "./limits.ts";
export { parseOsRelease } from "./linux/parse-os-release.ts";
export { parseShebang } from "./linux/parse-shebang.ts";
export { npmExtractor } from "./npm/npm-extractor.ts";
export { normalizePypiName } from "./pypi/normalize-pypi-name.ts";
export { parsePythonRecord } from "./pypi/parse-python-record.ts";
export { pypiExtractor } from "./pypi/pypi-extractor.ts";
