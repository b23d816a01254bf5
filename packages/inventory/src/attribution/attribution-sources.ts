import type { FileIndex } from "@coppice/image";
import type { Ecosystem, PackageId } from "@coppice/types";
import type { Ownership } from "./ownership.ts";

/** What is known of a tree before its files are explained. */
export interface AttributionSources {
  readonly index: FileIndex;
  readonly ownership: Ownership;
  /** Files and folders of package managers' records. */
  readonly databases: ReadonlyMap<string, Ecosystem>;
  /** Paths that set-up makes, and the package that does. */
  readonly configuration: ReadonlyMap<string, PackageId | undefined>;
  canonical(path: string): string;
}
