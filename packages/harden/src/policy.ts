import type { HardeningPolicy } from "@coppice/types";

/**
 * The policy that counts while nobody says otherwise: used packages and what they depend on stay, any use counts, and
 * files that no package owns stay.
 */
export const defaultPolicy: HardeningPolicy = {
  mode: "closure",
  minimumGrade: "stat",
  keepPackages: [],
  keepPaths: [],
  keepUnowned: true,
};
