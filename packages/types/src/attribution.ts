import type { PackageId } from "./package.ts";

/** Why a file is there. */
export type Attribution =
  | OwnedAttribution
  | DerivedAttribution
  | PackageDatabaseAttribution
  | ConfigurationAttribution
  | UnownedAttribution;

/** Packages list it as theirs; directories are often listed by many. */
export interface OwnedAttribution {
  readonly kind: "owned";
  readonly by: readonly PackageId[];
  /** The package lets the administrator edit it (a Debian conffile). */
  readonly configuration?: true;
}

/** Made on the system from other files: bytecode, alternatives, caches, certificate links. */
export interface DerivedAttribution {
  readonly kind: "derived";
  /** How it is made, such as `python-bytecode`. */
  readonly rule: string;
  /** Paths it is made from, where known. */
  readonly from: readonly string[];
  /** Packages that it is there for; it serves nothing without at least one of them. */
  readonly by: readonly PackageId[];
}

/** Part of a package manager's records. */
export interface PackageDatabaseAttribution {
  readonly kind: "package-database";
  readonly ecosystem: string;
}

/** State that the system's set-up made, such as `/etc/passwd`; no package lists it. */
export interface ConfigurationAttribution {
  readonly kind: "configuration";
  /** Package whose maintainer scripts make it, where known. */
  readonly by?: PackageId;
}

/** Nobody says whose it is; in an image this is most often the application. */
export interface UnownedAttribution {
  readonly kind: "unowned";
}
