import { SbomError } from "../sbom-error.ts";

/** What is thrown for zstd, which the runtimes of this package do not all read. */
export function unsupportedZstd(): SbomError {
  return new SbomError(
    "ENCODING_UNSUPPORTED",
    "the document is compressed with zstd, which is not read; decompress it first, for example with zstd -d",
  );
}
