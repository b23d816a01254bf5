import { digitsEnd } from "../text/characters.ts";

/** Where the parts of `[epoch:]version[-release]` begin and end in its text. */
export interface SplitVersion {
  readonly epochEnd: number;
  readonly versionStart: number;
  readonly versionEnd: number;
  /** Past the end of the text where there is no release. */
  readonly releaseStart: number;
}

/** Splits as rpm and pacman do: an epoch is all digits, a release begins after the last hyphen. */
export function splitEpoch(text: string): SplitVersion {
  const digits = digitsEnd(text, 0);
  const hasEpoch = text.charCodeAt(digits) === 0x3a;
  const versionStart = hasEpoch ? digits + 1 : 0;
  const hyphen = text.lastIndexOf("-");
  const versionEnd = hyphen >= versionStart ? hyphen : text.length;
  return {
    epochEnd: hasEpoch ? digits : 0,
    versionStart,
    versionEnd,
    releaseStart: versionEnd + 1,
  };
}
