import { CommandError } from "./command-error.ts";

/** What messages call the file at `path`, which is standard input where it is `-`. */
export function inputName(path: string): string {
  return path === "-" ? "standard input" : path;
}

/**
 * Checks that standard input is read once at most.
 *
 * @throws A {@link CommandError} with code `USAGE`.
 */
export function requireOneStdin(paths: readonly string[]): void {
  if (paths.filter((path) => path === "-").length > 1) {
    throw new CommandError("USAGE", "standard input can be read once; give - for one file only");
  }
}
