import { compareGeneric } from "./compare-generic.ts";
import type { SchemeRules } from "./scheme-rules.ts";

/** For all whose rules nobody wrote down; see {@link compareGeneric}. */
export const generic: SchemeRules = {
  compare: compareGeneric,
  isValid: (version) => version !== "",
};
