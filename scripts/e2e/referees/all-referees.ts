import { aptCheck } from "./apt-check.ts";
import { danglingLinks } from "./dangling-links.ts";
import { dpkgAudit, dpkgVerify } from "./dpkg.ts";
import { elfInterpreters } from "./elf-interpreters.ts";
import { neededLibraries } from "./needed-libraries.ts";
import type { Referee } from "./referee.ts";
import { shebangs } from "./shebangs.ts";

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
