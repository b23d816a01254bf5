import { pipeBytes } from "./pipe-bytes.ts";

/** The bytes of an xz file, of one or several streams, with a dictionary of at most 64 MiB and a CRC as its check. */
export async function* decompressXz(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  // Half of what this package weighs in a browser, and rarely needed.
  const library = await import("xz-decompress");
  // Loaders differ in what they take for the default export of a CommonJS module.
  const { XzReadableStream } = library.default ?? library;
  yield* pipeBytes(
    chunks,
    (bytes) => new XzReadableStream(bytes),
    "the xz file is damaged, ends early, or has a SHA-256 check, a filter or a dictionary over 64 MiB, " +
      "which are not read; see what xz -t says of it, and decompress it first where that finds no fault",
  );
}
