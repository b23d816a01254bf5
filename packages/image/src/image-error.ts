import { CoppiceError, isCoppiceError } from "@coppice/types";

/** Why an image, a tar stream or a file of a tree was refused. */
export type ImageErrorCode =
  | "TAR_INVALID"
  | "TAR_TRUNCATED"
  | "TAR_PATH_ESCAPES"
  | "TAR_UNSUPPORTED"
  | "TAR_TOO_LARGE"
  | "TAR_MEMBER_PASSED"
  | "ZSTD_INVALID"
  | "ZSTD_TRUNCATED"
  | "ZSTD_UNSUPPORTED"
  | "ZSTD_TOO_LARGE"
  | "HARD_LINK_MISSING"
  | "SYMLINK_LOOP"
  | "FILE_ABSENT"
  | "NOT_A_FILE"
  | "FILE_UNREADABLE"
  | "CONTENT_CHANGED"
  | "ENTRY_UNSUPPORTED"
  | "IMAGE_ABSENT"
  | "IMAGE_INVALID"
  | "IMAGE_AMBIGUOUS"
  | "IMAGE_DIGEST_MISMATCH"
  | "IMAGE_TOO_LARGE"
  | "IMAGE_CLOSED"
  | "PLATFORM_ABSENT"
  | "LAYER_ABSENT"
  | "LAYER_TRUNCATED"
  | "LAYER_INVALID"
  | "LAYER_UNSUPPORTED"
  | "LAYER_TOO_LARGE"
  | "REFERENCE_INVALID"
  | "REGISTRY_UNREACHABLE"
  | "REGISTRY_DENIED"
  | "REGISTRY_INVALID"
  | "OUTPUT_EXISTS";

/**
 * What this package throws when an image cannot be opened, read or written.
 *
 * @example
 * ```ts
 * import { ImageError, isImageError } from "@coppice/image";
 *
 * const error = new ImageError("LAYER_TRUNCATED", "the layer ends early; pull the image again");
 * isImageError(error) && error.code; // => "LAYER_TRUNCATED"
 * isImageError(new Error("another")); // => false
 * ```
 */
export class ImageError extends CoppiceError<ImageErrorCode> {
  override readonly name = "ImageError";
}

/** Whether `value` is an {@link ImageError}, also one of another copy of this package. */
export function isImageError(value: unknown): value is ImageError {
  return isCoppiceError(value) && value.name === "ImageError";
}
