import { digitsEnd, isDigit } from "../text/characters.ts";

/** A version of which a range may name less than all: `1`, `1.2.x`, `1.2.3-beta`. */
export interface PartialVersion {
  /** The numbers before the first wildcard. */
  readonly numbers: readonly string[];
  /** Whether a wildcard (`x`, `X`, `*`) ends them. */
  readonly wild: boolean;
  /** What follows the numbers, with the sign that it begins with: a pre-release or build metadata. */
  readonly suffix: string;
}

/** Reads numbers between dots, with a `v` or `=` before them if need be; undefined where there are none and no wildcard. */
export function parsePartialVersion(text: string): PartialVersion | undefined {
  let index = text.startsWith("=") ? 1 : 0;
  if (text[index] === "v" || text[index] === "V") index++;
  const numbers: string[] = [];
  let wild = false;
  for (;;) {
    const end = digitsEnd(text, index);
    if (end > index && !wild) numbers.push(text.slice(index, end));
    else if (isWildcard(text, index)) wild = true;
    else return undefined;
    index = end > index ? end : index + 1;
    const next = text.charCodeAt(index + 1);
    if (text[index] !== "." || !(isDigit(next) || isWildcard(text, index + 1))) break;
    index++;
  }
  return { numbers, wild, suffix: text.slice(index) };
}

/** Whether it has at most three numbers, and a pre-release or build metadata after no fewer, as Semantic Versioning has it. */
export function isSemantic({ numbers, wild, suffix }: PartialVersion): boolean {
  if (numbers.length + Number(wild) > 3) return false;
  return suffix === "" || ((wild || numbers.length === 3) && /^[+-][0-9A-Za-z.+-]*$/.test(suffix));
}

/** The numbers, filled up with zeros. */
export function padded(numbers: readonly string[], length: number): string {
  return Array.from(
    { length: Math.max(length, numbers.length) },
    (_, index) => numbers[index] ?? "0",
  ).join(".");
}

/** The first version after all that begin with the same numbers up to `index`, filled up to `length`. */
export function bumped(numbers: readonly string[], index: number, length: number): string {
  const kept = numbers.slice(0, index + 1);
  kept[index] = increment(kept[index] ?? "0");
  return padded(kept, length);
}

/** The next whole number, of any length. */
function increment(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === "9") end--;
  const zeros = "0".repeat(digits.length - end);
  if (end === 0) return `1${zeros}`;
  return `${digits.slice(0, end - 1)}${Number(digits[end - 1]) + 1}${zeros}`;
}

function isWildcard(text: string, index: number): boolean {
  const sign = text[index];
  return sign === "x" || sign === "X" || sign === "*";
}
