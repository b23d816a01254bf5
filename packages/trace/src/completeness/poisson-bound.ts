/**
 * The smallest mean for which a Poisson count of at most `count` has a chance of no more than `1 - confidence`: the upper
 * end of the exact interval of F. Garwood, "Fiducial Limits for the Poisson Distribution", Biometrika 28 (1936). It is
 * half the `confidence` quantile of the chi-square distribution with `2 * (count + 1)` degrees of freedom.
 */
export function poissonUpperBound(count: number, confidence: number): number {
  const chance = 1 - confidence;
  let low = count;
  let high = count + 1;
  while (poissonAtMost(count, high) > chance) {
    low = high;
    high *= 2;
  }
  // Halving goes on until no number is left in between, 60 times at most.
  for (let middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2) {
    if (poissonAtMost(count, middle) > chance) low = middle;
    else high = middle;
  }
  return high;
}

/** The chance that a Poisson count with this mean is at most `count`. */
export function poissonAtMost(count: number, mean: number): number {
  if (count < 0) return 0;
  if (mean === 0) return 1;
  // From the last term down; the first is found by its logarithm, since powers and factorials are too large.
  let term = Math.exp(count * Math.log(mean) - mean - logFactorial(count));
  if (term === 0) return count < mean ? 0 : 1;
  let sum = term;
  for (let index = count; index > 0; index--) {
    term *= index / mean;
    sum += term;
    // Below the mean they only get smaller.
    if (index <= mean && term < sum * Number.EPSILON) break;
  }
  return Math.min(1, sum);
}

/** By Stirling's series, which is exact to the last digits from 16 on. */
function logFactorial(value: number): number {
  let sum = 0;
  let from = value;
  for (; from < 16; from++) sum -= Math.log(from + 1);
  return (
    sum +
    (from + 0.5) * Math.log(from) -
    from +
    Math.log(2 * Math.PI) / 2 +
    (1 / 12 - (1 / 360 - 1 / (1260 * from ** 2)) / from ** 2) / from
  );
}
