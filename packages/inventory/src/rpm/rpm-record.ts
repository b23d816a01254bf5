/** A header as it stands in a database of rpm. */
export interface RpmRecord {
  readonly bytes: Uint8Array;
  /** Its number, for people. */
  readonly number: number;
}
