/** A named part of a program or library, of whatever format. */
export interface ObjectSection {
  readonly name: string;
  /** Where it is loaded. */
  readonly address: number;
  /** In the file. */
  readonly offset: number;
  /** Bytes in the file. */
  readonly size: number;
}

/** The byte of the file that is loaded to `address`. */
export function offsetOfAddress(
  sections: readonly ObjectSection[],
  address: number,
): number | undefined {
  const section = sections.find(
    ({ address: start, size }) => address >= start && address < start + size,
  );
  return section && address - section.address + section.offset;
}
