import type { SchemeRules } from "./scheme-rules.ts";

/** Texts by the bytes of their UTF-8. See "VERS types" of the vers specification. */
export const lexicographic: SchemeRules = {
  compare: compareBytes,
  isValid: (version) => version !== "",
};

/** UTF-8 sorts as code points do, so of UTF-16 only the surrogates stand in the wrong place: they mean the highest. */
function compareBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left === right) continue;
    const high = isSurrogate(left);
    return high === isSurrogate(right) ? left - right : high ? 1 : -1;
  }
  return a.length - b.length;
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}
