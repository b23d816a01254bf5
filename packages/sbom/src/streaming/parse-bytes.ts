import { findInvalidByte } from "../input/find-invalid-byte.ts";
import type { JsonValue } from "../json/json-value.ts";
import { scanJson } from "../json/scan-json.ts";
import { SbomError } from "../sbom-error.ts";
import type { ByteWindow } from "./byte-window.ts";
import { invalidJson } from "./reading.ts";

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The values between `window.start` and `end`, as an array, or the one value there. */
export function parseBytes(window: ByteWindow, end: number, as: "value"): JsonValue;
export function parseBytes(window: ByteWindow, end: number, as: "list"): readonly JsonValue[];
export function parseBytes(window: ByteWindow, end: number, as: "value" | "list"): JsonValue {
  const bytes = window.bytes.subarray(window.start, end);
  const open = as === "list" ? "[" : "";
  const text = `${open}${decode(bytes, window)}${as === "list" ? "]" : ""}`;
  try {
    return JSON.parse(text);
  } catch {
    const fault = scanJson(text, {}, true);
    const before = new TextEncoder().encode(text.slice(open.length, fault?.offset ?? 0));
    throw invalidJson(window, window.start + before.length, fault?.expected ?? "less");
  }
}

function decode(bytes: Uint8Array, window: ByteWindow): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    const offset = window.base + window.start + (findInvalidByte(bytes, "utf-8") ?? 0);
    const message = `byte ${offset} is no text in utf-8; save the document again, in UTF-8`;
    throw new SbomError("DOCUMENT_INVALID", message, { cause });
  }
}
