import type { XmlSchemaTable } from "../../validation/xml-schema-table.ts";

export declare const table: XmlSchemaTable;
