import type { Tool } from "@coppice/types";
import packageJson from "../../package.json" with { type: "json" };

/** This program, as documents name what made them. */
export const tool: Tool = { name: packageJson.name, version: packageJson.version };
