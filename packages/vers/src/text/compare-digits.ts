/**
 * Compares `a[start, end)` and `b[otherStart, otherEnd)` as decimal numbers of any length. An empty run is 0.
 * What is no digit is compared too, by length and then by its units, so that the order is total.
 */
export function compareDigits(
  a: string,
  start: number,
  end: number,
  b: string,
  otherStart: number,
  otherEnd: number,
): number {
  let i = start;
  let j = otherStart;
  while (i < end && a.charCodeAt(i) === 0x30) i++;
  while (j < otherEnd && b.charCodeAt(j) === 0x30) j++;
  const difference = end - i - (otherEnd - j);
  if (difference !== 0) return difference;
  for (; i < end; i++, j++) {
    const step = a.charCodeAt(i) - b.charCodeAt(j);
    if (step !== 0) return step;
  }
  return 0;
}

/** Compares two whole texts of digits as numbers of any length. */
export function compareNumbers(a: string, b: string): number {
  return compareDigits(a, 0, a.length, b, 0, b.length);
}
