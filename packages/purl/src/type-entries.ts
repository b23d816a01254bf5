import { purlTypes } from "./generated/purl-types.ts";
import type { PurlType } from "./purl-type.ts";
import { type TypeRules, typeRules } from "./type-rules.ts";

/** All that is known of a registered type. */
export interface TypeEntry {
  readonly definition: PurlType;
  readonly rules: TypeRules | undefined;
}

/** The registered types, by type. */
export const typeEntries: ReadonlyMap<string, TypeEntry> = /* @__PURE__ */ new Map(
  Array.from(purlTypes, ([type, definition]) => [type, { definition, rules: typeRules.get(type) }]),
);
