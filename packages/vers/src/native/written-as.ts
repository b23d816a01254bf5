import type { Operator } from "./comparisons.ts";
import { nativeRangeError } from "./native-range-error.ts";

type Operators = readonly (readonly [string, Operator])[];

/**
 * The operators, for versions that begin as those of the scheme do and have its signs alone. Schemes that order every text
 * would else take a package's name, a word such as `latest` or a sign of another notation for a version. `any` is the word that alone means every version.
 */
export function writtenAs(pattern: RegExp, operators: Operators, any = "*"): Operators {
  return operators.map(([sign, meaning]): readonly [string, Operator] => [
    sign,
    (version) => {
      if ((sign === "" && version === any) || pattern.test(version)) return meaning(version);
      throw nativeRangeError(version, "it is not written as a version of its scheme");
    },
  ]);
}
