/** A record of the input that could not be read. It is data: the rest of the input is still read and reported. */
export interface Problem {
  /** What is wrong, for programs; stable across versions. */
  readonly code: string;
  /** What is wrong and what follows from it, for people. */
  readonly message: string;
  /** File of the subject, or name of the input, in which the record stands. */
  readonly path?: string;
  /** Where the record begins, in bytes from the start of that file. */
  readonly offset?: number;
}

/** Takes each {@link Problem} as it is met. */
export type OnProblem = (problem: Problem) => void;
