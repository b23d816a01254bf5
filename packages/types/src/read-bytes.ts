import type { ByteRange, FileTree } from "./file-tree.ts";

/**
 * The content of a file of `tree` as one array. Name a range, or stat the file first, where its size is not known
 * to be small.
 *
 * @throws A {@link CoppiceError} when `tree` cannot read it.
 */
export async function readBytes(
  tree: FileTree,
  path: string,
  range?: ByteRange,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of tree.read(path, range)) {
    chunks.push(chunk);
    size += chunk.length;
  }
  const [first] = chunks;
  if (first !== undefined && chunks.length === 1) return first;
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}
