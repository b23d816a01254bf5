import { renderTar, type TarInput } from "@coppice/image";
import type { FileEntry } from "@coppice/types";

export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

export async function collectText(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  return Buffer.from(await collect(chunks)).toString();
}

/** A tar stream of entries; `[entry, text]` for one with content. */
export function tarOf(
  entries: readonly (FileEntry | readonly [FileEntry, string])[],
): Promise<Uint8Array> {
  const inputs = entries.map((item): TarInput => {
    if ("path" in item) return { entry: item };
    const bytes = Buffer.from(item[1]);
    return { entry: { ...item[0], size: bytes.length }, content: [bytes] };
  });
  return collect(renderTar(inputs));
}

/** `bytes` cut after each of the lengths, which are used again and again. */
export function* cut(bytes: Uint8Array, lengths: readonly number[]): Generator<Uint8Array> {
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const length = Math.max(1, lengths[turn % lengths.length] ?? bytes.length);
    yield bytes.subarray(at, at + length);
    at += length;
  }
}
