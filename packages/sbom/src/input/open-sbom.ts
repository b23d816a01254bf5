import { defaultSbomLimits, type SbomLimits } from "../sbom-limits.ts";
import { type ByteSource, chunksOf } from "./byte-source.ts";
import { decompress } from "./decompress.ts";
import { gatherBytes } from "./gather-bytes.ts";
import { type OpenedSbom, openContent } from "./open-content.ts";

/** How much {@link openSbom} may take. */
export interface OpenSbomOptions {
  readonly limits?: Partial<SbomLimits>;
}

/**
 * Decompresses bytes (gzip, xz, bzip2, also inside one another), takes the document out of the envelopes that it is in, and says
 * which format it has. Signatures of envelopes are not verified.
 *
 * @throws An {@link SbomError} with code `FORMAT_UNKNOWN`, saying what it is instead; `COMPRESSION_INVALID`,
 * `ENVELOPE_INVALID`, `ENCODING_UNSUPPORTED` or `DOCUMENT_INVALID` where it cannot be opened; `DOCUMENT_TOO_LARGE` or
 * `DOCUMENT_TOO_DEEP` past a limit. Errors of the input come through as they are.
 */
export async function openSbom(
  input: ByteSource,
  options: OpenSbomOptions = {},
): Promise<OpenedSbom> {
  const limits = { ...defaultSbomLimits, ...options.limits };
  const { compressions, chunks } = await decompress(chunksOf(input), limits.bytes);
  const opened = openContent({ kind: "bytes", bytes: await gatherBytes(chunks) }, limits);
  const envelopes = compressions.map((kind) => ({ kind }));
  return { ...opened, envelopes: [...envelopes, ...opened.envelopes] };
}
