/**
 * Base of every error that a Coppice package throws on purpose: a stable `code`, and a message that names the
 * thing and the next step. Each package derives one class from it with a closed union of codes.
 *
 * @example
 * ```ts
 * import { CoppiceError, isCoppiceError } from "@coppice/types";
 *
 * const error = new CoppiceError("LAYER_TRUNCATED", "the layer ends early; pull the image again");
 * error.code; // => "LAYER_TRUNCATED"
 * isCoppiceError(error); // => true
 * ```
 */
export class CoppiceError<Code extends string = string> extends Error {
  override readonly name: string = "CoppiceError";
  /** What went wrong, for programs; stable across versions. */
  readonly code: Code;
  /** Set on every copy of the class, so that {@link isCoppiceError} holds across duplicated packages. */
  readonly coppice = true;

  constructor(code: Code, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Whether `value` is a {@link CoppiceError} of any package, also one of another copy of this library. */
export function isCoppiceError(value: unknown): value is CoppiceError {
  return (
    value instanceof Error &&
    "coppice" in value &&
    value.coppice === true &&
    "code" in value &&
    typeof value.code === "string"
  );
}
