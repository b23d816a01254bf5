/** Orders two versions: negative when `a` is earlier, 0 when they are equal, positive when `a` is later. */
export type VersionComparator = (a: string, b: string) => number;

/** What one ecosystem says about versions. */
export interface SchemeRules {
  /** Orders any two texts, also those that are no versions. */
  readonly compare: VersionComparator;
  /** Whether a text is a version by the ecosystem's rules. */
  readonly isValid: (version: string) => boolean;
}
