import type { Ecosystem } from "@coppice/types";
import type { LockedArtifact } from "./locked-artifact.ts";
import type { LockedDependency } from "./locked-dependency.ts";
import type { LockedSource } from "./locked-source.ts";

/** One package as a lockfile pins it. Npm's nested copies and pnpm's peer variants of a version are packages of their own. */
export interface LockedPackage {
  /** Unique in its lockfile, importers included; where the format has a key, that one: `node_modules/a/node_modules/b`. */
  readonly key: string;
  readonly ecosystem: Ecosystem;
  /** Its own name, with a scope, vendor or group: `@scope/name`, `vendor/name`, `group:artifact`. */
  readonly name: string;
  /** The name it is installed under, where that is another one. */
  readonly alias?: string;
  /** Absent where the lockfile does not fix it, as a requirement without `==` does not. */
  readonly version?: string;
  /** Package URL, where the ecosystem has one. */
  readonly purl?: string;
  readonly source: LockedSource;
  readonly artifacts: readonly LockedArtifact[];
  readonly dependencies: readonly LockedDependency[];
  /** No production requirement of the importers leads to it. Absent where the lockfile does not show that. */
  readonly development?: boolean;
  /** Every way to it passes an optional requirement. Absent where the lockfile does not show that. */
  readonly optional?: boolean;
  /** It is there only as a peer of others, as the lockfile states. */
  readonly peer?: boolean;
  /** Groups, categories or configurations that want it, as the lockfile names them. */
  readonly groups?: readonly string[];
  /** When it is wanted, as written and not evaluated. */
  readonly marker?: string;
  /** What it is built for, where the lockfile pins one package for each: a gem's platform, a conda subdirectory. */
  readonly platform?: string;
  /** Licences as the lockfile states them. */
  readonly licenses?: readonly string[];
  /** What its publisher said against its use. */
  readonly deprecated?: string;
  /** It runs code of its own when it is installed, as the lockfile states. */
  readonly installScripts?: true;
  /** Patch that the project applies to it, as written. */
  readonly patch?: string;
  /** Line of its entry, from 1. */
  readonly line?: number;
}
