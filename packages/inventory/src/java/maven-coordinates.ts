/** What Maven knows an artifact by, as far as it is known. */
export interface MavenCoordinates {
  readonly group?: string;
  readonly artifact: string;
  readonly version?: string;
  /** Tells apart what was built of the same sources, such as `linux-x86_64`. */
  readonly classifier?: string;
}

/** A part of coordinates as Maven allows it; a variable that was not filled in is none. */
export function isCoordinate(text: string | undefined): text is string {
  return text !== undefined && /^[A-Za-z0-9_.+~-]+$/.test(text);
}
