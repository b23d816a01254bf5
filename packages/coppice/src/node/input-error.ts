import { CoppiceError, isCoppiceError } from "@coppice/types";
import { CommandError } from "./command-error.ts";

/** Why the file `name` cannot be read, in words that name it; any other error as it is. */
export function inputError(name: string, cause: unknown): unknown {
  if (!(cause instanceof Error) || !("code" in cause)) return cause;
  if (cause.code === "ENOENT") {
    return new CommandError("INPUT_ABSENT", `there is no ${name}; check the name`, { cause });
  }
  if (String(cause.code).startsWith("Z_")) {
    const message = `the gzip data of ${name} is damaged or ends early; copy or make the file again`;
    return new CommandError("INPUT_DAMAGED", message, { cause });
  }
  return "syscall" in cause
    ? new CommandError("INPUT_UNREADABLE", `${name} cannot be read: ${cause.message}`, { cause })
    : cause;
}

/** What a library says of the content of the file `name`, with that name in it; any other error as it is. */
export function contentError(name: string, cause: unknown): unknown {
  const isNameless =
    isCoppiceError(cause) && !(cause instanceof CommandError) && !cause.message.startsWith(name);
  return isNameless ? new CoppiceError(cause.code, `${name}: ${cause.message}`, { cause }) : cause;
}
