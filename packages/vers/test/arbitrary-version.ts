import fc from "fast-check";

const pieces = [
  "0",
  "00",
  "1",
  "01",
  "2",
  "9",
  "10",
  "99999999999999999999",
  ".",
  ".",
  ".",
  ".",
  "-",
  "_",
  "+",
  "~",
  "^",
  ":",
  "!",
  "a",
  "b",
  "A",
  "x",
  "rc",
  "alpha",
  "beta",
  "pre",
  "post",
  "dev",
  "SNAPSHOT",
  "final",
  "sp",
  "p",
  "r",
  "v",
  "-r1",
  "T",
  "Z",
  " ",
  "é",
  "😀",
  "*",
] as const;

/** Texts made of what versions are made of, most of them odd. */
export const oddVersion: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...pieces), { maxLength: 7 })
  .map((parts) => parts.join(""));

/** Numbers between dots, often with a word: what most schemes have in common. */
export const plainVersion: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(fc.constantFrom("0", "1", "2", "10"), { minLength: 1, maxLength: 3 }),
    fc.constantFrom("", "", "-rc1", "-alpha.1", "a1", ".dev1", "-1", "+1"),
  )
  .map(([numbers, suffix]) => numbers.join(".") + suffix);
