import type { JsonObject } from "../json/json-value.ts";

/** A document as it comes out of what it was wrapped in: its text, its bytes where it is binary, or what was parsed already. */
export type SbomContent =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "value"; readonly value: JsonObject };
