/** Whether pages of SQLite can have so many bytes: a power of two from 512 to 65536. */
export function isSqlitePageSize(size: number): boolean {
  return size >= 512 && size <= 0x10000 && (size & (size - 1)) === 0;
}
