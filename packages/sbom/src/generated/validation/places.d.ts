import type { PlaceTables } from "../../validation/place-table.ts";

export declare const table: PlaceTables;
