/** Bytes between a content of `size` bytes and the next block of 512. */
export function tarPadding(size: number): number {
  return (512 - (size % 512)) % 512;
}
