import type { PurlParts } from "@coppice/purl";

/** How a program or library is known by its content where no package's records tell of it. */
export interface Classifier {
  readonly name: string;
  /** Its purl's type and namespace where that is not `generic`. */
  readonly purl?: Partial<PurlParts>;
  /**
   * Names of its files, with their last folder where that matters. `@` stands for a version, as in `python@`; `*` for
   * any rest of a name.
   */
  readonly files: readonly string[];
  /**
   * Texts in it that tell the version, each of which suffices; the one that is met first counts. In braces stands what
   * the version looks like: numbers as `n`, or as themselves where they are known, an optional one as `n?`, one of four
   * digits or more as `nnnn`, letters after the last as `a`, and `@` for what `@` stands for in the file's name. A `*` is
   * any text without NUL of at most 64 bytes. What begins with `^` counts at the beginning of the file alone.
   */
  readonly evidence: readonly string[];
  /**
   * Folders and files that are installed with it, from where its own `bin` or `lib` is or, with `./`, from its file. `@`
   * stands for the version in the file's name, `%` for the one that was found, `%%` for the first two numbers of that.
   */
  readonly paths?: readonly string[];
}
