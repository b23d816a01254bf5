import { SbomError } from "../sbom-error.ts";
import { findInvalidByte } from "./find-invalid-byte.ts";
import { mendWindows1252 } from "./mend-windows-1252.ts";
import { detectTextEncoding } from "./text-encoding.ts";

/**
 * The text of bytes in UTF-8, UTF-16, or what an XML declaration names. The byte order mark is left out; line ends stay as
 * they are.
 *
 * @throws An {@link SbomError} with code `DOCUMENT_INVALID` where bytes are not of the encoding, saying which,
 * `ENCODING_UNSUPPORTED` where the runtime does not know it, `DOCUMENT_TOO_LARGE` past the length of its strings.
 */
export function decodeText(bytes: Uint8Array): string {
  const { label, markLength } = detectTextEncoding(bytes);
  const decoder = createDecoder(label, true);
  try {
    const text = decoder.decode(markLength === 0 ? bytes : bytes.subarray(markLength));
    return decoder.encoding === "windows-1252" ? mendWindows1252(text) : text;
  } catch (cause) {
    const offset = findInvalidByte(bytes, label);
    if (offset !== undefined) {
      const message = `byte ${offset} is no text in ${label}; save the document again, in UTF-8`;
      throw new SbomError("DOCUMENT_INVALID", message, { cause });
    }
    throw new SbomError(
      "DOCUMENT_TOO_LARGE",
      `the document of ${bytes.length} bytes is more than one string can hold; read it with streamSbom`,
      { cause },
    );
  }
}

/** The text at the start of a document, as far as it can be decoded. */
export function decodeStart(bytes: Uint8Array): string {
  const { label, markLength } = detectTextEncoding(bytes);
  return createDecoder(label, false).decode(bytes.subarray(markLength), { stream: true });
}

function createDecoder(label: string, fatal: boolean): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(label, { fatal, ignoreBOM: true });
  } catch (cause) {
    throw new SbomError(
      "ENCODING_UNSUPPORTED",
      `the document is written in ${label}, which is not read; save it again, in UTF-8`,
      { cause },
    );
  }
}
