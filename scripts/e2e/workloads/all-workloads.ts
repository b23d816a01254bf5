import type { Workload } from "../workload.ts";
import { flask } from "./flask.ts";
import { nginx } from "./nginx.ts";
import { redis } from "./redis.ts";

/** Every workload, in the order of the report. */
export const allWorkloads: readonly Workload[] = [nginx, redis, flask];
