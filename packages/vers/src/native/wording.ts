import type { VersionScheme } from "../version-scheme.ts";

/** The words of a notation of operators. */
export interface Wording {
  readonly equal: string;
  /** Absent where one version cannot be left out. */
  readonly notEqual?: string;
  readonly less: string;
  readonly atMost: string;
  readonly more: string;
  readonly atLeast: string;
  readonly and: string;
  /** Absent where there are no alternatives. */
  readonly or?: string;
  /** The range of every version; absent where there is none. */
  readonly any?: string;
  /** How many numbers a version needs to be that one alone: with fewer it is all that begin so. */
  readonly numbers?: number;
}

const signs = { less: "<", atMost: "<=", more: ">", atLeast: ">=" } as const;
const spacedSigns = { less: "< ", atMost: "<= ", more: "> ", atLeast: ">= " } as const;
const alone: Wording = { ...signs, equal: "", and: " ", or: " || ", any: "*" };
const usual: Wording = { ...signs, equal: "=", notEqual: "!=", and: " ", or: " || ", any: "*" };
const linux: Wording = { ...signs, equal: "=", and: ", " };
const gem: Wording = { ...spacedSigns, equal: "= ", notEqual: "!= ", and: ", ", any: ">= 0" };

/** How ranges are written, of the schemes that write them with operators. */
export const wordings: { readonly [Scheme in VersionScheme]?: Wording } = {
  alpm: linux,
  apk: linux,
  bazel: usual,
  cargo: { ...signs, equal: "=", and: ", ", any: "*", numbers: 3 },
  cocoapods: gem,
  composer: { ...alone, notEqual: "!=" },
  conan: alone,
  conda: { ...signs, equal: "==", notEqual: "!=", and: ",", or: "|", any: "*" },
  cpan: { ...spacedSigns, equal: "== ", notEqual: "!= ", and: ", ", any: "0" },
  cran: { ...spacedSigns, equal: "== ", notEqual: "!= ", and: ", " },
  datetime: usual,
  deb: { ...spacedSigns, less: "<< ", more: ">> ", equal: "= ", and: ", " },
  gem,
  generic: usual,
  gentoo: usual,
  golang: usual,
  hackage: { ...signs, equal: "==", and: " && ", or: " || ", any: "-any" },
  hex: { ...spacedSigns, equal: "== ", notEqual: "!= ", and: " and ", or: " or " },
  intdot: usual,
  lexicographic: usual,
  npm: { ...alone, numbers: 3 },
  opam: usual,
  pub: { ...signs, equal: "", and: " ", any: "any" },
  pypi: { ...signs, equal: "==", notEqual: "!=", and: ",", any: "" },
  rpm: { ...spacedSigns, equal: "= ", and: ", " },
  semver: usual,
  swift: usual,
};
