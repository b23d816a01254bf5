import { bunReader } from "./bun/bun-reader.ts";
import { cargoReader } from "./cargo/cargo-reader.ts";
import { composerReader } from "./composer/composer-reader.ts";
import { condaEnvironmentReader } from "./conda/conda-environment-reader.ts";
import { condaExplicitReader } from "./conda/conda-explicit-reader.ts";
import { condaLockReader } from "./conda/conda-lock-reader.ts";
import { bundlerReader } from "./gem/bundler-reader.ts";
import { goModReader } from "./go/go-mod-reader.ts";
import { goSumReader } from "./go/go-sum-reader.ts";
import { gradleReader } from "./gradle/gradle-reader.ts";
import { gradleVerificationReader } from "./gradle/gradle-verification-reader.ts";
import type { LockfileReader } from "./lockfile-reader.ts";
import { mixReader } from "./mix/mix-reader.ts";
import { npmReader } from "./npm/npm-reader.ts";
import { nugetReader } from "./nuget/nuget-reader.ts";
import { pnpmReader } from "./pnpm/pnpm-reader.ts";
import { pdmReader } from "./python/pdm-reader.ts";
import { pipfileReader } from "./python/pipfile-reader.ts";
import { poetryReader } from "./python/poetry-reader.ts";
import { pylockReader } from "./python/pylock-reader.ts";
import { requirementsReader } from "./python/requirements-reader.ts";
import { uvReader } from "./python/uv-reader.ts";
import { yarnBerryReader } from "./yarn/yarn-berry-reader.ts";
import { yarnClassicReader } from "./yarn/yarn-classic-reader.ts";

/** Every format that is read; where several could be meant by a text, the more particular one stands first. */
export const lockfileReaders: readonly LockfileReader[] = [
  bunReader,
  npmReader,
  composerReader,
  pipfileReader,
  nugetReader,
  pnpmReader,
  yarnClassicReader,
  yarnBerryReader,
  condaLockReader,
  condaEnvironmentReader,
  condaExplicitReader,
  uvReader,
  pylockReader,
  poetryReader,
  pdmReader,
  cargoReader,
  goModReader,
  goSumReader,
  bundlerReader,
  gradleReader,
  gradleVerificationReader,
  mixReader,
  requirementsReader,
];
