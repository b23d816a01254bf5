import { VexError, type VexErrorCode } from "../vex-error.ts";

/** `value`, which a format demands; throws a {@link VexError} where it is not there. */
export function requireMember<T>(value: T | undefined, code: VexErrorCode, what: string): T {
  if (value !== undefined) return value;
  throw new VexError(code, `the document needs ${what}; give it in the options or the model`);
}
