import type { Attribution } from "./attribution.ts";
import type { Dependency } from "./dependency.ts";
import type { Digest } from "./digest.ts";
import type { FileEntry } from "./file-entry.ts";
import type { ElfFacts, Shebang } from "./file-facts.ts";
import type { ImageConfig } from "./image-config.ts";
import type { Package } from "./package.ts";
import type { Problem } from "./problem.ts";

/** What a subject is made of: packages, their dependencies, and every file with its reason. */
export interface Bom {
  readonly kind: "bom";
  readonly schemaVersion: string;
  readonly subject: Subject;
  /** What made this document. */
  readonly tool: Tool;
  readonly packages: readonly Package[];
  readonly dependencies: readonly Dependency[];
  /** Every path of the subject; absent when only packages are known. */
  readonly files?: readonly BomFile[];
  /** Folders that the dynamic linker searches after its built-in ones (`ld.so.conf`), in order. */
  readonly libraryPaths?: readonly string[];
  /** What could not be read. */
  readonly problems: readonly Problem[];
}

/** What a document describes. */
export interface Subject {
  /** A name for people, such as an image reference or a folder's name. */
  readonly name: string;
  /** Digest of the image's manifest (OCI), of its configuration (docker-archive), or of a folder's listing. */
  readonly digest: Digest;
  /** The operating system, from `os-release`. */
  readonly distribution?: Distribution;
  /** Architecture in OCI's words, such as `amd64`. */
  readonly architecture?: string;
  readonly config?: ImageConfig;
}

/** An operating system, in the words of os-release(5). */
export interface Distribution {
  /** `ID`, such as `debian`. */
  readonly id: string;
  /** `VERSION_ID`, such as `12`. */
  readonly version?: string;
  /** `VERSION_CODENAME`, such as `bookworm`. */
  readonly codename?: string;
  /** `PRETTY_NAME`. */
  readonly name?: string;
}

/** A program with its version. */
export interface Tool {
  readonly name: string;
  readonly version: string;
}

/** A path with why it is there and what later steps need of its content. */
export interface BomFile extends FileEntry {
  readonly attribution: Attribution;
  /** Present when the file is an ELF object. */
  readonly elf?: ElfFacts;
  /** Present when the file may be executed and begins with `#!`. */
  readonly shebang?: Shebang;
}
