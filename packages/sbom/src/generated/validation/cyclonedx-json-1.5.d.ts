import type { JsonSchemaTable } from "../../validation/json-schema-table.ts";

export declare const table: JsonSchemaTable;
