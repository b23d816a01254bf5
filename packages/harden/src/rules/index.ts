import type { KeepRule } from "../plan-context.ts";
import { imageConfig } from "./image-config.ts";
import { osIdentity } from "./os-identity.ts";
import { policyKept } from "./policy-kept.ts";
import { runtimeFolders } from "./runtime-folders.ts";
import { skeleton } from "./skeleton.ts";
import { used } from "./used.ts";

/** The keep rules that hold from the start, in the order in which their reasons are given. */
export const keepRules: readonly KeepRule[] = [
  used,
  runtimeFolders,
  policyKept,
  imageConfig,
  osIdentity,
  skeleton,
];
