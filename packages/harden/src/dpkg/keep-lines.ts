import { decodeName } from "@coppice/image";

/** The lines of `bytes` that `keep` wants, byte for byte; `keep` sees each without its line end. */
export function keepLines(bytes: Uint8Array, keep: (line: string) => boolean): Uint8Array {
  const kept = new Uint8Array(bytes.length);
  let length = 0;
  for (let start = 0; start < bytes.length; ) {
    const newLine = bytes.indexOf(0x0a, start);
    const end = newLine < 0 ? bytes.length : newLine;
    const next = Math.min(end + 1, bytes.length);
    if (keep(decodeName(bytes.subarray(start, end)))) {
      kept.set(bytes.subarray(start, next), length);
      length += next - start;
    }
    start = next;
  }
  return kept.slice(0, length);
}
