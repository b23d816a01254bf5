import { anyCharacter, anyText, anyValue, type Cpe, isWildcard, noValue } from "./parse-cpe.ts";

/** Whether every product that `target` names is one that `source` names: NISTIR 7696, 6.2 (CPE name superset). */
export function matchCpe(source: Cpe, target: Cpe): boolean {
  return source.every((value, index) => matchValue(value, target[index] ?? anyValue));
}

function matchValue(source: string, target: string): boolean {
  if (source === anyValue || source === target) return true;
  if (source === noValue || target === noValue || target === anyValue) return false;
  return matchPattern(source, target);
}

/** A `?` at either end stands for one character or none. */
function matchPattern(pattern: string, text: string): boolean {
  let start = 0;
  let end = pattern.length;
  while (start < end && isWildcard(pattern.charAt(start))) start += 1;
  while (start < end && isWildcard(pattern.charAt(end - 1))) end -= 1;
  const core = pattern.slice(start, end);
  const before = allowance(pattern.slice(0, start));
  const after = allowance(pattern.slice(end));
  if (before === 0 && after === 0) return core === text;
  const slack = text.length - core.length;
  if (slack < 0 || slack > before + after) return false;
  const first = Math.max(0, slack - after);
  const at = text.indexOf(core, first);
  return at >= 0 && at <= before;
}

/** How many characters wildcards can stand for. */
function allowance(wildcards: string): number {
  if (wildcards.includes(anyText)) return Number.POSITIVE_INFINITY;
  return wildcards.split(anyCharacter).length - 1;
}
