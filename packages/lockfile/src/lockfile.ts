import type { Ecosystem, Problem } from "@coppice/types";
import type { LockedDependency } from "./locked-dependency.ts";
import type { LockedPackage } from "./locked-package.ts";

/** The formats that are known, named after the tool that writes them. */
export type LockfileFormat =
  | "npm"
  | "pnpm"
  | "yarn-classic"
  | "yarn-berry"
  | "bun"
  | "bun-binary"
  | "requirements"
  | "pipfile"
  | "poetry"
  | "uv"
  | "pylock"
  | "pdm"
  | "cargo"
  | "go-mod"
  | "go-sum"
  | "composer"
  | "bundler"
  | "gradle"
  | "gradle-verification"
  | "nuget"
  | "mix"
  | "conda-environment"
  | "conda-explicit"
  | "conda-lock";

/** What a lockfile says, in one model for all package managers. */
export interface Lockfile {
  readonly format: LockfileFormat;
  /** Version of the format, as the file states it. */
  readonly version?: string;
  /** Package URL type of its packages, unless a package says otherwise. */
  readonly ecosystem: Ecosystem;
  /** The name that was given for the input. */
  readonly name: string;
  /**
   * `resolved`: exactly what is installed; `superset`: more than that (see `problems`); `requested`: requirements, of
   * which some may not be pinned.
   */
  readonly extent: "resolved" | "superset" | "requested";
  /** The projects that the packages are for; empty where the lockfile does not name them. */
  readonly importers: readonly LockedImporter[];
  readonly packages: readonly LockedPackage[];
  /** Addresses of registries that the file tells the package manager to use, in order. */
  readonly registries: readonly string[];
  /** Files that it includes and that were not read (`-r`, `-c`). */
  readonly includes: readonly LockedInclude[];
  /** Entries that could not be read, and what a reader of the others must know. */
  readonly problems: readonly Problem[];
}

/** A project, or a member of one, with what it asks for itself. */
export interface LockedImporter {
  /** Unique in its lockfile, packages included. */
  readonly key: string;
  /** Folder from the lockfile's own, `.` for that folder itself; absent where the lockfile does not say. */
  readonly path?: string;
  readonly name?: string;
  readonly version?: string;
  readonly purl?: string;
  readonly dependencies: readonly LockedDependency[];
  /** Line of its entry, from 1. */
  readonly line?: number;
}

/** A file that a lockfile includes. */
export interface LockedInclude {
  readonly kind: "requirements" | "constraints";
  /** As written. */
  readonly path: string;
  /** From 1. */
  readonly line?: number;
}
