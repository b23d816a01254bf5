import type { JsonObject } from "../json/json-value.ts";

/** A UUID of version 8 that is made of a document's content, as a URN: the same content has the same one. See RFC 9562, 5.8. */
export async function deriveId(native: JsonObject): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(native));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).slice(0, 16);
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x80;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `urn:uuid:${[hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-")}`;
}
