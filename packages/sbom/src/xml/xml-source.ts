import { SbomError } from "../sbom-error.ts";
import type { XmlName } from "./xml-name.ts";

/** An XML document while it is read. */
export interface XmlSource {
  readonly text: string;
  /** Where the next character stands. */
  at: number;
  /** Names that were met, split. */
  readonly names: Map<string, XmlName>;
  /** What each prefix stands for, innermost last. */
  readonly prefixes: Map<string, string[]>;
}

/** Gives up reading. */
export function failXml(source: XmlSource, at: number, what: string): never {
  let line = 1;
  for (let end = source.text.indexOf("\n"); end >= 0 && end < at; line += 1) {
    end = source.text.indexOf("\n", end + 1);
  }
  throw new SbomError(
    "XML_INVALID",
    `line ${line} is not well-formed XML: ${what}; repair the document`,
  );
}
