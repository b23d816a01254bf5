import type { LicenseIds } from "../../validation/license-ids.ts";

export declare const table: LicenseIds;
