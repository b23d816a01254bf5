import type { Problem } from "@coppice/types";
import type { JsonObject } from "../../json/json-value.ts";

/** A CycloneDX document in its native JSON form, whatever its encoding was. */
export interface NativeCycloneDx {
  /** Such as `1.6`. */
  readonly version: string;
  /** The object that the official JSON Schema of that version describes. */
  readonly document: JsonObject;
  readonly problems: readonly Problem[];
}
