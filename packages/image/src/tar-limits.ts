import { ImageError } from "./image-error.ts";

/** What a tar stream may ask of the reader. */
export interface TarLimits {
  /** Members. Default: 4 million. */
  readonly members: number;
  /** Bytes of a name or link target. Default: 4096, Linux's `PATH_MAX`. */
  readonly nameBytes: number;
  /** Bytes of one pax header or long name. Default: 1 MiB. */
  readonly headerBytes: number;
  /** Bytes of the whole stream, with the holes of sparse members. Default: 16 GiB. */
  readonly bytes: number;
}

/** What {@link scanTar} allows unless it is told otherwise. */
export const defaultLimits: TarLimits = {
  members: 4_000_000,
  nameBytes: 4096,
  headerBytes: 1 << 20,
  bytes: 16 * 2 ** 30,
};

/** An error for a stream that passes a limit. */
export function tooLarge(stream: string, limit: keyof TarLimits, value: number): ImageError {
  return new ImageError(
    "TAR_TOO_LARGE",
    `${stream} passes the limit of ${value}; raise limits.${limit} to read it`,
  );
}
