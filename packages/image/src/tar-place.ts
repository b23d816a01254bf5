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

/** An error for a stream that ends within what begins at `place`. */
export function tarTruncated(place: TarPlace): ImageError {
  return tarError(place, "TAR_TRUNCATED", "it ends in the middle of a member; fetch it again");
}
