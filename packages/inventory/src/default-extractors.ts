import { dpkgExtractor } from "./dpkg/dpkg-extractor.ts";
import type { Extractor } from "./extractor.ts";
import { npmExtractor } from "./npm/npm-extractor.ts";
import { pypiExtractor } from "./pypi/pypi-extractor.ts";

/** All that this package knows: the operating system's packages first, then those of languages. */
export const defaultExtractors: readonly Extractor[] = [dpkgExtractor, npmExtractor, pypiExtractor];
