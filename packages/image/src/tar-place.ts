import { ImageError, type ImageErrorCode } from "./image-error.ts";

/** Where in which tar stream something stands, for messages. */
export interface TarPlace {
  /** What the stream is called. */
  readonly stream: string;
  /** Where the header begins, in bytes. */
  readonly offset: number;
}

/** An error about the header at `place`. */
export function tarError(place: TarPlace, code: ImageErrorCode, what: string): ImageError {
  return new ImageError(code, `${place.stream}: ${what} (header at byte ${place.offset})`);
}
