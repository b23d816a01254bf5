import { type Command, InvalidArgumentError } from "commander";

/** Where the result of a command goes. */
export interface OutputOptions {
  readonly output?: string;
  readonly json?: boolean;
}

/** What the argument IMAGE may be. */
export const imageHelp =
  "OCI layout (folder or tar), docker save archive, or folder with a root file system";

/** Adds the options of {@link OutputOptions} for a command that makes `document`. */
export function addOutputOptions(command: Command, document: string): Command {
  return command
    .option("-o, --output <file>", `write the ${document} to a file (gzip'ed when named *.gz)`)
    .option("--json", `print the ${document} instead of a report`);
}

/** Adds examples and the exit codes to the help of a command; `refused` is what its exit code 1 says. */
export function addNotes(command: Command, examples: readonly string[], refused?: string): Command {
  return command.addHelpText(
    "after",
    `
Examples:
${examples.map((example) => `  $ coppice ${example}`).join("\n")}

Exit codes:
    0  done${refused === undefined ? "" : `\n    1  ${refused}`}
    2  wrong usage
    3  input cannot be read or is refused
    4  a fault of coppice
  130  interrupted`,
  );
}

/** Gathers an option that may be given several times. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** Takes an absolute path of the image. */
export function collectPath(value: string, before: readonly string[] = []): readonly string[] {
  if (value.startsWith("/")) return collect(value, before);
  throw new InvalidArgumentError("It is a path in the image and begins with a slash.");
}
