import { main } from "coppice";

/** What a command said and how it ended. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What is around a command. */
export interface RunOptions {
  readonly stdin?: string;
  readonly terminal?: boolean;
  readonly signal?: AbortSignal;
}

/** Runs one command line in this process. */
export async function run(
  argv: readonly string[],
  { stdin = "", terminal = false, signal }: RunOptions = {},
): Promise<Outcome> {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const code = await main(argv, {
    stdin: (async function* () {
      yield new TextEncoder().encode(stdin);
    })(),
    stdout: { write: (text) => stdout.push(text) },
    stderr: { write: (text) => stderr.push(text), isTTY: terminal },
    signal,
  });
  return { code, stdout: stdout.join(""), stderr: stderr.join("") };
}
