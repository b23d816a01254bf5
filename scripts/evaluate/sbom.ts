import type { Evaluation } from "./evaluation.ts";
import { compare } from "./sbom/compare.ts";
import { convert } from "./sbom/convert.ts";
import { cycloneDxEncodings } from "./sbom/cyclonedx-encodings.ts";
import { detect } from "./sbom/detect.ts";
import { hostile } from "./sbom/hostile.ts";
import { lockfiles } from "./sbom/lockfiles.ts";
import { losses } from "./sbom/losses.ts";
import { merge } from "./sbom/merge.ts";
import { parse } from "./sbom/parse.ts";
import { purl } from "./sbom/purl.ts";
import { spdxEncodings } from "./sbom/spdx-encodings.ts";
import { validation } from "./sbom/validation.ts";
import { vers } from "./sbom/vers.ts";
import { versions } from "./sbom/versions.ts";
import { vex } from "./sbom/vex.ts";

const aspects = [
  parse,
  convert,
  losses,
  versions,
  detect,
  cycloneDxEncodings,
  spdxEncodings,
  validation,
  merge,
  compare,
  hostile,
  purl,
  vers,
  vex,
  lockfiles,
];

/** Reads every document of the corpus, converts, merges, compares and checks it, and runs the official suites. */
export const sbom: Evaluation = {
  name: "sbom",
  title: "documents, encodings, conversions, schemas, purls, versions and lockfiles",
  async *rows(corpus) {
    for (const aspect of aspects) yield* aspect(corpus);
  },
};
