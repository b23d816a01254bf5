import { danglingLinks, elfInterpreters, neededLibraries, shebangs } from "./files.ts";
import { aptCheck, dpkgAudit, dpkgVerify } from "./packages.ts";
import type { Referee } from "./referee.ts";

/** Every referee, in the order of the report. */
export const allReferees: readonly Referee[] = [
  neededLibraries,
  elfInterpreters,
  shebangs,
  danglingLinks,
  dpkgVerify,
  dpkgAudit,
  aptCheck,
];
