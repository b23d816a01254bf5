import { CoppiceError } from "@coppice/types";

/** Why a command could not do its work. */
export type CommandErrorCode =
  | "USAGE"
  | "INPUT_ABSENT"
  | "INPUT_UNREADABLE"
  | "INPUT_DAMAGED"
  | "INPUT_TOO_LARGE"
  | "SUBJECT_MISMATCH"
  | "COMPONENT_UNKNOWN"
  | "COMPONENT_AMBIGUOUS"
  | "OUTPUT_UNWRITABLE";

/** Thrown by the command line's own files. */
export class CommandError extends CoppiceError<CommandErrorCode> {
  override readonly name = "CommandError";
}
