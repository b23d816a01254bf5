/** The first bytes of many files, without an object for each. */
export interface HeadPool {
  /** Takes what `bytes`, which stand at `offset` in the file of that number, have of its first eight bytes. */
  add(number: number, offset: number, bytes: Uint8Array): void;
  /** The first eight bytes of a file, or all of a shorter one. */
  get(number: number, size: number): Uint8Array;
}

/** Bytes that are kept of each file. */
const headBytes = 8;

/** A pool for files that are numbered from 0. */
export function createHeadPool(): HeadPool {
  let pool = new Uint8Array(0);
  return {
    add(number, offset, bytes) {
      const start = number * headBytes;
      if (start >= pool.length) {
        const larger = new Uint8Array(2 * (start + 1024));
        larger.set(pool);
        pool = larger;
      }
      for (let index = 0; offset + index < headBytes && index < bytes.length; index++) {
        pool[start + offset + index] = bytes[index] ?? 0;
      }
    },
    get(number, size) {
      const start = number * headBytes;
      return pool.slice(start, start + Math.min(size, headBytes));
    },
  };
}
