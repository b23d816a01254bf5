/** A judge that shares no code with this project and looks only at an unpacked root file system. */
export interface Referee {
  /** A word for the report. */
  readonly name: string;
  /** What is wrong in the root, one line each. */
  readonly judge: (root: string) => readonly string[];
}
