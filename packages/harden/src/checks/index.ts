import type { CheckResult } from "@coppice/types";
import type { CheckContext } from "../check-context.ts";
import { checkFileRequirements } from "./file-requirements.ts";
import { checkFolders } from "./folders.ts";
import { checkImageConfiguration } from "./image-configuration.ts";
import { checkPackageDatabase } from "./package-database.ts";
import { checkPackageDependencies } from "./package-dependencies.ts";
import { checkTraceReplay } from "./trace-replay.ts";

/** Every check of a planned file system. */
export function runChecks(context: CheckContext): readonly CheckResult[] {
  return [
    ...checkFileRequirements(context),
    checkTraceReplay(context),
    checkPackageDependencies(context),
    checkImageConfiguration(context),
    checkFolders(context),
    checkPackageDatabase(context),
  ];
}
