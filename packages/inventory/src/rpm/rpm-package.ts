import type { RpmFile } from "./rpm-files-of.ts";
import type { RpmRelation } from "./rpm-relations-of.ts";

/** What rpm knows of a package; what its header leaves out is absent, and lists are empty. */
export interface RpmPackage {
  readonly name: string;
  /** rpm takes an absent one as 0. */
  readonly epoch?: number | undefined;
  readonly version: string;
  readonly release: string;
  readonly arch?: string | undefined;
  /** File name of the source package that it was built from. */
  readonly sourceRpm?: string | undefined;
  readonly license?: string | undefined;
  readonly vendor?: string | undefined;
  readonly packager?: string | undefined;
  readonly summary?: string | undefined;
  /** Module that it belongs to: `name:stream:version:context`. */
  readonly modularityLabel?: string | undefined;
  readonly files: readonly RpmFile[];
  readonly provides: readonly RpmRelation[];
  readonly requires: readonly RpmRelation[];
  readonly recommends: readonly RpmRelation[];
  readonly suggests: readonly RpmRelation[];
}
