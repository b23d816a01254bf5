import type { Platform } from "@coppice/image";

/** Which variant an architecture is without one. */
const usualVariants: ReadonlyMap<string, number> = new Map([
  ["arm", 7],
  ["arm64", 8],
  ["amd64", 1],
]);

/**
 * How far an image for platform `given` is from what runs best on `wished`: 0 is the thing itself, more an older
 * variant, which newer processors run; undefined is what does not suit. What either leaves open suits.
 */
export function platformDistance(given: Partial<Platform>, wished: Platform): number | undefined {
  const isOther = (a: string | undefined, b: string): boolean => a !== undefined && a !== b;
  if (isOther(given.os, wished.os) || isOther(given.architecture, wished.architecture)) {
    return undefined;
  }
  if (!isRelease(given.osVersion, wished.osVersion)) return undefined;
  if (given.architecture === undefined || given.variant === wished.variant) return 0;
  const has = variantNumber(given);
  const wants = variantNumber(wished);
  if (has === undefined || wants === undefined) {
    return given.variant === undefined || wished.variant === undefined ? anyVariant : undefined;
  }
  if (has <= wants) return wants - has;
  // Who names no variant takes a newer one rather than nothing.
  return wished.variant === undefined ? anyVariant + has : undefined;
}

/** Further than every older variant. */
const anyVariant = 1000;

/** Whether a system's version is the wished one or a build of it, as 10.0.17763.1 is of 10.0.17763. */
function isRelease(given: string | undefined, wished: string | undefined): boolean {
  if (given === undefined || wished === undefined || given === wished) return true;
  return given.startsWith(`${wished}.`);
}

function variantNumber({ architecture = "", variant }: Partial<Platform>): number | undefined {
  if (variant === undefined) return usualVariants.get(architecture);
  return /^v[0-9]{1,2}$/.test(variant) ? Number(variant.slice(1)) : undefined;
}
