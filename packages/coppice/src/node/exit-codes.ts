/** What the exit code of a command says. */
export const exitCodes = {
  done: 0,
  refused: 1,
  usage: 2,
  input: 3,
  internal: 4,
  interrupted: 130,
} as const;

/** One of {@link exitCodes}. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Ends a command with an exit code other than 0. */
export type Finish = (code: ExitCode) => void;
