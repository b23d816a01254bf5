import type { Digest } from "./digest.ts";

/** Identifies a package within its {@link Bom}; other documents about the same subject refer to it. */
export type PackageId = string;

/** Where a package comes from, in the words of the purl specification's types. */
export type Ecosystem = "deb" | "npm" | "pypi" | (string & {});

/** A piece of software that a subject contains or declares. */
export interface Package {
  /** Unique in its Bom: the purl, followed by `#` and the location where the same purl is installed twice. */
  readonly id: PackageId;
  /** Package URL, where the ecosystem has one. */
  readonly purl?: string;
  readonly ecosystem: Ecosystem;
  /** Name as its ecosystem writes it, with an npm scope. */
  readonly name: string;
  readonly version?: string;
  readonly architecture?: string;
  /** `installed`: its files are there; `declared`: only a manifest or lockfile says so. */
  readonly presence: "installed" | "declared";
  /** Absolute path in the subject of the folder or database record that makes it installed. */
  readonly location?: string;
  /** The package whose files this one is made of, such as the .deb that brought a Python distribution. */
  readonly ownedBy?: PackageId;
  /** Digest (uncompressed) of the layer that brought it. */
  readonly layer?: Digest;
  /** Source package it was built from. */
  readonly source?: PackageSource;
  /** Licence expressions or names as the package states them. */
  readonly licenses?: readonly string[];
  readonly digests?: readonly Digest[];
  /** One line on what it is. */
  readonly description?: string;
  /** Who maintains it, as the package states. */
  readonly supplier?: string;
  /** The distribution says that the system does not work without it. */
  readonly essential?: boolean;
  /** Files whose content is not what the package's own record gave when it was installed; absent where nothing could be compared. */
  readonly modifiedSinceInstall?: readonly ModifiedFile[];
  /** Where in a file the evidence for it stands, when it was read out of a program. */
  readonly foundAt?: FilePlace;
  /** Extractor or document that said so, such as `dpkg`. */
  readonly foundBy: string;
}

/** A file that was changed after its package was installed. */
export interface ModifiedFile {
  readonly path: string;
  /** Digest that the package's record gives. */
  readonly recorded: Digest;
  /** Digest of the content, by the same algorithm. */
  readonly found: Digest;
  /** The package lets the administrator edit it. */
  readonly configuration?: true;
}

/** A place in a file. */
export interface FilePlace {
  readonly path: string;
  /** Bytes from its start. */
  readonly offset: number;
}

/** Name and version of a source package. */
export interface PackageSource {
  readonly name: string;
  readonly version?: string;
}
